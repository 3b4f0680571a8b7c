#include "stdlib/kit/influence.hpp"

#include <string>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stored_likelihood.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::kit {
namespace {

Influence likelihood_influence(const command::Results& e, const std::vector<std::uint8_t>& use,
                               const command::Context& c) {
  const StoredLikelihood l = stored_likelihood(e, use, true, c);
  const eval::Matrix* V = e.find_matrix("V_modelbased");
  const numeric::Matrix D =
      numeric::submatrix(numeric_matrix(V ? *V : *e.find_matrix("V")), l.columns, l.columns);
  return {l.columns, l.rows, numeric::multiply(numeric::scores_at(l.spec(), l.b), D), {}};
}

// u x'(X'X)^-1 of the regressors that are not omitted.
Influence regression_influence(const command::Results& e, const std::vector<std::uint8_t>& use,
                               const std::string& name, const command::Context& c) {
  const eval::Matrix &b = *e.find_matrix("b"), &V = *e.find_matrix("V");
  Regressors regressors(e, "", c);
  Influence out;
  std::vector<std::size_t> at;
  for (std::size_t j = 0; j < regressors.columns().size(); ++j) {
    const std::size_t column = regressors.columns()[j];
    if (!(V(column, column) > 0)) continue;
    at.push_back(j);
    out.columns.push_back(column);
  }
  out.rows = sample_from_mask(use).rows;
  const std::vector<double> y = depvar_values(e, c);
  numeric::Matrix x(out.rows.size(), at.size()), scores(out.rows.size(), at.size());
  regressors.for_each_row([&](std::size_t row, const double* values) {
    if (!use[row]) return;
    const std::size_t i = out.residuals.size();
    double u = values ? y[row] : data::missing;
    if (data::is_missing(u))
      throw Error(322, "a variable of " + name + " has changed since the estimation", std::nullopt,
                  {"row " + std::to_string(row + 1) + " of its sample misses something now"});
    for (std::size_t j = 0; j < at.size(); ++j) u -= (x(i, j) = values[at[j]]) * b(0, out.columns[j]);
    for (std::size_t j = 0; j < at.size(); ++j) scores(i, j) = u * x(i, j);
    out.residuals.push_back(u);
  });
  out.values = numeric::multiply(scores, numeric::pseudo_inverse(numeric::gram(x)).inverse);
  return out;
}

}  // namespace

bool has_influence(const command::Results& e) {
  const std::string cmd = e.macro_or("cmd");
  return cmd == "regress" || has_stored_likelihood(cmd);
}

Influence coefficient_influence(const command::Results& e, const std::vector<std::uint8_t>& use,
                                const std::string& name, const command::Context& c) {
  return e.macro_or("cmd") == "regress" ? regression_influence(e, use, name, c) : likelihood_influence(e, use, c);
}

}  // namespace nqp::kit
