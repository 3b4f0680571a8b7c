// sfpanel: stochastic frontiers for panels, with inefficiency effects.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/frontier/composed_error.hpp"
#include "stdlib/numeric/frontier/panel_frontier.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::sfpanel_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Vce vce;
  std::string model, mean, u_variance, v_variance;
  bool cost = false, no_constant = false, no_log = false;
  int iterations = 300;
};

// emean(z1 z2, noconstant)
struct EffectTerms {
  Terms terms;
  bool constant = true;
};

EffectTerms effect_terms(const std::string& text, const Context& c) {
  if (text.empty()) return {};
  kit::BodyAndOptions parts = kit::split_options(text);
  EffectTerms out;
  out.constant = parts.find("noCONStant") == nullptr;
  parts.check_all_known();
  out.terms = resolve_terms(kit::trim(parts.body), c);
  return out;
}

// Data, equations and least squares of one call.
struct Problem {
  data::PanelDeclaration panel;
  kit::EstimationSample sample;
  std::vector<double> y;
  std::vector<kit::StackedEquation> equations;
  kit::GroupCodes panels;
  numeric::LeastSquares ols;
  numeric::ResidualMoments moments;
  double sign = 1;
};

Problem prepare(const Args& a, const Context& c) {
  Problem p;
  p.panel = kit::declared_panel_and_time(c.frame);
  p.sign = a.cost ? -1 : 1;
  const EffectTerms mean = effect_terms(a.mean, c), u = effect_terms(a.u_variance, c),
                    v = effect_terms(a.v_variance, c);
  kit::Needed needed{a.y, {p.panel.panel, p.panel.time}};
  for (const Terms* t : {&a.x, &mean.terms, &u.terms, &v.terms})
    needed.terms.insert(needed.terms.end(), t->begin(), t->end());
  needed.groups.insert(needed.groups.end(), a.vce.variables.begin(), a.vce.variables.end());
  p.sample = kit::mark_sample(c, a.sample, {}, needed);
  p.y = kit::term_values(a.y[0], p.sample, c);
  p.panels = kit::group_codes(p.panel.panel, p.sample, c);
  const auto add = [&](const char* name, const Terms& terms, bool constant) {
    p.equations.push_back(kit::stacked_equation(name, terms, constant, p.sample, c));
  };
  add("Frontier", a.x, !a.no_constant);
  if (a.model == "bc95") {
    add("Mu", mean.terms, mean.constant);
    add("Usigma", u.terms, u.constant);
    add("Vsigma", v.terms, v.constant);
    for (const auto& q : p.equations)
      if (q.parameters() == 0) throw Error(198, "an equation without regressors needs its constant");
  } else {
    for (const char* name : {"lnsigma2", "lgtgamma"}) add(name, {}, true);
    if (a.model != "pl81") add("mu", {}, true);
    if (a.model == "bc92") add("eta", {}, true);
  }
  p.ols = kit::compute(c, [&](numeric::Progress&) {
    return numeric::least_squares({.y = p.y, .x = p.equations[0].x, .constant = !a.no_constant});
  });
  std::size_t parameters = 0;
  for (const auto& q : p.equations) parameters += q.parameters();
  if (p.y.size() < parameters) throw Error(2001, "insufficient observations");
  if (!(p.ols.rss > 0)) throw Error(2000, "the dependent variable is a linear combination of the regressors");
  p.moments = numeric::residual_moments(p.ols.residuals, {}, static_cast<double>(p.y.size()),
                                        numeric::Inefficiency::half_normal, p.sign);
  return p;
}

// Estimates of either kind of model in one form.
struct Fitted {
  std::vector<double> b;
  numeric::Matrix V;
  double ll = 0, rank = 0;
  std::vector<double> log, N_clust;
  bool converged = false;
};

Fitted fit_effects(const Problem& p, const Args& a, const numeric::VceSpec& vce, numeric::Progress& progress) {
  numeric::LikelihoodSpec spec;
  spec.rows = p.y.size();
  for (const auto& q : p.equations) spec.indices.push_back(q.index());
  spec.iterations = a.iterations;
  spec.row = numeric::inefficiency_effects_rows(p.y, p.sign);
  spec.start = p.ols.b;
  if (p.equations[0].design.constant) spec.start.back() += p.sign * p.moments.mean_u;
  const double constants[] = {0, 2 * std::log(p.moments.sigma_u), 2 * std::log(p.moments.sigma_v)};
  for (std::size_t q = 1; q < p.equations.size(); ++q) {
    spec.start.resize(spec.start.size() + p.equations[q].x.cols, 0.0);
    if (p.equations[q].design.constant) spec.start.push_back(constants[q - 1]);
  }
  const numeric::LikelihoodFit fit = numeric::maximise(spec, vce, progress);
  return {fit.b, fit.V, fit.ll, fit.rank, fit.log, fit.N_clust, fit.converged};
}

