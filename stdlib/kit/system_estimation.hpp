// sureg and reg3: equations in parentheses, estimated together.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/output.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/numeric/linear/equation_system.hpp"

namespace nqp::kit {

struct SystemArgs : DisplayOptions {
  std::string body;  // "(y1 x1 x2) (name: y2 x3, noconstant)"
  command::Sample sample;
  command::Weight weight;
  command::Terms endogenous, exogenous, instruments;
  bool iterate = false, small = false, adjusted = false, correlations = false;
  bool no_log = false;
};

enum class SystemMethod { sure, three_stage, two_stage, ols };

// Errors: 198 no equation, those of the sample and designs, 481 an equation with fewer instruments than regressors.
command::Output estimate_system(const std::string& cmd, SystemMethod method, const SystemArgs& a,
                                const command::Context& c);

// The correlations of residuals and the test that there are none.
report::Document independence_report(const numeric::IndependenceTest& test, const std::vector<std::string>& names);

// Options and results that both commands have.
template <class Args>
command::Definition<Args>& system_declaration(command::Definition<Args>& d) {
  using command::WeightKind;
  return d.anything(&Args::body)
      .if_in(&Args::sample)
      .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
      .flag("SMall", &Args::small, "t and F instead of z and chi2")
      .flag("CORr", &Args::correlations, "correlations of residuals and the test of independence")
      .flag("noHEader", &Args::no_header, "leave out the table of equations")
      .flag("NOTable", &Args::no_table, "leave out the coefficients")
      .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
      .flag("noLOg", &Args::no_log, "accepted: there is no log")
      .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .stores({{"e(N)", "number of observations"},
               {"e(k)", "number of parameters"},
               {"e(k_eq)", "number of equations"},
               {"e(rss_1)", "residual sum of squares of equation 1, 2, …"},
               {"e(mss_1)", "model sum of squares"},
               {"e(r2_1)", "R-squared"},
               {"e(rmse_1)", "root mean squared error"},
               {"e(df_m1)", "slopes"},
               {"e(chi2_1)", "test of the slopes (F_1 with small)"},
               {"e(p_1)", "its p-value"},
               {"e(ll)", "log likelihood of normal errors"},
               {"e(ic)", "steps"},
               {"e(Sigma)", "covariance matrix of residuals"},
               {"e(depvar)", "dependent variables"},
               {"e(eqnames)", "names of equations"},
               {"e(method)", "sure, isure, 3sls, 2sls or ols"},
               {"e(cmd)", "name of the command"},
               {"e(b)", "coefficients"},
               {"e(V)", "their variances and covariances"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(command::Effect::estimates | command::Effect::results);
}

}  // namespace nqp::kit
