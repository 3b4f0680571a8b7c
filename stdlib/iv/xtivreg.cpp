// xtivreg: instrumental variables for panels: fixed and random effects, between, first differences.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/differenced.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/iv_estimation.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/streamed_regression.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/fixed_effects_streamed.hpp"
#include "stdlib/numeric/panel/panel_means.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::xtivreg_ {
namespace {

using namespace command;

enum class Model { random, fixed, between, difference };

struct Args {
  std::string body;
  Sample sample;
  Vce vce;
  Model model = Model::random;
  std::string panel;
  bool small = false, first = false, no_constant = false, theta = false;
  bool no_header = false, no_table = false, no_footer = false, base_levels = false;
  double level = 0;
};

kit::DisplayOptions display_options(const Args& a) {
  kit::DisplayOptions o;
  o.level = a.level;
  o.no_header = a.no_header;
  o.no_table = a.no_table;
  o.no_footer = a.no_footer;
  o.base_levels = a.base_levels;
  return o;
}

std::string panel_variable(const Args& a, const Context& c) {
  if (!a.panel.empty()) return a.panel;
  if (c.frame.panel && !c.frame.panel->panel.empty()) return c.frame.panel->panel;
  throw Error(459, "panel variable not set; use xtset varname", std::nullopt, {"xtset id year declares both"});
}

const char* word_of(Model m) {
  return m == Model::random ? "re" : m == Model::fixed ? "fe" : m == Model::between ? "be" : "fd";
}

const char* title_of(Model m) {
  switch (m) {
    case Model::random: return "G2SLS random-effects IV regression";
    case Model::fixed: return "Fixed-effects (within) IV regression";
    case Model::between: return "Between-effects IV regression";
    case Model::difference: return "First-differenced IV regression";
  }
  return "";
}

// x - share_i · x̄_i (+ x̄ when the grand mean is added back).
void take_means(std::span<double> x, const numeric::PanelLayout& layout, const std::vector<double>& share,
                bool add_back) {
  const std::vector<double> means = numeric::panel_means(x, layout);
  double grand = 0;
  for (const double v : x) grand += v;
  grand = add_back ? grand / static_cast<double>(x.size()) : 0;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += grand - share[layout.panel(i)] * means[layout.panel(i)];
}

void take_means(kit::InstrumentedColumns& k, const numeric::PanelLayout& layout, const std::vector<double>& share,
                bool add_back) {
  take_means(k.y, layout, share, add_back);
  for (numeric::Matrix* m : {&k.x1, &k.x2, &k.z1})
    for (std::size_t j = 0; j < m->cols; ++j) take_means(m->column(j), layout, share, add_back);
}

numeric::Matrix sized(numeric::Matrix m, std::size_t rows) {
  m.rows = rows;
  return m;
}

struct Work {
  const Args& a;
  const Context& c;
  const kit::EstimationSample& sample;
  numeric::PanelLayout layout;
  kit::VceChoice vce;
};

numeric::IvSpec spec_of(const kit::InstrumentedColumns& k) {
  numeric::IvSpec spec;
  spec.data = k.data({});
  spec.small = true;  // variances divide by the degrees of freedom left; z or t is a matter of display
  return spec;
}

numeric::IvFit fit_of(const numeric::IvSpec& spec, const Context& c) {
  return kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });
}

void set_vce(const Work& w, numeric::IvSpec& spec) {
  spec.vce.robust = w.vce.kind == "robust";
  for (const kit::GroupCodes& g : w.vce.groups) spec.vce.clusters.push_back(g.codes);
  spec.weighting = spec.vce;
}

