#include "stdlib/kit/anova_terms.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "stdlib/kit/factor_levels.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/numeric/linear/anova.hpp"

namespace nqp::kit {

using Kind = ast::VariableOperator::Kind;

namespace {

bool is_covariate(const ast::Factor& f) {
  return std::any_of(f.operators.begin(), f.operators.end(),
                     [](const ast::VariableOperator& op) { return op.kind == Kind::continuous; });
}

numeric::Matrix factor_columns(const ast::Factor& f, const std::map<std::string, FactorLevels>& levels,
                               const EstimationSample& s, const command::Context& c) {
  if (!is_categorical(f)) {
    numeric::Matrix x(s.size(), 1);
    x.data = sample_values(f, s, c);
    return x;
  }
  const FactorLevels& l = levels.at(series_name(f));
  return numeric::deviation_columns(l.codes, static_cast<std::int32_t>(l.values.size()));
}

numeric::Matrix products(const numeric::Matrix& a, const numeric::Matrix& b) {
  numeric::Matrix out(a.rows, a.cols * b.cols);
  for (std::size_t j = 0; j < a.cols; ++j)
    for (std::size_t k = 0; k < b.cols; ++k)
      for (std::size_t i = 0; i < a.rows; ++i) out(i, j * b.cols + k) = a(i, j) * b(i, k);
  return out;
}

// What the columns of an interaction are in the cells without observations, a row each.
numeric::Matrix empty_cells(const ast::Interaction& t, const std::map<std::string, FactorLevels>& levels,
                            std::size_t observations) {
  constexpr std::size_t most_cells = 100000, most_numbers = std::size_t{1} << 24;
  std::size_t cells = 1, columns = 1;
  std::vector<std::size_t> cell(observations, 0);  // of each observation
  for (const ast::Factor& f : t.factors) {
    if (!is_categorical(f)) continue;
    const FactorLevels& l = levels.at(series_name(f));
    cells *= l.values.size();
    columns *= l.values.size() - 1;
    if (cells > most_cells) return {};
    for (std::size_t i = 0; i < observations; ++i)
      cell[i] = cell[i] * l.values.size() + static_cast<std::size_t>(l.codes[i]);
  }
  std::vector<bool> seen(cells, false);
  for (const std::size_t k : cell) seen[k] = true;
  std::vector<std::size_t> empty;
  for (std::size_t k = 0; k < cells; ++k)
    if (!seen[k]) empty.push_back(k);
  if (empty.empty() || empty.size() * columns > most_numbers) return {};
  numeric::Matrix out(empty.size(), 1);
  out.data.assign(empty.size(), 1);
  std::size_t below = cells;
  for (const ast::Factor& f : t.factors) {
    if (!is_categorical(f)) continue;
    const auto n = levels.at(series_name(f)).values.size();
    below /= n;
    std::vector<std::int32_t> codes;
    for (const std::size_t k : empty) codes.push_back(static_cast<std::int32_t>(k / below % n));
    out = products(out, numeric::deviation_columns(codes, static_cast<std::int32_t>(n)));
  }
  return out;
}

}  // namespace

command::Terms categorical_terms(command::Terms terms) {
  for (ast::Interaction& t : terms) {
    for (ast::Factor& f : t.factors) {
      if (is_covariate(f) || is_categorical(f)) continue;
      ast::VariableOperator op;
      op.kind = Kind::indicator;
      f.operators.insert(f.operators.begin(), op);
    }
  }
  return terms;
}

TermColumns term_columns(const command::Terms& terms, const EstimationSample& s, const command::Context& c) {
  const std::map<std::string, FactorLevels> levels = factor_levels(terms, s, c);
  TermColumns out;
  out.x = numeric::Matrix(s.size(), 0);
  for (const ast::Interaction& t : terms) {
    out.begin.push_back(out.x.cols);
    numeric::Matrix columns = factor_columns(t.factors[0], levels, s, c);
    for (std::size_t k = 1; k < t.factors.size(); ++k)
      columns = products(columns, factor_columns(t.factors[k], levels, s, c));
    if (t.factors.size() > 1)
      if (numeric::Matrix empty = empty_cells(t, levels, s.size()); empty.rows > 0)
        columns = numeric::without_empty_cells(columns, std::move(empty));
    out.x.data.insert(out.x.data.end(), columns.data.begin(), columns.data.end());
    out.x.cols += columns.cols;
  }
  out.begin.push_back(out.x.cols);
  return out;
}

std::string term_title(const ast::Interaction& term) {
  std::string out;
  for (const ast::Factor& f : term.factors)
    out += (out.empty() ? "" : "#") + std::string(term.factors.size() > 1 && is_covariate(f) ? "c." : "") +
           series_name(f);
  return out;
}

}  // namespace nqp::kit
