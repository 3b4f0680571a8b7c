// xthreg: fixed-effects regression whose slopes change at thresholds of a variable.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/panel/fit_panel.hpp"
#include "stdlib/numeric/panel/panel_threshold.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::commands::xthreg_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x, rx, qx;
  Sample sample;
  Vce vce;
  int thresholds = 1, grid = 300;
  std::vector<double> trim, replications;
  std::string category;
  bool no_regression = false, no_dots = false, given = false;
  double interval_level = 95;
};

void check(const Args& a, const Context& c) {
  kit::declared_panel_and_time(c.frame);
  if (a.rx.empty()) throw Error(198, "option rx() required", std::nullopt, {"rx() names what changes between regimes"});
  if (a.qx.size() != 1) throw Error(198, "option qx() must name one threshold variable");
  for (const double t : a.trim)
    if (!(t > 0) || !(t < 0.5)) throw Error(198, "trim() must lie between 0 and 0.5");
  for (const double b : a.replications)
    if (b < 0 || b > 1e6 || b != std::floor(b)) throw Error(198, "bs() must hold whole numbers of replications");
}

// One value for all thresholds, or one for each.
std::vector<double> for_each_threshold(const std::vector<double>& given, double otherwise, const Args& a,
                                       const char* option) {
  const auto count = static_cast<std::size_t>(a.thresholds);
  if (given.size() == count) return given;
  if (given.size() > 1)
    throw Error(198, std::string(option) + " must hold one number, or one for each of thnum() thresholds");
  return std::vector<double>(count, given.empty() ? otherwise : given[0]);
}

// Rows of the sample by panel, then time. Error 459 unless every panel has the same periods.
std::vector<std::size_t> balanced_order(const kit::EstimationSample& s, const Context& c) {
  const numeric::SeriesOrder series = kit::series_order(s, c);
  std::vector<std::size_t> order(s.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return std::tie(series.panel[i], series.time[i]) < std::tie(series.panel[j], series.time[j]);
  });
  std::size_t T = 0;
  while (T < order.size() && series.panel[order[T]] == series.panel[order[0]]) ++T;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool same = series.time[order[i]] == series.time[order[i % T]] &&
                      series.panel[order[i]] == series.panel[order[i / T * T]] &&
                      (i % T != 0 || i == 0 || series.panel[order[i]] != series.panel[order[i - 1]]);
    if (!same || order.size() % T != 0)
      throw Error(459, "xthreg needs a balanced panel", std::nullopt,
                  {"after missing values are left out, every panel must have the same periods; see xtbalance"});
  }
  return order;
}

template <class View>
numeric::Matrix arranged(const View& x, const std::vector<std::size_t>& order) {
  numeric::Matrix out(order.size(), x.cols);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < order.size(); ++i) out(i, j) = x(order[i], j);
  return out;
}

std::vector<double> arranged(const std::vector<double>& z, const std::vector<std::size_t>& order) {
  std::vector<double> out;
  for (const std::size_t i : order) out.push_back(z[i]);
  return out;
}

// thgiven: the tests of an earlier xthreg with fewer thresholds.
const eval::Matrix* given_tests(const Args& a, const Context& c) {
  if (!a.given || !c.e || c.e->results.macro_or("cmd") != "xthreg") return nullptr;
  const eval::Matrix* tests = c.e->results.find_matrix("Fstat");
  return tests && tests->columns == 7 && tests->rows < static_cast<std::size_t>(a.thresholds) ? tests : nullptr;
}

