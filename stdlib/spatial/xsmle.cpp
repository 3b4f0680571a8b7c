// xsmle: spatial panel models by maximum likelihood.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/spatial_impacts.hpp"
#include "stdlib/kit/spatial_model.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/spatial/spatial_panel.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::xsmle_ {
namespace {

using namespace command;
using numeric::Matrix;

struct Args : kit::DisplayOptions {
  Terms y, x, durbin;
  Sample sample;
  std::string weights, error_weights, lag_weights, model, type, vce_effects = "sim";
  Vce vce;
  int dynamic = 0;
  bool fixed = false, random = false, effects = false, no_effects = false, hausman = false;
  bool no_log = false;
};

[[noreturn]] void refuse(const std::string& what, const std::string& instead) {
  throw Error(198, what + " is not supported", std::nullopt, {instead});
}

void read_type(const Args& a, kit::SpatialModelRequest& m) {
  const std::size_t comma = a.type.find(',');
  const std::string kind(kit::trim(a.type.substr(0, comma)));
  const std::string more = comma == std::string::npos ? "" : std::string(kit::trim(a.type.substr(comma + 1)));
  if (!more.empty() && more != "leeyu") throw Error(198, "type(): " + more + " is unknown; leeyu may follow the comma");
  m.lee_yu = more == "leeyu";
  if (kind.empty() || kind == "ind") m.effects = kit::SpatialEffects::units;
  else if (kind == "time") m.effects = kit::SpatialEffects::periods;
  else if (kind == "both") m.effects = kit::SpatialEffects::both;
  else throw Error(198, "type() is ind, time or both");
}

// How errors of the effects are found: "sim", "sim, nsim(100)", "dm", "none".
struct EffectErrors {
  std::string kind;
  int draws = 500;
};

EffectErrors effect_errors(const std::string& text) {
  kit::BodyAndOptions line = kit::split_options(text);
  EffectErrors out{std::string(kit::trim(line.body))};
  if (out.kind != "sim" && out.kind != "dm" && out.kind != "none") throw Error(198, "vceeffects() is sim, dm or none");
  if (const ast::Option* o = line.find("nsim")) {
    const auto n = kit::parse_number(o->argument);
    if (!n || !(*n >= 2 && *n <= 1e7)) throw Error(198, "nsim() takes a whole number of at least 2");
    out.draws = static_cast<int>(*n);
  }
  line.check_all_known();
  return out;
}

void check(const Args& a) {
  if (a.model.empty()) throw Error(198, "option model() required", std::nullopt, {"model(sdm), sar, sem or sac"});
  if (a.model == "gspre") refuse("model(gspre)", "sar, sdm, sem and sac are");
  if (a.fixed && a.random) throw Error(198, "options fe and re may not be combined");
  if (!a.fixed && (a.model == "sem" || a.model == "sac"))
    refuse("model(" + a.model + ") with random effects (the default)", "option fe estimates fixed effects");
  if (!a.fixed && !a.type.empty()) throw Error(198, "type() goes with fe");
  if (a.dynamic > 0) refuse("dlag()", "lags of the dependent variable need another estimator");
  if (!a.lag_weights.empty() && a.lag_weights != a.weights) refuse("dmat()", "wmat() lags the regressors, too");
  if (a.hausman) refuse("hausman", "only fixed effects are estimated");
  const bool lag = a.model != "sem", error = a.model == "sem" || a.model == "sac";
  if (lag && a.weights.empty()) throw Error(198, "wmat() is needed by model(" + a.model + ")");
  if (!lag && a.error_weights.empty()) throw Error(198, "emat() is needed by model(sem)");
  if (!lag && !a.weights.empty()) throw Error(198, "wmat() does not go with model(sem): use emat()");
  if (!error && !a.error_weights.empty()) throw Error(198, "emat() goes with model(sem) and model(sac)");
  if (!a.durbin.empty() && a.model != "sdm") throw Error(198, "durbin() goes with model(sdm)");
  effect_errors(a.vce_effects);
  if (a.effects && a.no_effects) throw Error(198, "options effects and noeffects may not be combined");
}

kit::SpatialModel model_of(const Args& a, const Context& c) {
  kit::SpatialModelRequest q{a.y, a.x, a.durbin, a.sample, a.vce.variables, a.weights, a.error_weights};
  read_type(a, q);
  q.random = !a.fixed;
  q.lag = a.model != "sem", q.error = a.model == "sem" || a.model == "sac", q.lagged_regressors = a.model == "sdm";
  return kit::spatial_model(q, c);
}

Matrix variance_of(const Args& a, const kit::SpatialModel& m, const numeric::SpatialPanelSpec& spec,
                   const numeric::SpatialPanelFit& fit, double& clusters, const Context& c) {
  if (a.vce.kind.empty() || a.vce.kind == "oim") return fit.V;
  const std::string by = a.vce.variables.empty() ? m.panel.panel : a.vce.variables.front();
  if (a.vce.variables.size() > 1) refuse("clustering by several variables", "vce(cluster id)");
  const kit::GroupCodes groups = kit::group_codes(by, m.panel.sample, c);
  if (groups.count < 2) throw Error(2001, "only one cluster");
  clusters = static_cast<double>(groups.count);
  std::vector<std::int32_t> units, codes;
  for (const std::size_t i : m.panel.order) units.push_back(m.panel.units.codes[i]), codes.push_back(groups.codes[i]);
  const auto diagonal = [](const kit::SpatialWeights& w, double rho) {
    return numeric::multiplier_diagonal(w.w, rho);
  };
  return numeric::spatial_panel_robust(spec, fit, m.lag ? diagonal(m.W, fit.rho) : std::vector<double>{},
                                       m.random ? std::vector<double>(m.panel.n(), 1 / (1 - fit.lambda))
                                       : m.error ? diagonal(m.E, fit.lambda) : std::vector<double>{},
                                       units, codes, groups.count);
}

// Variables with the columns of their coefficients.
std::vector<kit::SpatialImpact> impacts_of(const kit::SpatialModel& m) {
  std::vector<kit::SpatialImpact> out;
  for (const kit::SpatialSlot& s : m.slots) {
    if (!s.in_model || s.name == "Main:_cons") continue;
    const std::string name = s.name.substr(s.name.find(':') + 1);
    auto at = std::find_if(out.begin(), out.end(), [&](const kit::SpatialImpact& i) { return i.name == name; });
    if (at == out.end()) at = out.insert(out.end(), kit::SpatialImpact{name, {}, {}});
    (kit::starts_with(s.name, "Wx:") ? at->lagged : at->own) = s.column;
  }
  return out;
}

// Coefficients, ρ, λ, σ² and the effects in the order of e(b); V is block-diagonal between estimates and effects.
kit::Coefficients coefficients_of(const Args& a, const kit::SpatialModel& m, const numeric::SpatialPanelFit& fit, const Matrix& V,
                                  const Context& c) {
  kit::Coefficients k;
  std::vector<std::size_t> from;   // of V; none: zero
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  const auto add = [&](const std::string& name, double b, std::size_t at) {
    k.names.push_back(name), k.b.push_back(b), from.push_back(at);
  };
  for (const kit::SpatialSlot& s : m.slots) add(s.name, s.in_model ? fit.b[s.column] : 0, s.in_model ? s.column : none);
  std::size_t at = m.x.cols;
  if (m.lag) add("Spatial:rho", fit.rho, at++);
  if (m.error) add("Spatial:lambda", fit.lambda, at++);
  // φ = 1 - λ on the scale of its logit.
  if (m.random) add("Variance:lgt_theta", std::log((1 - fit.lambda) / fit.lambda), at++);
  add("Variance:sigma2_e", fit.sigma2, at);
  const std::vector<kit::SpatialImpact> list = impacts_of(m);
  const std::size_t estimates = from.size();
  Matrix VE;
  if (m.lag && !a.no_effects && !list.empty()) {
    const kit::ImpactModel at_estimates{m.W, m.w_roots, fit.b, fit.rho, V};
    const std::vector<double> e = kit::spatial_impacts(list, at_estimates);
    const char* const parts[] = {"LR_Direct", "LR_Indirect", "LR_Total"};
    for (std::size_t j = 0; j < e.size(); ++j)
      add(std::string(parts[j / list.size()]) + ":" + list[j % list.size()].name, e[j], none);
    const EffectErrors how = effect_errors(a.vce_effects);
    if (how.kind == "dm") VE = kit::impacts_by_delta(list, at_estimates);
    if (how.kind == "sim") VE = kit::impacts_by_draws(list, at_estimates, how.draws, c);
  }
  k.V = Matrix(from.size(), from.size());
  for (std::size_t i = 0; i < from.size(); ++i)
    for (std::size_t j = 0; j < from.size(); ++j) {
      if (from[i] != none && from[j] != none) k.V(i, j) = V(from[i], from[j]);
      if (!VE.empty() && i >= estimates && j >= estimates) k.V(i, j) = VE(i - estimates, j - estimates);
    }
  k.omitted = m.omitted;
  return k;
}

double squared_correlation(std::span<const double> x, std::span<const double> y) {
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) xx += x[i] * x[i], yy += y[i] * y[i], xy += x[i] * y[i];
  return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : data::missing;
}

