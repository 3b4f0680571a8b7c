// xtfrontier: stochastic frontiers for panels.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/frontier/composed_error.hpp"
#include "stdlib/numeric/frontier/panel_frontier.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::xtfrontier_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  bool invariant = false, decaying = false;
  bool cost = false, no_constant = false, no_log = false;
  int iterations = 300;
};

const data::PanelDeclaration& panel_of(const Args& a, const Context& c) {
  kit::declared_panel(c.frame);
  if (a.decaying && c.frame.panel->time.empty())
    throw Error(459, "time variable not set; use xtset panelvar timevar", std::nullopt,
                {"tvd needs the time of every observation"});
  return *c.frame.panel;
}

// t - T_i in periods, per used row.
std::vector<double> periods_to_last(const data::PanelDeclaration& panel, const kit::EstimationSample& s,
                                    const kit::GroupCodes& panels, const Context& c) {
  std::vector<double> time(s.size()), last(panels.count, -data::missing);
  c.numeric(panel.time).read_rows(s.rows, time.data());
  const auto group = [&](std::size_t i) { return static_cast<std::size_t>(panels.codes[i]); };
  for (std::size_t i = 0; i < time.size(); ++i) last[group(i)] = std::max(last[group(i)], time[i]);
  for (std::size_t i = 0; i < time.size(); ++i) time[i] -= last[group(i)];
  return time;
}

struct PanelSizes {
  double least = 0, mean = 0, most = 0;
};

PanelSizes panel_sizes(const kit::GroupCodes& panels) {
  std::vector<double> count(panels.count, 0.0);
  for (const std::int32_t g : panels.codes) count[static_cast<std::size_t>(g)] += 1;
  const auto ends = std::minmax_element(count.begin(), count.end());
  return {*ends.first, static_cast<double>(panels.codes.size()) / static_cast<double>(panels.count), *ends.second};
}

void require_constant_weights(const kit::EstimationSample& s, const kit::GroupCodes& panels) {
  std::vector<double> seen(panels.count, -1.0);
  for (std::size_t i = 0; i < s.weights.size(); ++i) {
    double& w = seen[static_cast<std::size_t>(panels.codes[i])];
    if (w >= 0 && w != s.weights[i])
      throw Error(199, "weights must be constant within panels", std::nullopt,
                  {"a weight here is a number of copies of the whole panel"});
    w = s.weights[i];
  }
}

// Least squares, the constant raised by E(u), the variances by the method of moments; γ from a short grid.
std::vector<double> start_values(const numeric::PanelFrontier& m, const numeric::SmoothLikelihood& likelihood,
                                 const kit::EstimationSample& s) {
  const numeric::LeastSquares ols =
      numeric::least_squares({.y = m.y, .x = m.x, .constant = m.constant, .weights = s.weights});
  double sum_w = static_cast<double>(m.y.size());
  if (!s.weights.empty()) {
    sum_w = 0;
    for (const double w : s.weights) sum_w += w;
  }
  const double total = ols.rss / sum_w;
  if (!(total > 0))
    throw Error(2000, "the dependent variable is a linear combination of the regressors", std::nullopt,
                {"a frontier needs residuals to take apart"});
  std::vector<double> best;
  double highest = 0;
  for (const double gamma : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    std::vector<double> b = ols.b;
    const double sigma2 = total / (1 - gamma * 2 / 3.14159265358979323846);
    if (m.constant) b.back() += m.sign * std::sqrt(gamma * sigma2 * 2 / 3.14159265358979323846);
    b.insert(b.end(), {std::log(sigma2), std::log(gamma / (1 - gamma))});
    if (!m.mean_zero) b.push_back(0);
    if (!m.to_last.empty()) b.push_back(0);
    const double ll = likelihood(b, nullptr, nullptr);
    if (!std::isfinite(ll) || (!best.empty() && ll <= highest)) continue;
    highest = ll;
    best = std::move(b);
  }
  return best;
}