numeric::ThresholdFit find(const Args& a, const kit::EstimationSample& sample, const Context& c) {
  const std::vector<std::size_t> order = balanced_order(sample, c);
  const kit::GroupCodes panels = kit::group_codes(c.frame.panel->panel, sample, c);
  std::vector<std::int32_t> panel;
  for (const std::size_t i : order) panel.push_back(panels.codes[i]);
  const numeric::Matrix x = arranged(kit::make_design(a.x, true, sample, c).x, order);
  const numeric::Matrix rx = arranged(kit::make_design(a.rx, true, sample, c).x, order);
  const std::vector<double> y = arranged(kit::term_values(a.y[0], sample, c), order);
  const std::vector<double> q = arranged(kit::term_values(a.qx[0], sample, c), order);
  numeric::ThresholdSpec spec;
  spec.y = y;
  spec.x = x;
  spec.rx = rx;
  spec.q = q;
  spec.panel = panel;
  spec.grid = a.grid;
  spec.trim = for_each_threshold(a.trim, 0.01, a, "trim()");
  spec.level = a.interval_level;
  if (!a.replications.empty())
    for (const double b : for_each_threshold(a.replications, 0, a, "bs()"))
      spec.replications.push_back(static_cast<int>(b));
  spec.seed = spec.replications.empty() ? 0 : c.environment.rng().next();
  const eval::Matrix* given = given_tests(a, c);
  if (given && !spec.replications.empty())
    std::fill_n(spec.replications.begin(), static_cast<std::ptrdiff_t>(given->rows), 0);
  numeric::ThresholdFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_panel_threshold(spec, p); });
  for (std::size_t m = 0; given && m < given->rows; ++m) {
    numeric::ThresholdTest& t = fit.tests[m];
    t.p = (*given)(m, 3), t.critical10 = (*given)(m, 4), t.critical5 = (*given)(m, 5), t.critical1 = (*given)(m, 6);
  }
  return fit;
}

constexpr const char* regime_label = "Regime of the threshold variable";

// The data with the regimes 0, 1, … of the sample. Those of an earlier xthreg are replaced.
data::Frame with_regimes(const Args& a, const numeric::ThresholdFit& fit, const kit::EstimationSample& sample,
                         const Context& c) {
  const std::string name = a.category.empty() ? "_cat" : a.category;
  const data::Variable* old = c.frame.find(name);
  if (!a.category.empty() && (!old || old->label != regime_label)) kit::check_new_name(c, name);
  const std::vector<double> q = kit::term_values(a.qx[0], sample, c);
  std::vector<double> regime(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < sample.size(); ++i)
    regime[sample.rows[i]] = static_cast<double>(
        std::count_if(fit.thresholds.begin(), fit.thresholds.end(), [&](double g) { return q[i] > g; }));
  data::Variable v;
  v.name = name;
  v.column = data::make_numeric(data::Storage::byte_, regime);
  v.format = data::default_format(v.column->type());
  v.label = regime_label;
  data::Frame f = c.frame;
  if (f.find(name)) f.remove(name);
  f.add(std::move(v));
  return f;
}

const std::vector<std::string>& estimate_labels(std::size_t count) {
  static const std::vector<std::string> one = {"Th-1"}, two = {"Th-1", "Th-21", "Th-22"},
                                        three = {"Th-1", "Th-21", "Th-22", "Th-3"};
  return count == 1 ? one : count == 3 ? two : three;
}

constexpr const char* test_labels[] = {"Single", "Double", "Triple"};

