// rangestat: statistics of the observations whose key lies in an interval around each observation.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/range_windows.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/statistic_items.hpp"
#include "stdlib/kit/window_regression.hpp"
#include "stdlib/kit/window_statistics.hpp"

namespace nqp::commands::rangestat_ {
namespace {

using namespace command;

struct Args {
  std::string body, interval;
  Sample sample;
  Variables by;
  bool exclude_self = false, casewise = false;
};

using Made = std::vector<std::pair<std::string, std::vector<double>>>;

void regression(const Variables& v, const kit::RangeWindows& w, const Args& a, const Context& c, Made& made) {
  if (v.size() < 2) throw Error(198, "(reg) takes a dependent variable and regressors");
  kit::WindowRegressionSpec spec;
  spec.y = v[0];
  spec.x.assign(v.begin() + 1, v.end());
  const kit::WindowRegression r(spec, c);
  Variables names{"reg_nobs", "reg_r2", "reg_adj_r2"};
  for (const char* stub : {"b_", "se_"}) {
    for (const std::string& x : spec.x) names.push_back(stub + x);
    names.push_back(std::string(stub) + "cons");
  }
  const std::size_t first = made.size(), k = v.size();
  for (const std::string& name : names) made.emplace_back(name, std::vector<double>(c.frame.rows, data::missing));
  for (const kit::RowWindow& window : w.windows) {
    c.poll();
    const std::span<const data::Row> rows(w.order.data() + window.begin, window.end - window.begin);
    const kit::WindowFit fit = a.exclude_self ? r.fit(rows, window.row) : r.fit(rows);
    const auto put = [&](std::size_t j, double x) { made[first + j].second[window.row] = x; };
    if (fit.N > 0) put(0, fit.N);
    if (fit.b.empty()) continue;
    put(1, fit.r2), put(2, fit.adjusted);
    for (std::size_t j = 0; j < k; ++j) put(3 + j, fit.b[j]), put(3 + k + j, fit.se[j]);
  }
}

void pair(const Variables& v, bool correlation, const kit::RangeWindows& w, const Args& a, const Context& c,
          Made& made) {
  const std::string stub = correlation ? "corr" : "cov";
  if (v.size() != 2) throw Error(198, "(" + stub + ") takes two variables");
  const std::vector<double> x = kit::numbers_of(c.numeric(v[0])), y = kit::numbers_of(c.numeric(v[1]));
  std::vector<double> count(c.frame.rows, data::missing), value = count;
  for (const kit::RowWindow& window : w.windows) {
    c.poll();
    double n = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (std::size_t k = window.begin; k < window.end; ++k) {
      const data::Row row = w.order[k];
      if ((a.exclude_self && row == window.row) || data::is_missing(x[row]) || data::is_missing(y[row])) continue;
      ++n;
      const double dx = x[row] - mx, dy = y[row] - my;   // Welford's updates
      mx += dx / n, my += dy / n;
      xx += dx * (x[row] - mx), yy += dy * (y[row] - my), xy += dx * (y[row] - my);
    }
    if (n > 0) count[window.row] = n;
    if (n > 1) value[window.row] = data::checked(correlation ? xy / std::sqrt(xx * yy) : xy / (n - 1));
  }
  made.emplace_back(stub + "_nobs", std::move(count));
  made.emplace_back(stub + "_x", std::move(value));
}

Output run(const Args& a, const Context& c) {
  const std::vector<kit::StatisticItem> items = kit::parse_statistic_items(a.body, "mean", c);
  if (items.empty()) throw Error(100, "rangestat needs variables", std::nullopt, {"for example (mean) x (sd) s=x"});
  std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  if (a.casewise)
    for (const kit::StatisticItem& item : items)
      for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && !c.numeric(item.source).missing_at(i);
  const kit::RangeWindows w = kit::range_windows(kit::parse_range(a.interval, "interval", c), a.by, use, c);
  if (w.windows.empty()) throw Error(2000, "no observations");
  Made made;
  for (std::size_t i = 0; i < items.size();) {
    const std::string& s = items[i].statistic;
    if (s != "reg" && s != "corr" && s != "cov") {
      const kit::StatisticItem& item = items[i++];
      made.emplace_back(item.target.empty() ? item.source + "_" + s : item.target,
                        kit::window_statistic(s, kit::numbers_of(c.numeric(item.source)), w, {a.exclude_self}, c));
      continue;
    }
    Variables v;
    for (; i < items.size() && items[i].statistic == s; ++i) v.push_back(items[i].source);
    if (s == "reg") regression(v, w, a, c, made);
    else pair(v, s == "corr", w, a, c, made);
  }
  Output out;
  data::Frame f = c.frame;
  for (auto& [name, values] : made) {
    kit::check_new_name(f, name);
    data::Variable v;
    v.name = name;
    v.column = data::make_numeric(data::Storage::double_, values);
    f.add(std::move(v));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command rangestat_command = kit::loose_body(
    define<Args>("rangestat", "Statistics of the observations within a range")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .text("Interval", &Args::interval, "key low high: the key and the ends of the interval around each observation")
        .required("interval")
        .variables("BY", &Args::by, "only observations of the same group")
        .flag("EXCLUDEself", &Args::exclude_self, "without the observation itself")
        .flag("CASEwise", &Args::casewise, "only observations complete in all variables")
        .no_by()
        .changes(Effect::data)
        .remark("An end is a number added to the key, a variable, or . for no bound. (statistic) [new=]x: obs count "
                "missing mean sum sd variance skewness kurtosis min median p# max first last firstnm lastnm; the new "
                "variable is x_statistic when it is not named. (reg) y x1 x2 makes reg_nobs reg_r2 reg_adj_r2 b_x1 "
                "b_x2 b_cons se_x1 se_x2 se_cons; (corr) and (cov) x y make corr_nobs corr_x, cov_nobs cov_x. Mata "
                "functions, local() and localvars are not supported. Collinear regressors get missing coefficients.")
        .reference("After rangestat by Picard, Cox and Ferrer (SSC)")
        .example("Means of this and the last two years",
                 "sysuse grunfeld\nrangestat (mean) invest (sd) s=invest, interval(year -2 0) by(firm)",
                 "reldif(invest_mean[3], (invest[1]+invest[2]+invest[3])/3) < 1e-12 & invest_mean[1] == invest[1]")
        .example("The mean of the others in a year",
                 "sysuse grunfeld\nrangestat (mean) peers=invest (count) invest, interval(year 0 0) excludeself\n"
                 "egen double m = mean(invest), by(year)\ngenerate double check = (10*m - invest)/9\n"
                 "summarize invest_count",
                 "r(mean) == 9 & reldif(peers[7], check[7]) < 1e-9")
        .example("Rolling regressions",
                 "sysuse grunfeld\nrangestat (reg) invest mvalue, interval(year -9 0) by(firm)\n"
                 "regress invest mvalue if firm == 1 & year <= 1944",
                 "reldif(b_mvalue[10], _b[mvalue]) < 1e-9 & reldif(se_cons[10], _se[_cons]) < 1e-9 & "
                 "reg_nobs[10] == 10")
        .runs(run));

}  // namespace nqp::commands::rangestat_