// Within: of y without its effects and what X explains, (I-ρW)^-1 X b.
double within_r2(const kit::SpatialModel& m, const numeric::SpatialPanelFit& fit) {
  std::vector<double> xb(m.y.size(), 0.0);
  for (std::size_t j = 0; j < m.x.cols; ++j)
    for (std::size_t i = 0; i < xb.size(); ++i) xb[i] += m.x(i, j) * fit.b[j];
  return squared_correlation(m.lag ? numeric::spatial_solution(m.W.w, fit.rho, xb) : xb, m.y);
}

// From λ to the logit of 1 - λ.
void rescale_theta(Matrix& V, std::size_t at, double lambda) {
  const double slope = -1 / (lambda * (1 - lambda));
  for (std::size_t j = 0; j < V.cols; ++j) V(at, j) *= slope;
  for (std::size_t j = 0; j < V.cols; ++j) V(j, at) *= slope;
}

std::string title_of(const Args& a, const kit::SpatialModel& m) {
  if (m.random) return kit::upper(a.model) + " with random-effects";
  const char* const kinds[] = {"spatial", "time", "spatial and time"};
  return kit::upper(a.model) + " with " + kinds[static_cast<int>(m.effects)] + " fixed-effects";
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xsmle", a, c);
  check(a);
  const kit::SpatialModel m = model_of(a, c);
  const numeric::SpatialPanelSpec spec = kit::spatial_spec(m);
  const numeric::SpatialPanelFit fit =
      kit::compute(c, [&](numeric::Progress&) { return numeric::fit_spatial_panel(spec); });
  if (m.random && !(fit.lambda > 0 && fit.lambda < 1))
    throw Error(430, "convergence not achieved", std::nullopt, {"the variance of the random effects is zero"});
  double clusters = data::missing;
  Matrix V = variance_of(a, m, spec, fit, clusters, c);
  if (m.random) rescale_theta(V, m.x.cols + 1, fit.lambda);
  const kit::Coefficients k = coefficients_of(a, m, fit, V, c);
  Results e = kit::begin_estimates("xsmle", title_of(a, m), kit::depvar_name(a.y), c);
  std::vector<std::size_t> slopes;
  for (const kit::SpatialSlot& s : m.slots)
    if (s.in_model && s.name != "Main:_cons") slopes.push_back(s.column);
  const double parameters = static_cast<double>(V.cols);
  kit::post_scalars(e, {{"N", static_cast<double>(m.y.size())},
                        {"N_g", static_cast<double>(m.panel.n())},
                        {"T", static_cast<double>(m.panel.T())},
                        {"ll", fit.ll},
                        {"rank", parameters},
                        {"k", parameters},
                        {"df_m", static_cast<double>(slopes.size())},
                        {"sigma2", fit.sigma2},
                        {"converged", fit.converged ? 1.0 : 0.0}});
  if (!m.random) e.scalar("r2_w", within_r2(m, fit));
  if (m.random) {
    const double phi = 1 - fit.lambda;
    e.scalar("sigma2_u", fit.sigma2 * (1 / (phi * phi) - 1) / static_cast<double>(m.panel.T()));
  }
  std::vector<double> all = fit.b;
  all.resize(V.cols);
  const numeric::Wald test = numeric::wald_zero(slopes, all, V);
  kit::post_scalars(e, {{"chi2", test.chi2}, {"p", numeric::dist::chi2tail(test.df, test.chi2)}});
  e.macro("chi2type", "Wald");
  if (!data::is_missing(clusters)) e.scalar("N_clust", clusters);
  e.macro("ivar", m.panel.panel).macro("tvar", m.panel.time).macro("model", a.model);
  if (m.lag) e.macro("wmatrix", a.weights);
  if (m.error) e.macro("ematrix", m.E.name);
  e.macro("effects", a.type.empty() ? "ind" : a.type).macro("estimator", m.random ? "re" : "fe");
  e.macro("vce", data::is_missing(clusters) ? "oim" : "cluster");
  if (!data::is_missing(clusters)) {
    e.macro("vcetype", "Robust");
    e.macro("clustvar", a.vce.variables.empty() ? m.panel.panel : a.vce.variables.front());
  }
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  const std::string lines[] = {
      fmt::format("Group variable: {} ({} units)   Time variable: {} ({} periods)", m.panel.panel, m.panel.n(),
                  m.panel.time, m.panel.T()),
      m.random ? fmt::format("sigma2_u = {}", kit::number_text(e.scalar_or("sigma2_u")))
               : "Within R-sq = " + kit::fixed_text(e.scalar_or("r2_w"), 4)};
  Output out = kit::estimation(std::move(e), m.panel.sample, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  for (const std::string& line : lines) out.line(line);
  kit::require_convergence(fit.converged, out);
  return out;
}

Command command() {
  return define<Args>("xsmle", "Spatial panel models")
      .dependent(&Args::y)
      .terms(&Args::x, {0})
      .replays()
      .if_in(&Args::sample)
      .text("Wmat", &Args::weights, "weights of the dependent variable and of lagged regressors")
      .text("Emat", &Args::error_weights, "weights of the errors, for sem and sac")
      .text("Dmat", &Args::lag_weights, "refused unless it is wmat()")
      .choice("MODel", &Args::model, {"sar", "sdm", "sem", "sac", "gspre"},
              "lag, Durbin, error model, or lag and error")
      .term_list("Durbin", &Args::durbin, "regressors with a spatial lag; all when not given")
      .flag("fe", &Args::fixed, "fixed effects")
      .flag("re", &Args::random, "random effects of units (the default), for sar and sdm")
      .text("TYpe", &Args::type, "ind, time or both; after a comma leeyu, Lee and Yu's transformation")
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .flag("EFFects", &Args::effects, "direct, indirect and total effects (the default)")
      .flag("NOEFFects", &Args::no_effects, "no effects")
      .text("VCEEffects", &Args::vce_effects, "errors of the effects: sim, nsim(500) simulated; dm delta method; none")
      .integer("dlag", &Args::dynamic, 1, 3, "refused: lags of the dependent variable")
      .flag("hausman", &Args::hausman, "refused")
      .flag("noLOG", &Args::no_log, "accepted")
      .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
      .stores({{"e(N)", "number of observations"},
               {"e(N_g)", "units"},
               {"e(T)", "periods"},
               {"e(ll)", "log-likelihood"},
               {"e(rank)", "parameters"},
               {"e(k)", "parameters"},
               {"e(df_m)", "slopes"},
               {"e(chi2)", "Wald test of all slopes"},
               {"e(p)", "its p-value"},
               {"e(r2_w)", "with fe: squared correlation of y and (I-rho W)^-1 Xb, effects removed"},
               {"e(sigma2_u)", "with re: variance of the effects"},
               {"e(sigma2)", "variance of the errors"},
               {"e(N_clust)", "clusters"},
               {"e(converged)", "1 when the likelihood is at its maximum"},
               {"e(model)", "sar, sdm, sem or sac"},
               {"e(b)", "equations Main, Wx, Spatial, Variance, LR_Direct, LR_Indirect, LR_Total"},
               {"e(V)", "their variances; none between estimates and effects"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(Effect::estimates | Effect::results)
      .reference("Belotti, F., Hughes, G. and Piano Mortari, A. (2017). Stata Journal 17, 139-180.")
      .reference("Lee, L. F. and Yu, J. (2010). Journal of Econometrics 154, 165-185.")
      .reference("LeSage, J. and Pace, R. K. (2009). Introduction to Spatial Econometrics. CRC Press.")
      .remark("The panel must be balanced and the rows of the weights in the order of the panel variable (those that "
              "spatwmat made with id() are matched by name). Not "
              "supported: random effects with sem, dlag(), dmat(), hausman, gspre and weights. Weights are taken as "
              "they are: standardize them with spatwmat. With re, lgt_theta is the logit of sqrt(sigma2_e / (T "
              "sigma2_u + sigma2_e)).")
      .remark("robust means clusters of panels. The log-determinant's part of the scores of rho is shared among units "
              "by the diagonal of W(I-rho W)^-1. Effects shown are those at the estimates; simulated standard errors "
              "follow set seed. predict, xb gives X b of equation Main alone.")
      .example("A spatial lag where there is none",
               "clear\nset seed 1\nset obs 120\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10)\n"
               "generate x = rnormal()\ngenerate y = x + id + rnormal()\ngenerate n1 = mod(id, 12) + 1\nxtset id t\n"
               "spwmat, name(W) id(id) contiguity(n1) standardize\nxsmle y x, wmat(W) model(sar) fe nolog",
               "e(N) == 120 & e(N_g) == 12 & abs(_b[Spatial:rho]) < .5 & "
               "reldif(_b[LR_Total:x], _b[Main:x]/(1 - _b[Spatial:rho])) < 1e-10")
      .example("Random effects",
               "sysuse grunfeld\nxtset firm year\ngenerate left = mod(firm, 10) + 1\n"
               "spwmat, name(W) id(firm) contiguity(left) standardize\nxsmle invest mvalue kstock, wmat(W) model(sar) re",
               "abs(_b[Spatial:rho] - .0295144) < 1e-6 & abs(e(sigma2_u) - 6244.63) < .1")
      .example("Durbin model, two-way effects",
               "clear\nset seed 1\nset obs 120\ngenerate id = ceil(_n/10)\ngenerate t = mod(_n - 1, 10)\n"
               "generate x = rnormal()\ngenerate y = x + id + rnormal()\ngenerate n1 = mod(id, 12) + 1\nxtset id t\n"
               "spwmat, name(W) id(id) contiguity(n1) standardize\n"
               "xsmle y x, wmat(W) model(sdm) fe type(both, leeyu) noeffects robust",
               "colsof(e(b)) == 4 & e(converged) == 1 & e(N_clust) == 12")
      .runs(run);
}

}  // namespace

extern const Command xsmle_command = command();

}  // namespace nqp::commands::xsmle_