// The likelihood is often flat in μ, and Newton's path may end beside the maximum: μ = 0 is estimated first.
numeric::SmoothFit fit_frontier(numeric::PanelFrontier m, const kit::EstimationSample& s, int iterations,
                                numeric::Progress& progress) {
  numeric::PanelFrontier simple = m;
  simple.mean_zero = true;
  simple.to_last = {};
  const numeric::SmoothLikelihood first = numeric::panel_frontier_likelihood(simple);
  std::vector<double> b = numeric::maximise(first, start_values(simple, first, s), iterations, progress).b;
  b.push_back(0);
  if (!m.to_last.empty()) b.push_back(0);
  return numeric::maximise(numeric::panel_frontier_likelihood(m), std::move(b), iterations, progress);
}

void post_components(const numeric::SmoothFit& fit, std::size_t betas, Results& e) {
  const double total = std::exp(fit.b[betas]), gamma = numeric::dist::invlogit(fit.b[betas + 1]);
  kit::post_scalars(e, {{"sigma2", total},
                        {"gamma", gamma},
                        {"sigma_u", std::sqrt(gamma * total)},
                        {"sigma_v", std::sqrt(numeric::dist::invlogit(-fit.b[betas + 1]) * total)}});
}

void post_wald(const numeric::SmoothFit& fit, std::size_t slopes, Results& e) {
  double chi2 = data::missing, p = data::missing;
  const double df = static_cast<double>(slopes);
  if (slopes > 0) {
    std::vector<std::size_t> which(slopes);
    for (std::size_t j = 0; j < slopes; ++j) which[j] = j;
    chi2 = numeric::wald_zero(which, fit.b, fit.information_inverse).chi2;
    p = numeric::dist::chi2tail(df, chi2);
  }
  kit::post_scalars(e, {{"df_m", df}, {"chi2", chi2}, {"p", p}});
  e.macro("chi2type", "Wald");
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xtfrontier", a, c);
  if (a.invariant == a.decaying)
    throw Error(198, a.invariant ? "options ti and tvd may not be combined" : "option ti or tvd required", std::nullopt,
                {"ti: inefficiency constant over time; tvd: it changes at one rate (Battese and Coelli 1992)"});
  const data::PanelDeclaration& panel = panel_of(a, c);
  kit::Needed needed{a.y, {panel.panel}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  if (a.decaying) needed.groups.push_back(panel.time);
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", sample, c);
  const kit::GroupCodes panels = kit::group_codes(panel.panel, sample, c);
  require_constant_weights(sample, panels);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);
  std::vector<kit::StackedEquation> equations;
  const auto add = [&](const std::string& name, const Terms& terms, bool constant) {
    equations.push_back(kit::stacked_equation(name, terms, constant, sample, c));
  };
  add(kit::depvar_name(a.y), a.x, !a.no_constant);
  for (const char* name : {"lnsigma2", "lgtgamma", "mu"}) add(name, {}, true);
  if (a.decaying) add("eta", {}, true);
  const std::size_t betas = equations[0].parameters();
  const PanelSizes sizes = panel_sizes(panels);
  if (static_cast<double>(sample.size()) < static_cast<double>(betas + equations.size() - 1))
    throw Error(2001, "insufficient observations");
  if (a.decaying && sizes.most < 2)
    throw Error(459, "no panel has more than one observation", std::nullopt, {"tvd needs change over time"});

  const std::vector<double> to_last = a.decaying ? periods_to_last(panel, sample, panels, c) : std::vector<double>();
  const numeric::PanelFrontier model{.y = y,
                                     .x = equations[0].x,
                                     .constant = !a.no_constant,
                                     .panel = panels.codes,
                                     .to_last = to_last,
                                     .weights = sample.weights,
                                     .sign = a.cost ? -1.0 : 1.0};
  const numeric::SmoothFit fit =
      kit::compute(c, [&](numeric::Progress& progress) { return fit_frontier(model, sample, a.iterations, progress); });
  const kit::Coefficients k = kit::stacked_coefficients(equations, fit.b, fit.information_inverse);

  double N = static_cast<double>(sample.size());
  if (!sample.weights.empty()) {
    N = 0;
    for (const double w : sample.weights) N += w;
  }
  Results e = kit::begin_estimates(
      "xtfrontier", a.decaying ? "Time-varying decay inefficiency model" : "Time-invariant inefficiency model",
      kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", N},
                        {"N_g", static_cast<double>(panels.count)},
                        {"g_min", sizes.least},
                        {"g_avg", sizes.mean},
                        {"g_max", sizes.most},
                        {"Tcon", sizes.least == sizes.most ? 1.0 : 0.0},
                        {"ll", fit.ll}});
  post_wald(fit, equations[0].x.cols, e);
  post_components(fit, betas, e);
  kit::post_scalars(e, {{"rank", fit.rank},
                        {"k", static_cast<double>(k.b.size())},
                        {"k_eq", static_cast<double>(equations.size())},
                        {"k_dv", 1},
                        {"ic", static_cast<double>(fit.log.size() - 1)},
                        {"converged", fit.converged ? 1.0 : 0.0}});
  e.macro("function", a.cost ? "cost" : "production").macro("model", a.decaying ? "tvd" : "ti");
  e.macro("ivar", panel.panel);
  if (a.decaying) e.macro("tvar", panel.time);
  kit::post_vce(vce, {}, e);
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);

  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
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