std::vector<double> periods_to_last(const Problem& p, const Context& c) {
  std::vector<double> time(p.y.size()), last(p.panels.count, -data::missing);
  c.numeric(p.panel.time).read_rows(p.sample.rows, time.data());
  const auto group = [&](std::size_t i) { return static_cast<std::size_t>(p.panels.codes[i]); };
  for (std::size_t i = 0; i < time.size(); ++i) last[group(i)] = std::max(last[group(i)], time[i]);
  for (std::size_t i = 0; i < time.size(); ++i) time[i] -= last[group(i)];
  return time;
}

// μ = 0 and no decay first, from a few shares of the inefficiency, then the model itself.
Fitted fit_panels(const Problem& p, const Args& a, const Context& c, numeric::Progress& progress) {
  const std::vector<double> to_last = periods_to_last(p, c);
  numeric::PanelFrontier model{.y = p.y,
                               .x = p.equations[0].x,
                               .constant = !a.no_constant,
                               .panel = p.panels.codes,
                               .sign = p.sign,
                               .mean_zero = true};
  const numeric::SmoothLikelihood simple = numeric::panel_frontier_likelihood(model);
  const double total = p.ols.rss / static_cast<double>(p.y.size()), share_of_normal = 2 / 3.14159265358979323846;
  std::vector<double> best;
  double highest = 0;
  for (const double gamma : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    std::vector<double> b = p.ols.b;
    const double sigma2 = total / (1 - gamma * share_of_normal);
    if (model.constant) b.back() += p.sign * std::sqrt(gamma * sigma2 * share_of_normal);
    b.insert(b.end(), {std::log(sigma2), std::log(gamma / (1 - gamma))});
    const double ll = simple(b, nullptr, nullptr);
    if (!std::isfinite(ll) || (!best.empty() && ll <= highest)) continue;
    highest = ll;
    best = std::move(b);
  }
  numeric::SmoothFit fit = numeric::maximise(simple, std::move(best), a.iterations, progress);
  if (a.model != "pl81") {
    model.mean_zero = false;
    fit.b.push_back(0);
    if (a.model == "bc92") {
      model.to_last = to_last;
      fit.b.push_back(0);
    }
    fit = numeric::maximise(numeric::panel_frontier_likelihood(model), fit.b, a.iterations, progress);
  }
  return {fit.b, fit.information_inverse, fit.ll, fit.rank, fit.log, {}, fit.converged};
}

const char* title_of(const std::string& model) {
  if (model == "bc95") return "Inefficiency effects model (truncated-normal)";
  if (model == "bc92") return "Time-varying decay model (truncated-normal)";
  return model == "bc88" ? "Time-invariant model (truncated-normal)" : "Time-invariant model (half-normal)";
}