// trace{(Σ T x̄x̄')^-1 Σ T² x̄x̄'}, the constant among the regressors.
double swamy_arora_trace(const kit::InstrumentedColumns& k, const numeric::PanelLayout& layout) {
  numeric::Matrix x = numeric::panel_means(numeric::join_columns(sized(k.x1, k.y.size()), sized(k.x2, k.y.size())),
                                           layout);
  if (k.constant) x = numeric::join_columns(x, numeric::Matrix(layout.panels(), 1, 1.0));
  std::vector<double> squares;
  for (const double T : layout.sizes) squares.push_back(T * T);
  const numeric::Matrix product = numeric::solve_spd(numeric::gram(x, layout.sizes), numeric::gram(x, squares));
  double trace = 0;
  for (std::size_t j = 0; j < product.rows; ++j) trace += product(j, j);
  return trace;
}

// One row per panel: means of every column.
kit::InstrumentedColumns mean_columns(const kit::InstrumentedColumns& k, const numeric::PanelLayout& layout) {
  kit::InstrumentedColumns out = k;
  out.y = numeric::panel_means(k.y, layout);
  out.x1 = numeric::panel_means(k.x1, layout);
  out.x2 = numeric::panel_means(k.x2, layout);
  out.z1 = numeric::panel_means(k.z1, layout);
  return out;
}

// Within transformation; columns that do not vary within panels leave.
kit::InstrumentedColumns within_columns(const kit::InstrumentedColumns& k, const Work& w) {
  kit::InstrumentedColumns out = k;
  const std::vector<double> all(w.layout.panels(), 1.0);
  std::vector<double> noise;
  take_means(out.y, w.layout, all, true);
  for (kit::Design* d : {&out.endogenous, &out.exogenous, &out.instruments})
    for (std::size_t j = 0; j < d->x.cols; ++j) {
      double size = 0;
      for (const double x : d->x.column(j)) size += x * x;
      noise.push_back(1e-13 * std::sqrt(size));
      take_means(d->x.column(j), w.layout, all, true);
    }
  kit::keep_independent(out, w.sample, w.c, noise);
  return out;
}

struct Result {
  numeric::IvFit fit;
  kit::InstrumentedColumns k;
  double sigma_e = numeric::undefined, sigma_u = numeric::undefined, theta_low = 0, theta_high = 0;
  double r2_within = 0, r2_between = 0, r2_overall = 0, corr = 0;
};

// Panel effects count, except in clustered variances, where they are nested.
void fit_within(numeric::IvSpec& spec, double panels, const Context& c, Result& r) {
  spec.dof_small = spec.vce.clusters.empty() && spec.vce.summed_clusters.empty() ? panels - 1 : 0;
  r.fit = fit_of(spec, c);
  r.sigma_e = std::sqrt(r.fit.rss / (r.fit.N - panels - r.fit.K + 1));
  std::vector<std::size_t> all_coefficients;
  for (std::size_t j = 0; j < r.fit.b.size(); ++j) all_coefficients.push_back(j);
  r.fit.chi2 = numeric::wald_zero(all_coefficients, r.fit.b, r.fit.V).chi2;
}

Result fit_fixed(const kit::InstrumentedColumns& raw, const Work& w) {
  Result r;
  r.k = within_columns(raw, w);
  numeric::IvSpec spec = spec_of(r.k);
  set_vce(w, spec);
  const double panels = static_cast<double>(w.layout.panels());
  fit_within(spec, panels, w.c, r);
  return r;
}

// The same from sums.
Result fit_fixed(const kit::StreamedIv& streamed, const Context& c) {
  Result r;
  r.k = streamed.columns;
  numeric::IvSpec spec = spec_of(r.k);
  spec.data.summed = &streamed.fit.rows;
  spec.vce.summed_clusters = streamed.fit.rows.clusters;
  spec.weighting = spec.vce;
  fit_within(spec, static_cast<double>(streamed.fit.levels.weight.size()), c, r);
  const numeric::PanelEffects effects = numeric::panel_effects(
      streamed.fit.within, streamed.fit.levels, std::span<const double>(r.fit.b).first(r.fit.b.size() - 1));
  r.sigma_u = effects.sigma_u;
  r.corr = effects.corr;
  r.r2_within = r.fit.r2_centred;
  r.r2_between = effects.r2_between;
  r.r2_overall = effects.r2_overall;
  return r;
}

