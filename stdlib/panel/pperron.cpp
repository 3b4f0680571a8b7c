// pperron: Phillips and Perron's test of a unit root in one series.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/unit_root_points.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::commands::pperron_ {
namespace {

using namespace command;
using numeric::Deterministic;

struct Args {
  Variables variable;
  Sample sample;
  bool no_constant = false, trend = false, table = false;
  int lags = -1;
};

struct Statistics {
  double z_rho = 0, z_t = 0;
};

// Residuals in order of time. Error 498 for gaps: autocovariances over them are not defined.
std::vector<double> residuals_in_time(const kit::SeriesRegression& r, const Context& c) {
  std::vector<double> time(r.sample.size());
  c.numeric(c.frame.panel->time).read_rows(r.sample.rows, time.data());
  std::vector<std::pair<double, double>> pairs;
  for (std::size_t i = 0; i < time.size(); ++i) pairs.emplace_back(time[i], r.fit.residuals[i]);
  std::sort(pairs.begin(), pairs.end());
  const double step = c.frame.panel->delta > 0 ? c.frame.panel->delta : 1;
  std::vector<double> out;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i > 0 && pairs[i].first != pairs[i - 1].first + step) throw Error(498, "the time series has gaps");
    out.push_back(pairs[i].second);
  }
  return out;
}

// Phillips and Perron (1988), with Bartlett weights.
Statistics corrected(const numeric::LinearFit& fit, const std::vector<double>& u, int lags) {
  const double n = fit.N, s2 = fit.rss / fit.df_r, se = std::sqrt(fit.V(0, 0)), rho = fit.b[0];
  const auto covariance = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t i = lag; i < u.size(); ++i) sum += u[i] * u[i - lag];
    return sum / n;
  };
  const double gamma = covariance(0);
  double lambda2 = gamma;
  for (int j = 1; j <= lags; ++j) lambda2 += 2 * (1 - j / (lags + 1.0)) * covariance(static_cast<std::size_t>(j));
  Statistics z;
  z.z_rho = n * (rho - 1) - 0.5 * n * n * se * se / s2 * (lambda2 - gamma);
  z.z_t = std::sqrt(gamma / lambda2) * (rho - 1) / se -
          0.5 * (lambda2 - gamma) / std::sqrt(lambda2) * n * se / std::sqrt(s2);
  return z;
}

Output run(const Args& a, const Context& c) {
  if (a.no_constant && a.trend) throw Error(198, "options noconstant and trend may not be combined");
  const std::string& y = a.variable[0];
  std::string right = "L." + y;
  if (a.trend && c.frame.panel) right += " " + c.frame.panel->time;
  const kit::SeriesRegression regression = kit::regress_series("pperron", y, right, !a.no_constant, a.sample, c);
  const numeric::LinearFit& fit = regression.fit;
  const int lags = a.lags >= 0 ? a.lags : numeric::usual_lags(fit.N);
  if (lags >= fit.N) throw Error(198, "lags() must be smaller than the number of observations");
  const Deterministic terms = a.no_constant ? Deterministic::none
                              : a.trend     ? Deterministic::trend
                                            : Deterministic::constant;
  const Statistics z = corrected(fit, residuals_in_time(regression, c), lags);
  const double p = a.no_constant ? std::nan("") : numeric::dickey_fuller_p(z.z_t, terms);
  const std::array<double, 3> bias = kit::normalised_bias_points(fit.N, terms);
  const std::array<double, 3> points = kit::dickey_fuller_points(fit.N, terms);
  Output out;
  out.document.blank();
  out.line(fmt::format("{:<43}Number of obs   = {:>6.0f}", "Phillips-Perron test for unit root", fit.N));
  out.line(fmt::format("{:<43}Newey-West lags = {:>6}", "Variable: " + y, lags));
  out.document.blank();
  out.line(std::string("H0: Random walk ") + (a.no_constant ? "without drift, a = 0, d = 0"
                                              : a.trend     ? "with or without drift"
                                                            : "without drift, d = 0"));
  out.document.blank();
  out.line("                   Test      --  Dickey-Fuller  critical value --");
  out.line("              statistic           1%           5%          10%");
  out.line(std::string(62, '-'));
  const auto line = [&](const char* name, double value, const std::array<double, 3>& at) {
    out.line(fmt::format(" {:<11} {:>10.3f}   {:>10.3f}   {:>10.3f}   {:>10.3f}", name, value, at[0], at[1], at[2]));
  };
  line("Z(rho)", z.z_rho, bias);
  line("Z(t)", z.z_t, points);
  out.line(std::string(62, '-'));
  if (!a.no_constant) out.line(fmt::format("MacKinnon approximate p-value for Z(t) = {:.4f}.", p));
  if (a.table) kit::show_series_regression(y, regression, !a.no_constant, out);
  out.r = Results{}
              .scalar("N", fit.N)
              .scalar("lags", lags)
              .scalar("pval", kit::stored(p))
              .scalar("Zt", kit::stored(z.z_t))
              .scalar("Zrho", kit::stored(z.z_rho));
  return out;
}

}  // namespace

extern const Command pperron_command =
    define<Args>("pperron", "Phillips-Perron test of a unit root")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .integer("Lags", &Args::lags, 0, 1000, "lags of the long-run variance; 4(T/100)^(2/9) rounded down")
        .flag("noCONstant", &Args::no_constant, "neither drift nor a mean")
        .flag("TRend", &Args::trend, "a linear trend")
        .flag("REGress", &Args::table, "show the regression")
        .stores({{"r(N)", "number of observations"},
                 {"r(lags)", "lags of the long-run variance"},
                 {"r(pval)", "p-value of Z(t) (none with noconstant)"},
                 {"r(Zt)", "Z(t)"},
                 {"r(Zrho)", "Z(rho)"}})
        .changes(Effect::results)
        .reference("Phillips, P. C. B. and Perron, P. (1988). Testing for a unit root in time series regression. "
                   "Biometrika 75, 335-346.")
        .reference("Fuller, W. A. (1976). Introduction to Statistical Time Series, tables 8.5.1 and 8.5.2.")
        .remark("Needs tsset. The p-value is MacKinnon's (1994), as after dfuller.")
        .example("Without lags the t statistic of dfuller",
                 "clear\nset obs 60\nset seed 2\ngenerate t = _n\ntsset t\ngenerate double y = sum(rnormal())\n"
                 "dfuller y\nscalar Z = r(Zt)\npperron y, lags(0)",
                 "abs(r(Zt) - Z) < 1e-9 & r(N) == 59")
        .example("A trend", "clear\nset obs 80\nset seed 2\ngenerate t = _n\ntsset t\n"
                 "generate double y = .1*t + rnormal()\npperron y, trend", "r(pval) < .01 & r(lags) == 3")
        .runs(run);

}  // namespace nqp::commands::pperron_
