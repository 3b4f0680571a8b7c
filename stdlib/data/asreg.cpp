// asreg: regressions in rolling windows or groups, their results as variables; Fama-MacBeth averages.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/window_regression.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::asreg_ {
namespace {

using namespace command;

struct Args {
  Variables variables, by;
  Sample sample;
  std::string window;
  int minimum = 0, newey = -1;
  bool recursive = false, fitted = false, errors = false, rmse = false, robust = false, no_constant = false;
  bool fmb = false;
};

void check(const Args& a) {
  if (a.fmb && (!a.window.empty() || a.fitted || a.rmse || a.robust || a.no_constant))
    throw Error(198, "fmb goes with newey() alone");
  if (a.recursive && a.window.empty()) throw Error(198, "recursive needs window()");
  if (a.robust && a.newey >= 0) throw Error(198, "options robust and newey() may not be combined");
  if (a.newey >= 0 && !a.errors && !a.fmb)
    throw Error(198, "newey() changes standard errors: give serror, too");
}

struct Column {
  std::string name, label;
  std::vector<double> values;
};

std::vector<Column> columns_of(const Args& a, std::size_t rows) {
  std::vector<Column> out;
  const auto add = [&](const std::string& name, const std::string& label) {
    out.push_back({name, label, std::vector<double>(rows, data::missing)});
  };
  add("_Nobs", "Number of observations"), add("_R2", "R-squared"), add("_adjR2", "Adjusted R-squared");
  const bool constant = !a.no_constant, errors = a.errors || a.robust;
  for (std::size_t j = 1; j < a.variables.size(); ++j) add("_b_" + a.variables[j], "Coefficient of " + a.variables[j]);
  if (constant) add("_b_cons", "Constant of the regression");
  const std::string kind = a.newey >= 0 ? "Newey-West " : a.robust ? "Robust " : "";
  if (errors) {
    for (std::size_t j = 1; j < a.variables.size(); ++j)
      add("_se_" + a.variables[j], kind + "standard error of " + a.variables[j]);
    if (constant) add("_se_cons", kind + "standard error of the constant");
  }
  if (a.rmse) add("_rmse", "Root mean squared error");
  if (a.fitted) add("_fitted", "Fitted value"), add("_residuals", "Residual");
  return out;
}

std::vector<double> cells_of(const Args& a, const kit::WindowRegression& r, const kit::WindowFit& f, data::Row row) {
  std::vector<double> out{f.N, f.r2, f.adjusted};
  out.insert(out.end(), f.b.begin(), f.b.end());
  if (a.errors || a.robust) out.insert(out.end(), f.se.begin(), f.se.end());
  if (a.rmse) out.push_back(f.rmse);
  if (!a.fitted) return out;
  out.push_back(r.fitted(f, row));
  const double y = r.y(row);
  out.push_back(data::is_missing(out.back()) || data::is_missing(y) ? data::missing : y - out.back());
  return out;
}

// Averages of the coefficients of one regression a period; errors from their spread over the periods, with newey()
// from their autocovariances, too. Fama and MacBeth (1973).
Output average_periods(const Args& a, const kit::WindowRegressionSpec& spec, const Context& c) {
  if (!c.frame.panel || c.frame.panel->time.empty())
    throw Error(459, "time variable not set; use xtset", std::nullopt, {"fmb runs one regression a period"});
  if (c.by || !a.by.empty()) throw Error(198, "fmb goes without by: the groups are the periods");
  kit::Needed needed;
  needed.groups = a.variables;
  needed.groups.push_back(c.frame.panel->time);
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, needed);
  const kit::RangeWindows w = kit::whole_groups({c.frame.panel->time}, sample.use, c);
  const kit::WindowRegression r(spec, c);
  const std::size_t k = spec.x.size() + 1;
  std::vector<std::vector<double>> periods;
  double r2 = 0;
  for (std::size_t i = 0; i < w.windows.size(); i = w.windows[i].end) {
    const kit::RowWindow& window = w.windows[i];
    const std::span<const data::Row> rows(w.order.data() + window.begin, window.end - window.begin);
    const kit::WindowFit fit = r.fit(rows);
    bool whole = !fit.b.empty();
    for (const double b : fit.b) whole = whole && !data::is_missing(b);
    if (whole) periods.push_back(fit.b), r2 += fit.r2;
  }
  const double T = static_cast<double>(periods.size());
  if (T < 2) throw Error(2001, "insufficient observations", std::nullopt, {"fmb needs two periods with regressions"});
  kit::Coefficients out;
  out.names = spec.x;
  out.names.push_back("_cons");
  out.b.assign(k, 0);
  for (const auto& b : periods)
    for (std::size_t j = 0; j < k; ++j) out.b[j] += b[j] / T;
  out.V = numeric::Matrix(k, k);
  for (int lag = 0; lag <= std::max(0, a.newey); ++lag)
    for (std::size_t t = static_cast<std::size_t>(lag); t < periods.size(); ++t)
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j < k; ++j) {
          const std::vector<double>&now = periods[t], &then = periods[t - static_cast<std::size_t>(lag)];
          const auto product = [&](std::size_t p, std::size_t q) { return (now[p] - out.b[p]) * (then[q] - out.b[q]); };
          const double both = lag == 0 ? product(i, j) : product(i, j) + product(j, i);
          out.V(i, j) += (1 - lag / (a.newey + 1.0 + (a.newey < 0))) * both / (T * (T - 1));
        }
  Results e = kit::begin_estimates("asreg", "Fama-MacBeth two-step procedure", a.variables[0], c);
  std::vector<std::size_t> slopes(k - 1);
  for (std::size_t j = 0; j + 1 < k; ++j) slopes[j] = j;
  const numeric::Wald test = numeric::wald_zero(slopes, out.b, out.V);
  kit::post_scalars(e, {{"N", static_cast<double>(sample.size())}, {"T", T}, {"df_m", test.df}, {"df_r", T - 1},
                        {"F", test.F}, {"r2", r2 / T}});
  if (a.newey >= 0) e.macro("vcetype", "Newey-West").scalar("lag", a.newey);
  kit::post_coefficients(e, out);
  report::Document table = kit::show_estimates(e, {}, c);
  Output shown = kit::estimation(std::move(e), sample, out, c.settings.level);
  shown.document.append(std::move(table));
  return shown;
}