extern const Command xtfrontier_command =
    define<Args>("xtfrontier", "Stochastic frontiers for panel data")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::iweight})
        .vce(&Args::vce, {"oim"})
        .flag("ti", &Args::invariant, "inefficiency does not change over time")
        .flag("tvd", &Args::decaying, "inefficiency exp(-eta (t - T_i)) u_i: one rate of change")
        .flag("cost", &Args::cost, "cost frontier: inefficiency raises the outcome")
        .flag("noCONStant", &Args::no_constant, "no constant term")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .integer("ITERate", &Args::iterations, 0, 16000, "most iterations (300)")
        .flag("noLOg", &Args::no_log, "leave out the iteration log")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(g_min)", "smallest panel"},
                 {"e(g_avg)", "average panel size"},
                 {"e(g_max)", "largest panel"},
                 {"e(Tcon)", "1 when all panels have the same size"},
                 {"e(ll)", "log likelihood"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(p)", "its p-value"},
                 {"e(df_m)", "slopes"},
                 {"e(sigma2)", "sum of both variances"},
                 {"e(gamma)", "share of the inefficiency in it"},
                 {"e(sigma_u)", "standard deviation of the inefficiency's normal"},
                 {"e(sigma_v)", "standard deviation of the noise"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(function)", "production or cost"},
                 {"e(model)", "ti or tvd"},
                 {"e(ivar)", "panel variable"},
                 {"e(tvar)", "time variable (tvd)"},
                 {"e(b)", "coefficients: the frontier, lnsigma2, lgtgamma, mu and, with tvd, eta"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Battese, G. E. and Coelli, T. J. (1988). Journal of Econometrics 38, 387-399.")
        .reference("Battese, G. E. and Coelli, T. J. (1992). Journal of Productivity Analysis 3, 153-169.")
        .remark(
            "Inefficiency is truncated normal with mean mu; predict te, u and m are those of its conditional "
            "distribution given all residuals of the panel.")
        .example("One draw of inefficiency for each firm",
                 "clear\nset obs 600\nset seed 11\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
                 "xtset id t\ngenerate x = rnormal()\ngenerate u = abs(rnormal()) if t == 1\n"
                 "replace u = u[_n-1] if t > 1\ngenerate y = 1 + .5*x - u + .2*rnormal()\n"
                 "xtfrontier y x, ti\npredict te, te",
                 "abs(_b[x] - .5) < .05 & te[1] == te[6] & te[1] < 1")
        .example("Inefficiency that fades",
                 "clear\nset obs 800\nset seed 12\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\n"
                 "xtset id t\ngenerate x = rnormal()\ngenerate u = abs(rnormal()) if t == 1\n"
                 "replace u = u[_n-1] if t > 1\ngenerate y = 1 + .5*x - exp(-.1*(t - 8))*u + .2*rnormal()\n"
                 "xtfrontier y x, tvd nolog",
                 "abs([eta]_cons - .1) < .03 & e(model) == \"tvd\"")
        .runs(run);

}  // namespace nqp::commands::xtfrontier_