report::Document threshold_tables(const Args& a, const numeric::ThresholdFit& fit) {
  report::Document d;
  d.blank();
  d.line("Threshold estimator (level = " + kit::number_9g(a.interval_level) + "):");
  report::Table t;
  t.columns = {{10, 0, false}, {12, 1, true}, {12, 2, false}, {12, 2, false}};
  const auto heading = [](const char* text) { return report::text_cell(text, report::Align::right); };
  t.rule();
  t.row({heading("model"), heading("Threshold"), heading("Lower"), heading("Upper")});
  t.rule();
  const std::vector<std::string>& labels = estimate_labels(fit.estimates.size());
  for (std::size_t i = 0; i < fit.estimates.size(); ++i)
    t.row({heading(labels[i].c_str()), report::number_cell(fit.estimates[i].value, "%12.4f"),
           report::number_cell(fit.estimates[i].lower, "%12.4f"),
           report::number_cell(fit.estimates[i].upper, "%12.4f")});
  t.rule();
  d.add(std::move(t));
  d.blank();
  std::string drawn;
  for (const double b : a.replications) drawn += (drawn.empty() ? "" : " ") + kit::count_text(b);
  d.line("Threshold effect test (bootstrap = " + (drawn.empty() ? "0" : drawn) + "):");
  report::Table f;
  f.columns = {{10, 0, false}, {9, 1, true}, {10, 1, false}, {9, 2, false},
               {7, 1, false},  {8, 1, false}, {8, 1, false}, {8, 1, false}};
  f.rule();
  f.row({heading("Threshold"), heading("RSS"), heading("MSE"), heading("Fstat"), heading("Prob"), heading("Crit10"),
         heading("Crit5"), heading("Crit1")});
  f.rule();
  for (std::size_t m = 0; m < fit.tests.size(); ++m) {
    const numeric::ThresholdTest& x = fit.tests[m];
    const auto cell = [](double v, const char* format) { return report::number_cell(kit::stored(v), format); };
    f.row({heading(test_labels[m]), cell(x.rss, "%9.4f"), cell(x.mse, "%9.4f"), cell(x.F, "%9.2f"),
           cell(x.p, "%9.4f"), cell(x.critical10, "%9.4f"), cell(x.critical5, "%9.4f"),
           cell(x.critical1, "%9.4f")});
  }
  f.rule();
  d.add(std::move(f));
  return d;
}

void post_thresholds(const Args& a, const numeric::ThresholdFit& fit, Results& e) {
  const std::vector<std::string>& labels = estimate_labels(fit.estimates.size());
  static const char* ratio_names[] = {"LR", "LR21", "LR22", "LR3"};
  static constexpr std::size_t test_of[] = {0, 1, 1, 2};  // the model of an estimate
  eval::Matrix estimates(fit.estimates.size(), 5);
  estimates.row_names = labels;
  estimates.column_names = {"Threshold", "RSS", "Location", "Lower", "Upper"};
  for (std::size_t i = 0; i < fit.estimates.size(); ++i) {
    const numeric::ThresholdEstimate& t = fit.estimates[i];
    estimates(i, 0) = t.value, estimates(i, 3) = t.lower, estimates(i, 4) = t.upper;
    estimates(i, 1) = kit::stored(fit.tests[test_of[i]].rss);
    estimates(i, 2) = 1 + static_cast<double>(std::find(t.gamma.begin(), t.gamma.end(), t.value) - t.gamma.begin());
    eval::Matrix path(t.gamma.size(), 2);
    path.column_names = {"LR", "Threshold"};
    path.row_names.clear();
    for (std::size_t k = 0; k < t.gamma.size(); ++k) {
      path.row_names.push_back("r" + std::to_string(k + 1));
      path(k, 0) = kit::stored(t.ratio[k]), path(k, 1) = t.gamma[k];
    }
    e.matrix(ratio_names[i], std::move(path));
  }
  eval::Matrix tests(fit.tests.size(), 7);
  tests.column_names = {"RSS", "MSE", "Fstat", "Prob", "Crit10", "Crit5", "Crit1"};
  tests.row_names.clear();
  for (std::size_t m = 0; m < fit.tests.size(); ++m) {
    const numeric::ThresholdTest& t = fit.tests[m];
    tests.row_names.push_back(test_labels[m]);
    const double values[] = {t.rss, t.mse, t.F, t.p, t.critical10, t.critical5, t.critical1};
    for (std::size_t j = 0; j < 7; ++j) tests(m, j) = kit::stored(values[j]);
  }
  e.matrix("Thrss", std::move(estimates)).matrix("Fstat", std::move(tests));
  kit::post_scalars(e, {{"thnum", static_cast<double>(a.thresholds)}, {"grid", static_cast<double>(a.grid)},
                        {"gamma", fit.thresholds.front()}, {"F_1", fit.tests.front().F},
                        {"p_1", fit.tests.front().p}});
}