void post_fit(const Problem& p, const Args& a, const Fitted& fit, Results& e) {
  const std::size_t slopes = p.equations[0].x.cols;
  std::vector<std::size_t> which(slopes);
  for (std::size_t j = 0; j < slopes; ++j) which[j] = j;
  const double df = static_cast<double>(slopes);
  const double chi2 = slopes == 0 ? data::missing : numeric::wald_zero(which, fit.b, fit.V).chi2;
  kit::post_scalars(e, {{"N", static_cast<double>(p.y.size())},
                        {"N_g", static_cast<double>(p.panels.count)},
                        {"ll", fit.ll},
                        {"df_m", df},
                        {"chi2", chi2},
                        {"p", numeric::dist::chi2tail(df, chi2)},
                        {"rank", fit.rank},
                        {"ic", static_cast<double>(fit.log.size() - 1)},
                        {"converged", fit.converged ? 1.0 : 0.0}});
  e.macro("chi2type", "Wald");
  const std::size_t frontier = p.equations[0].parameters();
  if (a.model != "bc95") {
    const double total = std::exp(fit.b[frontier]), logit = fit.b[frontier + 1];
    const double u = numeric::dist::invlogit(logit) * total, v = numeric::dist::invlogit(-logit) * total;
    kit::post_scalars(e,
                      {{"sigma_u", std::sqrt(u)}, {"sigma_v", std::sqrt(v)}, {"sigma2", total}, {"gamma", u / total}});
    return;
  }
  const kit::StackedEquation &u = p.equations[2], &v = p.equations[3];
  const std::size_t end = fit.b.size();
  if (u.x.cols == 0) e.scalar("sigma_u", std::exp(fit.b[end - v.parameters() - 1] / 2));
  if (v.x.cols == 0) e.scalar("sigma_v", std::exp(fit.b[end - 1] / 2));
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("sfpanel", a, c);
  if (a.model.empty())
    throw Error(198, "option model() required", std::nullopt,
                {"model(bc95), model(bc92), model(bc88) or model(pl81); true fixed effects are not available"});
  const bool effects = a.model == "bc95";
  if (!effects && !(a.mean.empty() && a.u_variance.empty() && a.v_variance.empty()))
    throw Error(198, "emean(), usigma() and vsigma() are for model(bc95)");
  if (!effects && !a.vce.kind.empty() && a.vce.kind != "oim")
    throw Error(198, "vce(" + a.vce.kind + ") is for model(bc95)");
  const Problem p = prepare(a, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", p.sample, c);
  const Fitted fit = kit::compute(c, [&](numeric::Progress& progress) {
    return effects ? fit_effects(p, a, vce.spec(), progress) : fit_panels(p, a, c, progress);
  });
  const kit::Coefficients k = kit::stacked_coefficients(p.equations, fit.b, fit.V);
  Results e = kit::begin_estimates("sfpanel", title_of(a.model), kit::depvar_name(a.y), c);
  post_fit(p, a, fit, e);
  e.macro("function", a.cost ? "cost" : "production").macro("model", a.model);
  e.macro("ivar", p.panel.panel).macro("tvar", p.panel.time);
  kit::post_vce(vce, fit.N_clust, e);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), p.sample, k, kit::level_or_default(a.level, c));
  if (!a.no_log) {
    out.document.blank();
    for (std::size_t i = 0; i < fit.log.size(); ++i)
      out.line(fmt::format("Iteration {}:   Log likelihood = {}  ", i, text::format_number(fit.log[i], "%10.0g")));
  }
  kit::require_convergence(fit.converged, out);
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command sfpanel_command =
    define<Args>("sfpanel", "Stochastic frontiers for panels, with inefficiency effects")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .vce(&Args::vce, {"oim", "robust", "cluster"})
        .choice("Model", &Args::model, {"bc95", "bc92", "bc88", "pl81"},
                "Battese-Coelli 1995 (effects), 1992 (decay), 1988 (time-invariant), Pitt-Lee 1981 (half-normal)")
        .text("EMean", &Args::mean, "variables of the mean of the inefficiency (bc95); noconstant behind a comma")
        .text("Usigma", &Args::u_variance, "variables of the log variance of the inefficiency (bc95)")
        .text("Vsigma", &Args::v_variance, "variables of the log variance of the noise (bc95)")
        .flag("COST", &Args::cost, "cost frontier: inefficiency raises the outcome")
        .flag("noCONStant", &Args::no_constant, "no constant term in the frontier")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .integer("ITERate", &Args::iterations, 0, 16000, "most iterations (300)")
        .flag("noLOg", &Args::no_log, "leave out the iteration log")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(ll)", "log likelihood"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(p)", "its p-value"},
                 {"e(df_m)", "slopes of the frontier"},
                 {"e(sigma_u)", "standard deviation of the inefficiency's normal, when it is the same in all rows"},
                 {"e(sigma_v)", "standard deviation of the noise, when it is the same in all rows"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(model)", "bc95, bc92, bc88 or pl81"},
                 {"e(function)", "production or cost"},
                 {"e(b)", "equations Frontier, and Mu Usigma Vsigma (bc95) or lnsigma2 lgtgamma mu eta"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Battese, G. E. and Coelli, T. J. (1995). Empirical Economics 20, 325-332.")
        .reference("Battese, G. E. and Coelli, T. J. (1992). Journal of Productivity Analysis 3, 153-169.")
        .reference("Pitt, M. M. and Lee, L.-F. (1981). Journal of Development Economics 9, 43-64.")
        .remark("Usigma and Vsigma are logs of variances. bc95 takes rows as independent given their regressors.")
        .remark("predict te (or bc), jlms, u and m follow; model() must be given.")
        .example("What makes firms inefficient",
                 "clear\nset obs 800\nset seed 9\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate z = runiform()\n"
                 "generate y = 1 + .5*x + .2*rnormal() - abs(3*z + .5*rnormal())\nsfpanel y x, model(bc95) emean(z)\n"
                 "predict te, bc",
                 "abs([Mu]z - 3) < .5 & te[1] > 0 & te[1] < 1 & abs([Frontier]x - .5) < .05")
        .example("Without effects bc95 is the truncated-normal frontier",
                 "clear\nset obs 400\nset seed 7\ngenerate id = ceil(_n/4)\ngenerate t = mod(_n - 1, 4)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = 1 + .5*x + .2*rnormal() - .6*abs(rnormal() + 1)\n"
                 "frontier y x, distribution(tnormal)\nscalar q_ll = e(ll)\nsfpanel y x, model(bc95)",
                 "abs(e(ll) - q_ll) < 1e-4")
        .example("The same as xtfrontier",
                 "clear\nset obs 600\nset seed 11\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
                 "xtset id t\ngenerate x = rnormal()\ngenerate u = abs(rnormal()) if t == 1\n"
                 "replace u = u[_n-1] if t > 1\ngenerate y = 1 + .5*x - u + .2*rnormal()\n"
                 "xtfrontier y x, tvd\nscalar q_ll = e(ll)\nsfpanel y x, model(bc92)\npredict te, te",
                 "abs(e(ll) - q_ll) < 1e-6 & te[1] < 1")
        .runs(run);

}  // namespace nqp::commands::sfpanel_
