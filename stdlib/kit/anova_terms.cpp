#include "stdlib/kit/anova_terms.hpp"

#include <algorithm>

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
