// dfuller: augmented Dickey-Fuller test of a unit root in one series.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
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

// 1, 5 and 10 percent points for 25, 50, 100, 250, 500 and infinitely many rows: Fuller (1976), table 8.5.2.
constexpr double rows_of_table[] = {25, 50, 100, 250, 500};
constexpr std::array<std::array<double, 3>, 6> points_none = {{{-2.66, -1.95, -1.60},
                                                               {-2.62, -1.95, -1.61},
                                                               {-2.60, -1.95, -1.61},
                                                               {-2.58, -1.95, -1.62},
                                                               {-2.58, -1.95, -1.62},
                                                               {-2.58, -1.95, -1.62}}};
constexpr std::array<std::array<double, 3>, 6> points_constant = {{{-3.75, -3.00, -2.63},
                                                                   {-3.58, -2.93, -2.60},
                                                                   {-3.51, -2.89, -2.58},
                                                                   {-3.46, -2.88, -2.57},
                                                                   {-3.44, -2.87, -2.57},
                                                                   {-3.43, -2.86, -2.57}}};
constexpr std::array<std::array<double, 3>, 6> points_trend = {{{-4.38, -3.60, -3.24},
                                                                {-4.15, -3.50, -3.18},
                                                                {-4.04, -3.45, -3.15},
                                                                {-3.99, -3.43, -3.13},
                                                                {-3.98, -3.42, -3.13},
                                                                {-3.96, -3.41, -3.12}}};

// Linear in the number of rows between lines of the table, its edges beyond.
std::array<double, 3> critical_points(double n, Deterministic terms) {
  const auto& table = terms == Deterministic::none       ? points_none
                      : terms == Deterministic::constant ? points_constant
                                                         : points_trend;
  if (n <= rows_of_table[0]) return table[0];
  for (std::size_t k = 0; k + 1 < 5; ++k) {
    if (n > rows_of_table[k + 1]) continue;
    const double share = (n - rows_of_table[k]) / (rows_of_table[k + 1] - rows_of_table[k]);
    std::array<double, 3> out{};
    for (std::size_t j = 0; j < 3; ++j) out[j] = table[k][j] + share * (table[k + 1][j] - table[k][j]);
    return out;
  }
  return table[5];
}

Output run(const Args& a, const Context& c) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(111, "time variable not set", std::nullopt, {"declare the data: tsset timevar"});
  if (!c.frame.panel->panel.empty())
    throw Error(459, "dfuller is for one series", std::nullopt, {"xtunitroot tests panels; or tsset one unit"});
  if (a.no_constant && (a.trend || a.drift)) throw Error(198, "noconstant goes neither with trend nor with drift");
  if (a.trend && a.drift) throw Error(198, "options trend and drift may not be combined");
  const std::string& y = a.variable[0];
  const Terms left = resolve_terms("D." + y, c);
  std::string right = "L." + y;
  for (int k = 1; k <= a.lags; ++k) right += fmt::format(" L{}D.{}", k, y);
  if (a.trend) right += " " + c.frame.panel->time;
  const Terms x = resolve_terms(right, c);
  Terms all = left;
  all.insert(all.end(), x.begin(), x.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, {all, {}});
  const kit::Design design = kit::make_design(x, !a.no_constant, sample, c);
  const std::vector<double> change = kit::term_values(left[0], sample, c);
  numeric::LinearSpec spec;
  spec.y = change;
  spec.x = design.x;
  spec.constant = !a.no_constant;
  const numeric::LinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); });
  if (!(fit.df_r > 0)) throw Error(2001, "insufficient observations");
  const double t = fit.b[0] / std::sqrt(fit.V(0, 0));
  const Deterministic terms = a.no_constant ? Deterministic::none
                              : a.trend     ? Deterministic::trend
                                            : Deterministic::constant;
  const double p = a.drift         ? 1 - numeric::dist::ttail(fit.df_r, t)
                   : a.no_constant ? std::nan("")
                                   : numeric::dickey_fuller_p(t, terms);
  std::array<double, 3> points = critical_points(fit.N, terms);
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
  if (a.table) {
    out.document.blank();
    out.line("Regression of D." + y + ":");
    for (std::size_t j = 0; j < x.size(); ++j)
      out.line(fmt::format("{:>14} | {:>12.6g} {:>12.6g}", term_name(x[j]), fit.b[j], std::sqrt(fit.V(j, j))));
    if (!a.no_constant) {
      const std::size_t k = fit.b.size() - 1;
      out.line(fmt::format("{:>14} | {:>12.6g} {:>12.6g}", "_cons", fit.b[k], std::sqrt(fit.V(k, k))));
    }
  }
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
