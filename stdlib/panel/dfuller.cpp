// dfuller: augmented Dickey-Fuller test of a unit root in one series.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/unit_root_points.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/panel/unit_root.hpp"

namespace nqp::commands::dfuller_ {
namespace {

using namespace command;
using numeric::Deterministic;

struct Args {
  Variables variable;
  Sample sample;
  bool no_constant = false, trend = false, drift = false, table = false;
  int lags = 0;
};

Output run(const Args& a, const Context& c) {
  if (a.no_constant && (a.trend || a.drift)) throw Error(198, "noconstant goes neither with trend nor with drift");
  if (a.trend && a.drift) throw Error(198, "options trend and drift may not be combined");
  const std::string& y = a.variable[0];
  std::string right = "L." + y;
  for (int k = 1; k <= a.lags; ++k) right += fmt::format(" L{}D.{}", k, y);
  if (a.trend && c.frame.panel) right += " " + c.frame.panel->time;
  const kit::SeriesRegression regression = kit::regress_series("dfuller", "D." + y, right, !a.no_constant, a.sample, c);
  const numeric::LinearFit& fit = regression.fit;
  const double t = fit.b[0] / std::sqrt(fit.V(0, 0));
  const Deterministic terms = a.no_constant ? Deterministic::none
                              : a.trend     ? Deterministic::trend
                                            : Deterministic::constant;
  const double p = a.drift         ? 1 - numeric::dist::ttail(fit.df_r, t)
                   : a.no_constant ? std::nan("")
                                   : numeric::dickey_fuller_p(t, terms);
  std::array<double, 3> points = kit::dickey_fuller_points(fit.N, terms);
  if (a.drift)
    for (std::size_t j = 0; j < 3; ++j)
      points[j] = -numeric::dist::invttail(fit.df_r, std::array<double, 3>{.01, .05, .1}[j]);
  Output out;
  out.document.blank();
  out.line(fmt::format("{:<43}Number of obs  = {:>6.0f}",
                       a.lags > 0 ? "Augmented Dickey-Fuller test for unit root" : "Dickey-Fuller test for unit root",
                       fit.N));
  out.line(fmt::format("{:<43}Number of lags = {:>6}", "Variable: " + y, a.lags));
  out.document.blank();
  out.line(std::string("H0: Random walk ") + (a.no_constant ? "without drift, a = 0, d = 0"
                                              : a.trend     ? "with or without drift"
                                              : a.drift     ? "with drift, d = 0"
                                                            : "without drift, d = 0"));
  out.document.blank();
  out.line(std::string("                   Test      -- ") + (a.drift ? "t-distribution" : " Dickey-Fuller ") +
           " critical value --");
  out.line("              statistic           1%           5%          10%");
  out.line(std::string(62, '-'));
  out.line(
      fmt::format(" Z(t)        {:>10.3f}   {:>10.3f}   {:>10.3f}   {:>10.3f}", t, points[0], points[1], points[2]));
  out.line(std::string(62, '-'));
  if (a.drift) out.line(fmt::format("p-value for Z(t) = {:.4f}", p));
  else if (!a.no_constant) out.line(fmt::format("MacKinnon approximate p-value for Z(t) = {:.4f}.", p));
  if (a.table) kit::show_series_regression("D." + y, regression, !a.no_constant, out);
  out.r = Results{}
              .scalar("N", fit.N)
              .scalar("lags", a.lags)
              .scalar("Zt", kit::stored(t))
              .scalar("p", kit::stored(p))
              .scalar("cv_1", points[0])
              .scalar("cv_5", points[1])
              .scalar("cv_10", points[2]);
  return out;
}

}  // namespace

extern const Command dfuller_command =
    define<Args>("dfuller", "Augmented Dickey-Fuller test of a unit root")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .integer("Lags", &Args::lags, 0, 1000, "lagged differences; 0")
        .flag("noCONstant", &Args::no_constant, "neither drift nor a mean")
        .flag("TRend", &Args::trend, "a linear trend")
        .flag("DRift", &Args::drift, "a drift under the null: t distribution")
        .flag("REGress", &Args::table, "show the regression")
        .stores({{"r(N)", "number of observations"},
                 {"r(lags)", "lagged differences"},
                 {"r(Zt)", "the statistic"},
                 {"r(p)", "its p-value (none with noconstant)"},
                 {"r(cv_1)", "1 percent critical value"},
                 {"r(cv_5)", "5 percent critical value"},
                 {"r(cv_10)", "10 percent critical value"}})
        .changes(Effect::results)
        .reference(
            "Dickey, D. A. and Fuller, W. A. (1979). Distribution of the estimators for autoregressive time series "
            "with a unit root. JASA 74, 427-431.")
        .reference(
            "MacKinnon, J. G. (1994). Approximate asymptotic distribution functions for unit-root and "
            "cointegration tests. Journal of Business and Economic Statistics 12, 167-176.")
        .remark(
            "The t statistic of L.y in the regression of D.y on L.y, lagged differences and a trend. Critical values "
            "are "
            "interpolated in Fuller's table.")
        .example("By regression",
                 "clear\nset seed 1\nset obs 100\ngenerate t = _n\ntsset t\ngenerate y = sum(rnormal())\n"
                 "quietly regress D.y L.y LD.y L2D.y t\nscalar Z = _b[L.y]/_se[L.y]\ndfuller y, lags(2) trend",
                 "abs(r(Zt) - Z) < 1e-10 & r(N) == 97 & r(lags) == 2")
        .example("One series only", "sysuse grunfeld\nxtset firm year\ncapture dfuller invest", "_rc == 459")
        .runs(run);

}  // namespace nqp::commands::dfuller_
