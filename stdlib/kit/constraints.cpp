#include "stdlib/kit/constraints.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"

namespace nqp::kit {

std::string constraint_name(int number) { return "constraint " + std::to_string(number); }

std::vector<std::pair<int, std::string>> chosen_constraints(const std::string& numlist,
                                                            const eval::Environment& environment) {
  std::vector<std::pair<int, std::string>> out;
  for (const double x : grammar::parse_numlist(numlist)) {
    if (!(x >= 1 && x <= 1999) || x != static_cast<int>(x))
      throw Error(198, "constraints are numbered 1 to 1999");
    const int n = static_cast<int>(x);
    if (const auto found = environment.scalar(constraint_name(n))) out.emplace_back(n, found->text);
  }
  return out;
}

ConstraintSolution solve_constraints(numeric::Matrix m) {
  const std::size_t K = m.cols - 1;
  std::vector<std::size_t> pivots;
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::size_t p = 0;
    double size = 0;
    for (std::size_t j = 0; j < K; ++j)
      if (std::abs(m(i, j)) > size) size = std::abs(m(i, p = j));
    if (size < 1e-10) {
      if (std::abs(m(i, K)) > 1e-10)
        throw Error(412, "inconsistent constraints", std::nullopt, {"constraint list shows them"});
      for (std::size_t j = 0; j <= K; ++j) m(i, j) = 0;
      pivots.push_back(K);
      continue;
    }
    const double pivot = m(i, p);
    for (std::size_t j = 0; j <= K; ++j) m(i, j) /= pivot;
    for (std::size_t k = 0; k < m.rows; ++k) {
      const double factor = m(k, p);
      if (k == i || factor == 0) continue;
      for (std::size_t j = 0; j <= K; ++j) m(k, j) -= factor * m(i, j);
    }
    pivots.push_back(p);
  }
  ConstraintSolution out;
  out.all.fixed.assign(K, 0.0);
  std::vector<std::size_t> free_columns;
  for (std::size_t j = 0; j < K; ++j)
    if (std::find(pivots.begin(), pivots.end(), j) == pivots.end()) free_columns.push_back(j);
  out.rank = K - free_columns.size();
  out.all.basis = numeric::Matrix(K, free_columns.size());
  for (std::size_t f = 0; f < free_columns.size(); ++f) out.all.basis(free_columns[f], f) = 1;
  for (std::size_t i = 0; i < m.rows; ++i) {
    if (pivots[i] == K) continue;
    out.all.fixed[pivots[i]] = m(i, K);
    for (std::size_t f = 0; f < free_columns.size(); ++f) out.all.basis(pivots[i], f) = -m(i, free_columns[f]);
  }
  return out;
}

std::vector<LinearForm> constraint_forms(const std::string& numlist, const command::Results& e,
                                         const command::Context& c) {
  const auto chosen = chosen_constraints(numlist, c.environment);
  if (chosen.empty())
    throw Error(198, "no constraints are defined under these numbers", std::nullopt,
                {"constraint 1 x1 = x2 defines one"});
  std::vector<LinearForm> forms;
  for (const auto& [n, text] : chosen)
    for (LinearForm& f : parse_restrictions("(" + text + ")", false, e, c)) forms.push_back(std::move(f));
  return forms;
}

}  // namespace nqp::kit