void post_fit(const numeric::PanelFit& fit, Results& e) {
  kit::post_scalars(e, {{"N", fit.N}, {"N_g", fit.N_g}, {"g_min", fit.g_min}, {"g_avg", fit.g_avg},
                        {"g_max", fit.g_max}, {"Tbar", fit.Tbar}, {"Tcon", 1}, {"df_m", fit.df_m}, {"df_b", fit.df_b},
                        {"df_a", fit.df_a}, {"df_r", fit.df_r}, {"F", fit.F}, {"F_f", fit.F_f}, {"r2", fit.r2},
                        {"r2_w", fit.r2_w}, {"r2_b", fit.r2_b}, {"r2_o", fit.r2_o}, {"r2_a", fit.r2_a},
                        {"rss", fit.rss}, {"mss", fit.mss}, {"tss", fit.tss}, {"rmse", fit.rmse}, {"ll", fit.ll},
                        {"ll_0", fit.ll_0}, {"corr", fit.corr}, {"sigma", fit.sigma}, {"sigma_u", fit.sigma_u},
                        {"sigma_e", fit.sigma_e}, {"rho", fit.rho}});
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xthreg", a, c);
  check(a, c);
  const std::string panel = c.frame.panel->panel;
  kit::Needed needed{a.y, a.vce.variables};
  for (const Terms* terms : {&a.x, &a.rx, &a.qx})
    needed.terms.insert(needed.terms.end(), terms->begin(), terms->end());
  needed.groups.push_back(panel);
  needed.groups.push_back(c.frame.panel->time);
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, needed);
  const numeric::ThresholdFit thresholds = find(a, sample, c);

  data::Frame frame = with_regimes(a, thresholds, sample, c);
  Context inner(frame, c.environment, c.settings, c.host);
  inner.command_line = c.command_line;
  inner.e = c.e;
  Terms terms = a.x;
  const std::string regimes = a.category.empty() ? "_cat" : a.category;
  for (const ast::Interaction& t : a.rx) {
    const Terms parts = resolve_terms("ibn." + regimes + "#c." + term_name(t), inner);
    terms.insert(terms.end(), parts.begin(), parts.end());
  }
  const bool by_panel = a.vce.kind == "robust";
  const Vce asked = by_panel ? Vce{"cluster", {panel}, panel} : a.vce;
  const kit::VceChoice vce = kit::choose_vce(asked, "conventional", sample, inner);
  const kit::Design design = kit::make_design(terms, true, sample, inner);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);
  const kit::GroupCodes panels = kit::group_codes(panel, sample, c);
  numeric::PanelSpec spec;
  spec.estimator = numeric::PanelEstimator::fixed;
  spec.y = y;
  spec.x = design.x;
  spec.panel = panels.codes;
  const numeric::PanelFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_panel(spec, vce.spec(), p); });

  const kit::Coefficients k = kit::coefficients(design, fit.b, fit.V, fit.omitted);
  Results e = kit::begin_estimates("xthreg", "Fixed-effects (within) regression", kit::depvar_name(a.y), c);
  post_fit(fit, e);
  kit::post_vce(vce, fit.N_clust, e);
  if (by_panel) e.macro("vce", "robust");
  e.macro("ivar", panel).macro("tvar", c.frame.panel->time).macro("model", "fe");
  std::string changing;
  for (const ast::Interaction& t : a.rx) changing += (changing.empty() ? "" : " ") + term_name(t);
  e.macro("rx", changing).macro("qx", kit::depvar_name(a.qx)).macro("cat", regimes);
  post_thresholds(a, thresholds, e);
  kit::post_coefficients(e, k);
  report::Document tables = threshold_tables(a, thresholds);
  if (!a.no_regression) tables.append(kit::show_estimates(e, a, inner));
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(tables));
  out.frame = std::move(frame);
  return out;
}

