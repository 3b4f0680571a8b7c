// newey: linear regression with Newey-West standard errors.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"

namespace nqp::commands::newey_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  int lag = 0;
  bool force = false, no_constant = false;
};

// A series without holes, unless force says that gaps and panels are meant.
void check_series(const numeric::SeriesOrder& order) {
  const bool one = std::all_of(order.panel.begin(), order.panel.end(), [&](auto p) { return p == order.panel[0]; });
  if (!one)
    throw Error(198, "newey is for a single time series", std::nullopt,
                {"option force takes lags within panels; xtscc and ivreg2 know panels"});
  std::vector<std::int32_t> time = order.time;
  std::sort(time.begin(), time.end());
  for (std::size_t i = 1; i < time.size(); ++i)
    if (time[i] != time[i - 1] + 1)
      throw Error(198, "the time series has gaps", std::nullopt,
                  {"option force leaves out the products over gaps"});
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("newey", a, c);
  kit::InstrumentedEquation equation;
  equation.y = a.y;
  equation.exogenous = a.x;
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, {equation.all(), {}});
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(459, "time variable not set", std::nullopt, {"tsset timevar declares it"});
  numeric::SeriesOrder order = kit::series_order(sample, c);
  if (!a.force) check_series(order);
  const numeric::LagFinder periods(order);
  kit::InstrumentedColumns columns = kit::make_columns(equation, !a.no_constant, sample, c);
  kit::keep_independent(columns, sample, c);
  const std::size_t K = columns.x2.cols + (columns.constant ? 1 : 0);
  if (sample.size() <= K) throw Error(2001, "insufficient observations");
  if (a.lag > 0 && a.lag >= periods.periods())
    throw Error(198, "lag() must be smaller than the number of periods", std::nullopt,
                {std::to_string(periods.periods()) + " periods in the sample"});
  numeric::IvSpec spec;
  spec.data = columns.data(sample);
  spec.vce.robust = true;
  spec.vce.kernel = numeric::HacKernel::bartlett;
  spec.vce.bandwidth = a.lag + 1.0;
  spec.vce.order = std::move(order);
  spec.small = true;
  const numeric::IvFit fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });

  const kit::Coefficients k = kit::instrumented_coefficients(columns, fit.b, fit.V);
  Results e =
      kit::begin_estimates("newey", "Regression with Newey-West standard errors", kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F},
                        {"lag", static_cast<double>(a.lag)}, {"rank", fit.K}});
  e.macro("vcetype", "Newey-West").macro("vce", "hac");
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  report::Document table;
  table.append(kit::show_estimates(e, a, c));
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  out.line("Maximum lag: " + std::to_string(a.lag));
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command newey_command =
    define<Args>("newey", "Linear regression with Newey-West standard errors")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight})
        .integer("lag", &Args::lag, 0, 1000000, "largest lag of the autocorrelation")
        .flag("force", &Args::force, "allow gaps, and panels: lags are taken within them")
        .flag("noCONstant", &Args::no_constant, "no constant term")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .required("lag")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(F)", "Wald F test of the slopes"},
                 {"e(lag)", "largest lag"},
                 {"e(vcetype)", "Newey-West"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Newey, W. K. and West, K. D. (1987). Econometrica 55, 703-708.")
        .remark("Variances have the factor N/(N-K).")
        .example("No lags: heteroskedasticity-robust standard errors",
                 "clear\nset obs 30\ngenerate t = _n\ntsset t\ngenerate x = mod(7*_n, 11)\n"
                 "generate y = x + mod(_n, 4)\nquietly regress y x, robust\nscalar s = _se[x]\nnewey y x, lag(0)",
                 "abs(_se[x] - s) < 1e-12 & e(lag) == 0")
        .example("Two lags",
                 "clear\nset obs 30\ngenerate t = _n\ntsset t\ngenerate x = mod(7*_n, 11)\n"
                 "generate y = x + mod(_n, 4)\nnewey y x, lag(2)",
                 "e(df_r) == 28 & e(F) > 0")
        .runs(run);

}  // namespace nqp::commands::newey_