Output run(const Args& a, const Context& c) {
  check(a);
  kit::WindowRegressionSpec spec;
  spec.y = a.variables[0];
  spec.x.assign(a.variables.begin() + 1, a.variables.end());
  spec.constant = !a.no_constant;
  spec.errors = a.newey >= 0 ? kit::WindowErrors::newey
                : a.robust   ? kit::WindowErrors::robust
                             : kit::WindowErrors::classical;
  spec.lags = a.newey;
  spec.minimum = static_cast<std::size_t>(a.minimum);
  if (a.fmb) return average_periods(a, spec, c);
  Variables by = a.by;
  if (c.by) by.insert(by.end(), c.by->variables.begin(), c.by->variables.end());
  const std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  const kit::RangeWindows w =
      a.window.empty() ? kit::whole_groups(by, use, c)
                       : kit::range_windows(kit::parse_window(a.window, a.recursive, c), by, use, c);
  if (w.windows.empty()) throw Error(2000, "no observations");
  const kit::WindowRegression r(spec, c);
  std::vector<Column> made = columns_of(a, c.frame.rows);
  kit::WindowFit fit;
  std::size_t begin = 0, end = 0;
  bool any = false;
  for (const kit::RowWindow& window : w.windows) {
    if (window.begin != begin || window.end != end) {
      c.poll();
      begin = window.begin, end = window.end;
      fit = r.fit(std::span<const data::Row>(w.order.data() + begin, end - begin));
    }
    if (fit.b.empty()) continue;
    any = true;
    const std::vector<double> cells = cells_of(a, r, fit, window.row);
    for (std::size_t j = 0; j < cells.size(); ++j) made[j].values[window.row] = cells[j];
  }
  Output out;
  data::Frame f = c.frame;
  for (Column& m : made) {
    kit::check_new_name(f, m.name);
    data::Variable v;
    v.name = m.name;
    v.label = m.label;
    v.column = data::make_numeric(data::Storage::double_, m.values);
    f.add(std::move(v));
  }
  if (!any) out.line("note: no window has more observations than there are coefficients", report::Style::note);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command asreg_command =
    define<Args>("asreg", "Regressions in rolling windows and groups")
        .varlist(&Args::variables, {2})
        .if_in(&Args::sample)
        .text("Window", &Args::window, "variable and length of the window, or variable and its two ends")
        .flag("RECursive", &Args::recursive, "windows begin with the first observation of the group")
        .integer("MINimum", &Args::minimum, 1, 1 << 30, "fewest observations of a regression")
        .variables("BY", &Args::by, "groups; or the prefix by")
        .flag("FITted", &Args::fitted, "fitted values and residuals")
        .flag("SError", &Args::errors, "standard errors")
        .flag("Robust", &Args::robust, "robust standard errors")
        .integer("NEWey", &Args::newey, 0, 1 << 20, "Newey-West standard errors with # lags")
        .flag("rmse", &Args::rmse, "root mean squared error")
        .flag("noConstant", &Args::no_constant, "no constant term")
        .flag("fmb", &Args::fmb, "averages of one regression a period, as estimates (Fama-MacBeth)")
        .by_native()
        .stores({{"e(N)", "with fmb: number of observations"},
                 {"e(T)", "periods"},
                 {"e(df_r)", "periods - 1"},
                 {"e(df_m)", "slopes"},
                 {"e(F)", "Wald F test of the slopes"},
                 {"e(r2)", "mean R-squared of the periods"},
                 {"e(lag)", "lags of newey()"},
                 {"e(b)", "averages of coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::data | Effect::estimates | Effect::results)
        .remark("New variables: _Nobs _R2 _adjR2, _b_x for every regressor x, _b_cons; _se_x, _se_cons, _rmse, _fitted "
                "and _residuals when asked. window(year 10) covers a year and the nine before it. A regression needs "
                "more observations than coefficients. Without window() all observations of a group are used. "
                "Collinear regressors get missing coefficients. fmb makes no variables; its save() and first are not "
                "supported.")
        .reference("After asreg by Attaullah Shah (SSC)")
        .example("Rolling windows",
                 "sysuse grunfeld\nbysort firm: asreg invest mvalue kstock, window(year 10) se\n"
                 "regress invest mvalue kstock if firm == 1 & inrange(year, 1940, 1949)",
                 "reldif(_b_mvalue[15], _b[mvalue]) < 1e-9 & reldif(_se_cons[15], _se[_cons]) < 1e-9 & _Nobs[15] == 10")
        .example("Groups",
                 "sysuse grunfeld\nasreg invest mvalue, by(firm) fitted rmse\nregress invest mvalue if firm == 2\n"
                 "predict double e, residuals",
                 "reldif(_rmse[25], e(rmse)) < 1e-9 & abs(_residuals[25] - e[25]) < 1e-8")
        .example("Fama-MacBeth: the mean of yearly coefficients and its error",
                 "sysuse grunfeld\nxtset firm year\nasreg invest mvalue kstock, fmb\nstatsby b=_b[mvalue], by(year) "
                 "clear: regress invest mvalue kstock\nsummarize b",
                 "reldif(_b[mvalue], r(mean)) < 1e-6 & reldif(_se[mvalue], r(sd)/sqrt(20)) < 1e-5")
        .example("Errors of the averages with their autocorrelation",
                 "sysuse grunfeld\nxtset firm year\nasreg invest mvalue kstock, fmb newey(2)",
                 "e(lag) == 2 & e(T) == 20 & e(df_r) == 19")
        .example("Growing windows", "sysuse grunfeld\nbys firm: asreg invest mvalue, wind(year 5) rec min(8)",
                 "missing(_Nobs[7]) & _Nobs[8] == 8 & _Nobs[20] == 20")
        .runs(run);

}  // namespace nqp::commands::asreg_
