#include "stdlib/kit/endogenous_outcome.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {

EndogenousModel endogenous_model(const LikelihoodArgs& a, const InstrumentedEquation& q, const command::Context& c) {
  if (q.endogenous.size() != 1)
    throw Error(198, "one endogenous regressor is allowed", std::nullopt, {"y x (w = z1 z2)"});
  EndogenousModel m;
  m.main = likelihood_rows(a, {q.all(), a.vce.variables}, c);
  m.first.sample = m.main.sample;
  m.main.y = term_values(q.y[0], m.main.sample, c);
  m.endogenous = term_values(q.endogenous[0], m.main.sample, c);
  command::Terms main = q.endogenous, first = q.exogenous;
  main.insert(main.end(), q.exogenous.begin(), q.exogenous.end());
  first.insert(first.end(), q.instruments.begin(), q.instruments.end());
  expand_design(main, !a.no_constant, m.main, c);
  find_omitted(m.main, !a.no_constant);
  expand_design(first, !a.no_constant, m.first, c);
  find_omitted(m.first, !a.no_constant);
  if (m.first.x.cols < m.main.x.cols)
    throw Error(481, "equation not identified; must have at least as many instruments not in the regression as there "
                     "are instrumented variables");
  return m;
}

std::vector<double> first_stage_start(const EndogenousModel& m, bool constant) {
  const numeric::LeastSquares ls = numeric::least_squares({.y = m.endogenous,
                                                           .x = m.first.x,
                                                           .constant = constant,
                                                           .want_residuals = false,
                                                           .keep_all_columns = true});
  std::vector<double> b = ls.b;
  b.push_back(std::log(ls.rss / static_cast<double>(m.endogenous.size())) / 2);
  return b;
}

command::Named<std::string> endogenous_macros(const InstrumentedEquation& q) {
  std::string instruments;
  for (const command::Terms* part : {&q.exogenous, &q.instruments})
    for (const ast::Interaction& t : *part)
      instruments += (instruments.empty() ? "" : " ") + command::term_name(t);
  const std::string w = depvar_name(q.endogenous);
  return {{"depvar", depvar_name(q.y) + " " + w}, {"instd", w}, {"insts", instruments}, {"method", "ml"}};
}

}  // namespace nqp::kit