// Balestra and Varadharajan-Krishnakumar (1987); variance components of Swamy and Arora for unbalanced panels (Baltagi
// and Chang 2000), degrees of freedom with all slopes of the model, also those that do not vary within panels.
Result fit_random(const kit::InstrumentedColumns& raw, const Work& w) {
  Result r;
  const Work plain{w.a, w.c, w.sample, w.layout, {}};
  r.k = raw;
  kit::keep_independent(r.k, w.sample, w.c);
  const double panels = static_cast<double>(w.layout.panels()), rows = static_cast<double>(raw.y.size());
  const double slopes_count = static_cast<double>(r.k.x1.cols + r.k.x2.cols);
  r.sigma_e = std::sqrt(fit_fixed(raw, plain).fit.rss / (rows - panels - slopes_count));
  const kit::InstrumentedColumns means = mean_columns(r.k, w.layout);
  const numeric::IvFit between = fit_of(spec_of(means), w.c);
  double between_rss = 0;  // panels weigh by their size here, not in the estimation
  for (std::size_t i = 0; i < between.residuals.size(); ++i)
    between_rss += w.layout.sizes[i] * between.residuals[i] * between.residuals[i];
  const double e2 = r.sigma_e * r.sigma_e;
  const double trace = kit::compute(w.c, [&](numeric::Progress&) { return swamy_arora_trace(r.k, w.layout); });
  const double u2 = std::max(0.0, (between_rss - (panels - between.K) * e2) / (rows - trace));
  r.sigma_u = std::sqrt(u2);
  std::vector<double> theta;
  for (const double T : w.layout.sizes) theta.push_back(1 - std::sqrt(e2 / (T * u2 + e2)));
  r.theta_low = *std::min_element(theta.begin(), theta.end());
  r.theta_high = *std::max_element(theta.begin(), theta.end());
  kit::InstrumentedColumns moved = r.k;
  take_means(moved, w.layout, theta, false);
  moved.constant = false;
  if (r.k.constant) {
    moved.x2.rows = moved.y.size();
    for (std::size_t i = 0; i < moved.y.size(); ++i) moved.x2.data.push_back(1 - theta[w.layout.panel(i)]);
    ++moved.x2.cols;
  }
  numeric::IvSpec spec = spec_of(moved);
  set_vce(w, spec);
  r.fit = fit_of(spec, w.c);
  if (!r.k.constant) return r;
  r.fit.df_m -= 1;  // the transformed constant is no slope
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j + 1 < r.fit.b.size(); ++j) slopes.push_back(j);
  const numeric::Wald test = numeric::wald_zero(slopes, r.fit.b, r.fit.V);
  r.fit.chi2 = test.chi2;
  r.fit.F = test.F;
  return r;
}

Result fit_plain(const kit::InstrumentedColumns& raw, const Work& w) {
  Result r;
  r.k = raw;
  kit::keep_independent(r.k, w.sample, w.c);
  const kit::InstrumentedColumns means = w.a.model == Model::between ? mean_columns(r.k, w.layout) : r.k;
  numeric::IvSpec spec = spec_of(means);
  set_vce(w, spec);
  r.fit = fit_of(spec, w.c);
  return r;
}

// x'b of the data as they were.
std::vector<double> linear_prediction(const Result& r, const kit::InstrumentedColumns& raw) {
  const kit::Coefficients all = kit::instrumented_coefficients(r.k, r.fit.b, r.fit.V);
  std::vector<double> xb(raw.y.size(), raw.constant ? all.b.back() : 0.0);
  std::size_t at = 0;
  for (const kit::Design* d : {&raw.endogenous, &raw.exogenous})
    for (const kit::Slot& slot : d->slots) {
      const double b = all.b[at++];
      if (slot.state != kit::Slot::State::kept) continue;
      for (std::size_t i = 0; i < xb.size(); ++i) xb[i] += b * d->x(i, slot.column);
    }
  return xb;
}