constexpr const char* two_regimes =
    "clear\nset obs 200\nset seed 7\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10) + 1\nxtset id t\n"
    "generate q = mod(37*_n, 101)/10\ngenerate x = mod(29*_n, 17)\n"
    "generate y = cond(q <= 5, 1, 3)*x + id + rnormal()\n";

}  // namespace

extern const Command xthreg_command =
    define<Args>("xthreg", "Fixed-effects panel threshold regression")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .term_list("rx", &Args::rx, "regressors whose slopes differ between regimes")
        .term_list("qx", &Args::qx, "threshold variable")
        .integer("THnum", &Args::thresholds, 1, 3, "number of thresholds, 1 by default")
        .integer("Grid", &Args::grid, 2, 100000, "most candidate values, 300 by default")
        .numbers("Trim", &Args::trim, "least share of observations in a regime, 0.01 by default; one or one for each")
        .numbers("bs", &Args::replications, "bootstrap replications of each test; without it tests have no p-value")
        .number("THLevel", &Args::interval_level, 10, 99.99, "confidence level of the thresholds")
        .text("gen", &Args::category,
              "variable with the regimes 0, 1, …; _cat by default; that of an earlier xthreg is replaced")
        .flag("THGiven", &Args::given, "keep the tests of the thresholds that the last xthreg found")
        .flag("noreg", &Args::no_regression, "leave out the regression")
        .flag("nobslog", &Args::no_dots, "accepted: no dots are shown")
        .vce(&Args::vce, {"conventional", "robust", "cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level of the coefficients in percent")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(thnum)", "number of thresholds"},
                 {"e(grid)", "most candidate values"},
                 {"e(gamma)", "smallest threshold of the model"},
                 {"e(F_1)", "test of one threshold against none"},
                 {"e(p_1)", "its bootstrap p-value"},
                 {"e(Thrss)", "threshold, RSS, number of the candidate, interval: Th-1; Th-21, Th-22; Th-3"},
                 {"e(Fstat)", "tests: RSS, MSE, Fstat, Prob, Crit10, Crit5, Crit1 for single, double, triple"},
                 {"e(LR)", "likelihood ratio at every candidate, for _matplot; e(LR21) e(LR22) e(LR3) of further ones"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(F)", "F test of the slopes"},
                 {"e(F_f)", "F test that all effects are zero"},
                 {"e(r2_w)", "R-squared within"},
                 {"e(rss)", "residual sum of squares"},
                 {"e(sigma_u)", "standard deviation of the panel effects"},
                 {"e(sigma_e)", "standard deviation of the idiosyncratic errors"},
                 {"e(rho)", "share of the variance due to the panel effects"},
                 {"e(rx)", "regressors that change"},
                 {"e(qx)", "threshold variable"},
                 {"e(cat)", "variable with the regimes"},
                 {"e(ivar)", "panel variable"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances, the thresholds taken as known"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference("Hansen, B. E. (1999). Threshold effects in non-dynamic panels. Journal of Econometrics 93, "
                   "345-368.")
        .reference("Wang, Q. (2015). Fixed-effect panel threshold model using Stata. Stata Journal 15, 121-134.")
        .remark("The panel must be balanced. With two or more thresholds the first is estimated anew given the "
                "second (Th-21).")
        .remark("set seed makes the bootstrap reproducible; p-values differ from those of other programs by chance, "
                "thresholds by the choice of candidate values when there are more than grid().")
        .example("One threshold", std::string(two_regimes) + "xthreg y, rx(x) qx(q) thnum(1) bs(50) trim(0.05)",
                 "abs(el(e(Thrss), 1, 1) - 5) < .2 & e(p_1) == 0 & _b[1._cat#c.x] > _b[0._cat#c.x] + 1")
        .example("Two thresholds", std::string(two_regimes) + "xthreg y, rx(x) qx(q) thnum(2) trim(0.05 0.05)",
                 "rowsof(e(Thrss)) == 3 & rowsof(e(Fstat)) == 2 & el(e(Fstat), 2, 1) < el(e(Fstat), 1, 1)")
        .runs(run);

}  // namespace nqp::commands::xthreg_