double deviation(const std::vector<double>& x) {
  double mean = 0, sum = 0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  for (const double v : x) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / (static_cast<double>(x.size()) - 1));
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const double n = static_cast<double>(x.size());
  double x_mean = 0, y_mean = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    x_mean += x[i] / n;
    y_mean += y[i] / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) xy += (x[i] - x_mean) * (y[i] - y_mean);
  return xy / ((n - 1) * deviation(x) * deviation(y));
}

void describe_panels(const kit::InstrumentedColumns& raw, const Work& w, Result& r) {
  const std::vector<double> xb = linear_prediction(r, raw);
  const numeric::CorrelationR2 r2 = numeric::correlation_r2(raw.y, xb, w.layout);
  r.r2_within = w.a.model == Model::fixed ? r.fit.r2_centred : r2.within;
  r.r2_between = r2.between;
  r.r2_overall = r2.overall;
  if (w.a.model != Model::fixed) return;
  std::vector<double> left(raw.y.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = raw.y[i] - xb[i];
  const std::vector<double> effects = numeric::panel_means(left, w.layout);
  r.sigma_u = deviation(effects);
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = effects[w.layout.panel(i)];
  r.corr = correlation(left, xb);
}

void post_panel(const Result& r, const std::vector<double>& sizes, Model model, Results& e) {
  const auto [low, high] = std::minmax_element(sizes.begin(), sizes.end());
  const double rows = std::accumulate(sizes.begin(), sizes.end(), 0.0), panels = static_cast<double>(sizes.size());
  kit::post_scalars(e, {{"N", rows}, {"N_g", panels}, {"g_min", *low}, {"g_max", *high}, {"g_avg", rows / panels}});
  // Within, the residuals of two-stage least squares may have more variance than the dependent variable.
  const bool undefined_within = model == Model::fixed && r.r2_within < 0;
  kit::post_scalars(e, {{"r2_w", undefined_within ? numeric::undefined : r.r2_within}, {"r2_b", r.r2_between},
                        {"r2_o", r.r2_overall}});
  if (model == Model::fixed) kit::post_scalars(e, {{"corr", r.corr}});
  if (model != Model::fixed && model != Model::random) return;
  const double u2 = r.sigma_u * r.sigma_u, e2 = r.sigma_e * r.sigma_e;
  kit::post_scalars(e, {{"sigma_u", r.sigma_u}, {"sigma_e", r.sigma_e}, {"sigma", std::sqrt(u2 + e2)},
                        {"rho", u2 / (u2 + e2)}});
  if (model == Model::random)
    kit::post_scalars(e, {{"thta_min", r.theta_low}, {"thta_max", r.theta_high}});
}

void post_test(const Args& a, const numeric::IvFit& fit, Results& e) {
  kit::post_scalars(e, {{"df_m", fit.df_m}, {"rss", fit.rss}, {"rmse", fit.rmse}, {"rank", fit.K}});
  if (a.small) {
    kit::post_scalars(e, {{"df_r", fit.df_r}, {"F", fit.F},
                          {"p", numeric::dist::Ftail(fit.df_m, fit.df_r, fit.F)}});
    return;
  }
  kit::post_scalars(e, {{"chi2", fit.chi2}, {"p", numeric::dist::chi2tail(fit.df_m, fit.chi2)}});
  e.macro("chi2type", "Wald");
}

// An estimated model with what its results are filed from.
struct PanelIv {
  kit::EstimationSample sample;
  kit::VceChoice vce;
  std::vector<double> sizes;  // of the panels
  Result result;
  std::optional<kit::StreamedIv> streamed;  // the columns of `result` are coordinates of it
};

std::optional<PanelIv> fit_streamed(const Args& a, const kit::InstrumentedEquation& equation, const Vce& asked,
                                    const std::string& panel, const Context& c) {
  if (a.model != Model::fixed) return std::nullopt;
  kit::AbsorbRequest absorb;
  absorb.terms.push_back({panel, {}, true, {}});
  PanelIv out;
  auto vce = kit::streamed_vce(asked, "conventional", WeightKind::none, c);
  if (!vce) return std::nullopt;
  out.vce = *std::move(vce);
  out.streamed = kit::streamed_iv({.equation = equation, .absorb = absorb, .sample = a.sample, .weight = {},
                                   .vce = asked, .constant = true, .keep_singletons = true},
                                  c);
  if (!out.streamed) return std::nullopt;
  out.sample = out.streamed->sample;
  out.sizes = out.streamed->fit.levels.weight;
  out.result = fit_fixed(*out.streamed, c);
  return out;
}

PanelIv fit_sample(const Args& a, const kit::InstrumentedEquation& equation, const Vce& asked,
                   const std::string& panel, const Context& c) {
  PanelIv out;
  kit::Needed needed{equation.all(), a.vce.variables};
  needed.groups.push_back(panel);
  out.sample = kit::mark_sample(c, a.sample, {}, needed);
  const kit::GroupCodes panels = kit::group_codes(panel, out.sample, c);
  const Work w{a, c, out.sample, numeric::panel_layout(panels.codes),
               kit::choose_vce(asked, "conventional", out.sample, c)};
  const kit::InstrumentedColumns raw =
      kit::make_columns(equation, a.model == Model::fixed || !a.no_constant, out.sample, c);
  out.result = a.model == Model::fixed    ? fit_fixed(raw, w)
               : a.model == Model::random ? fit_random(raw, w)
                                          : fit_plain(raw, w);
  describe_panels(raw, w, out.result);
  out.sizes = w.layout.sizes;
  out.vce = w.vce;
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) return kit::replay("xtivreg", display_options(a), c);
  const std::string panel = panel_variable(a, c);
  kit::InstrumentedEquation equation = kit::parse_instrumented(a.body, c);
  if (a.model == Model::difference) equation = kit::differenced(equation, c);
  Vce asked = a.vce;
  if (asked.kind == "robust") asked = Vce{"cluster", {panel}, panel};
  if (a.model == Model::between && !asked.kind.empty() && asked.kind != "conventional")
    throw Error(198, "xtivreg, be has conventional standard errors only");
  std::optional<PanelIv> streamed = fit_streamed(a, equation, asked, panel, c);
  const PanelIv m = streamed ? *std::move(streamed) : fit_sample(a, equation, asked, panel, c);
  const Result& r = m.result;
  const kit::Coefficients k = kit::instrumented_coefficients(r.k, r.fit.b, r.fit.V);
  Results e = kit::begin_estimates("xtivreg", title_of(a.model), kit::depvar_name(equation.y), c);
  post_panel(r, m.sizes, a.model, e);
  post_test(a, r.fit, e);
  kit::post_vce(m.vce, r.fit.N_clust, e);
  e.macro("ivar", panel).macro("model", word_of(a.model));
  std::vector<std::string> all = r.k.x2_names;
  all.insert(all.end(), r.k.z1_names.begin(), r.k.z1_names.end());
  e.macro("instd", kit::joined_names(r.k.x1_names)).macro("insts", kit::joined_names(all));
  if (a.small) e.macro("small", "small");
  kit::post_coefficients(e, k);
  report::Document table;
  if (a.first && a.model != Model::between) {
    numeric::IvSpec spec = spec_of(r.k);
    if (m.streamed) spec.data.summed = &m.streamed->fit.rows;
    table.append(kit::first_stage_tables(kit::first_stage_regressions(r.k, spec, c),
                                         kit::level_or_default(a.level, c), c));
  }
  table.append(kit::show_estimates(e, display_options(a), c));
  Output out = kit::estimation(std::move(e), m.sample, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command xtivreg_command = kit::loose_body(
    define<Args>("xtivreg", "Instrumental variables for panel data: fixed and random effects, between, differences")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .one_of(&Args::model,
                {{"re", Model::random}, {"fe", Model::fixed}, {"be", Model::between}, {"fd", Model::difference}},
                "estimator: random effects (the default), fixed effects, between, first differences")
        .variable("i", &Args::panel, "panel variable, when it is not the one of xtset")
        .vce(&Args::vce, {"conventional", "robust", "cluster"})
        .flag("small", &Args::small, "t and F statistics")
        .flag("first", &Args::first, "show the first-stage regressions")
        .flag("noCONstant", &Args::no_constant, "no constant term (re, be, fd)")
        .flag("theta", &Args::theta, "accepted; e(thta_min) and e(thta_max) hold it")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("NOFOOTer", &Args::no_footer, "leave out the lists of variables")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(g_min)", "smallest panel"},
                 {"e(g_avg)", "average panel size"},
                 {"e(g_max)", "largest panel"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom (small)"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(F)", "the same with small"},
                 {"e(p)", "its p-value"},
                 {"e(corr)", "correlation of effects and fitted values (fe)"},
                 {"e(r2_w)", "R-squared within; be, re and fd as a squared correlation"},
                 {"e(r2_b)", "R-squared between"},
                 {"e(r2_o)", "R-squared overall"},
                 {"e(sigma_u)", "standard deviation of the panel effects (fe, re)"},
                 {"e(sigma_e)", "standard deviation of the idiosyncratic errors (fe, re)"},
                 {"e(rho)", "share of the variance due to the panel effects"},
                 {"e(thta_max)", "re: largest share of the panel mean taken off"},
                 {"e(ivar)", "panel variable"},
                 {"e(model)", "re, fe, be or fd"},
                 {"e(instd)", "endogenous variables"},
                 {"e(insts)", "all instruments"},
                 {"e(b)", "coefficients: endogenous, exogenous, constant"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Balestra, P. and Varadharajan-Krishnakumar, J. (1987). Econometric Theory 3, 223-246 (G2SLS).")
        .reference("Baltagi, B. H. (2021). Econometric Analysis of Panel Data, 6th ed., chapter 7.")
        .remark("Variances divide by the degrees of freedom that are left; tests are normal unless small is given. "
                "vce(robust) clusters by panel.")
        .remark(
            "fe: the Wald chi-squared tests the constant along with the slopes, as Stata's does; R-squared within is "
            "that of the transformed regression, and missing when negative.")
        .remark("ivreghdfe and xtivreg2 add tests of identification.")
        .example("Fixed effects: as two-stage least squares with dummy variables",
                 "clear\nset obs 60\ngenerate id = ceil(_n/6)\nxtset id\ngenerate z = mod(7*_n, 11)\n"
                 "generate x = z + id + mod(_n, 3)\ngenerate y = 2*x + 3*id + mod(_n, 7)\n"
                 "quietly ivregress 2sls y i.id (x = z), small\nscalar b = _b[x]\nscalar s = _se[x]\n"
                 "xtivreg y (x = z), fe small",
                 "abs(_b[x] - b) < 1e-8 & abs(_se[x] - s) < 1e-8 & e(F) > 0 & e(sigma_u) > 0")
        .example("Random effects",
                 "clear\nset obs 60\ngenerate id = ceil(_n/6)\nxtset id\ngenerate z = mod(7*_n, 11)\n"
                 "generate x = z + mod(_n, 3)\ngenerate y = 2*x + 3*mod(id, 4) + mod(_n, 7)\nxtivreg y (x = z), re",
                 "e(model) == \"re\" & e(thta_max) > 0 & e(thta_max) < 1 & e(chi2) > 0")
        .runs(run));

}  // namespace nqp::commands::xtivreg_
