#include "stdlib/kit/panel_likelihood.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/parameter_row.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/panel/random_effects_likelihood.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

using command::Output;
using command::Results;

namespace {

// Rows, panels and the regressors with the constant as their last column.
struct PanelProblem {
  EstimationSample sample;
  std::vector<double> y;
  StackedEquation equation;
  numeric::Matrix x;
  GroupCodes panels;
  std::vector<double> sizes;

  numeric::RandomEffectsData data() const { return {.y = y, .x = x, .panel = panels.codes}; }
};

PanelProblem panel_problem(const PanelLikelihoodCall& a, const std::string& name, const command::Context& c) {
  PanelProblem p;
  Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  needed.groups.push_back(a.panel);
  p.sample = mark_sample(c, a.sample, {}, needed);
  p.y = term_values(a.y[0], p.sample, c);
  p.equation = stacked_equation(name, a.x, !a.no_constant, p.sample, c);
  p.x = p.equation.x;
  if (!a.no_constant) {
    p.x.data.insert(p.x.data.end(), p.y.size(), 1.0);
    ++p.x.cols;
  }
  p.panels = group_codes(a.panel, p.sample, c);
  p.sizes.assign(p.panels.count, 0.0);
  for (const std::int32_t g : p.panels.codes) p.sizes[static_cast<std::size_t>(g)] += 1;
  if (p.y.size() <= p.x.cols + 2) throw Error(2001, "insufficient observations");
  if (p.x.cols == 0) throw Error(102, "too few variables specified", std::nullopt, {"the model has no coefficients"});
  return p;
}

void post_panels(const PanelProblem& p, const PanelLikelihoodCall& a, const command::Context& c, Results& e) {
  const auto ends = std::minmax_element(p.sizes.begin(), p.sizes.end());
  const double N = static_cast<double>(p.y.size()), groups = static_cast<double>(p.panels.count);
  post_scalars(e, {{"N", N}, {"N_g", groups}, {"g_min", *ends.first}, {"g_avg", N / groups}, {"g_max", *ends.second}});
  e.macro("ivar", a.panel);
  if (c.frame.panel && !c.frame.panel->time.empty()) e.macro("tvar", c.frame.panel->time);
}

double normal_ll(double rss, double N) { return -0.5 * N * (std::log(2 * 3.14159265358979323846 * rss / N) + 1); }

struct PanelStart {
  std::vector<double> b;
  double ll = 0;  // without panel effects
};

// Pooled least squares, and the variance of its residuals within and between panels.
PanelStart start_at(const PanelProblem& p, const numeric::Matrix& x) {
  const numeric::LeastSquares ols = numeric::least_squares({.y = p.y, .x = x});
  std::vector<double> mean(p.panels.count, 0.0);
  for (std::size_t i = 0; i < p.y.size(); ++i) mean[static_cast<std::size_t>(p.panels.codes[i])] += ols.residuals[i];
  double within = 0;
  for (std::size_t i = 0; i < p.y.size(); ++i) {
    const auto g = static_cast<std::size_t>(p.panels.codes[i]);
    const double d = ols.residuals[i] - mean[g] / p.sizes[g];
    within += d * d;
  }
  const double N = static_cast<double>(p.y.size()), total = ols.rss / N;
  if (!(total > 0)) throw Error(2000, "the dependent variable is a linear combination of the regressors");
  const double e2 = std::clamp(within / std::max(1.0, N - static_cast<double>(p.panels.count)), 0.05 * total, total);
  PanelStart s{ols.b, normal_ll(ols.rss, N)};
  s.b.push_back(std::sqrt(std::max(total - e2, 0.05 * total)));
  s.b.push_back(std::sqrt(e2));
  return s;
}

numeric::SmoothFit fit_mle(const PanelProblem& p, const numeric::Matrix& x, int iterations, const command::Context& c) {
  return compute(c, [&](numeric::Progress& progress) {
    numeric::RandomEffectsData data = p.data();
    data.x = x;
    return numeric::maximise(numeric::random_effects_likelihood(data), start_at(p, x).b, iterations, progress);
  });
}

void post_likelihood_tests(const PanelProblem& p, const PanelLikelihoodCall& a, const numeric::SmoothFit& fit,
                           const command::Context& c, Results& e) {
  const double df = static_cast<double>(p.equation.x.cols), ll_c = start_at(p, p.x).ll;
  double chi2 = data::missing;
  if (!a.no_constant) {
    const numeric::Matrix ones(p.y.size(), 1, 1.0);
    const double ll_0 = fit_mle(p, ones, a.iterations, c).ll;
    e.scalar("ll_0", ll_0);
    if (df > 0) chi2 = std::max(0.0, 2 * (fit.ll - ll_0));
    e.macro("chi2type", "LR");
  } else {
    std::vector<std::size_t> all(p.equation.x.cols);
    for (std::size_t j = 0; j < all.size(); ++j) all[j] = j;
    chi2 = numeric::wald_zero(all, fit.b, fit.information_inverse).chi2;
    e.macro("chi2type", "Wald");
  }
  const double lr = std::max(0.0, 2 * (fit.ll - ll_c));
  post_scalars(e, {{"df_m", df},
                   {"chi2", chi2},
                   {"p", numeric::dist::chi2tail(df, chi2)},
                   {"ll_c", ll_c},
                   {"chi2_c", lr},
                   {"p_c", lr < 1e-5 ? 1.0 : numeric::dist::chi2tail(1, lr) / 2}});
  e.macro("chi2_ct", "LR");
}

}  // namespace

Output estimate_panel_mle(const PanelLikelihoodCall& a, const command::Context& c) {
  if (!a.vce.kind.empty() && a.vce.kind != "conventional" && a.vce.kind != "oim")
    throw Error(198, "vce(" + a.vce.kind + ") is not for xtreg, mle", std::nullopt,
                {"xtreg, re vce(robust) has robust errors for the same model"});
  const PanelProblem p = panel_problem(a, depvar_name(a.y), c);
  const numeric::SmoothFit fit = fit_mle(p, p.x, a.iterations, c);
  std::vector<StackedEquation> equations{p.equation};
  for (const char* name : {"sigma_u", "sigma_e"}) equations.push_back(stacked_equation(name, {}, true, p.sample, c));
  const Coefficients k = stacked_coefficients(equations, fit.b, fit.information_inverse);
  const double u = fit.b[p.x.cols], e2 = fit.b[p.x.cols + 1];
  Results e = begin_estimates("xtreg", "Random-effects ML regression", depvar_name(a.y), c);
  post_panels(p, a, c, e);
  e.scalar("ll", fit.ll);
  post_likelihood_tests(p, a, fit, c, e);
  post_scalars(e, {{"sigma_u", u},
                   {"sigma_e", e2},
                   {"rho", u * u / (u * u + e2 * e2)},
                   {"rank", fit.rank},
                   {"k", static_cast<double>(k.b.size())},
                   {"k_aux", 2},
                   {"ic", static_cast<double>(fit.log.size() - 1)},
                   {"converged", fit.converged ? 1.0 : 0.0}});
  e.macro("model", "ml").macro("vce", "oim").macro("distrib", "Gaussian");
  post_coefficients(e, k);
  report::Document table = show_estimates(e, a.display, c);
  Output out = estimation(std::move(e), p.sample, k, level_or_default(a.display.level, c));
  if (!a.no_log) {
    out.document.blank();
    for (std::size_t i = 0; i < fit.log.size(); ++i)
      out.line(fmt::format("Iteration {}:   Log likelihood = {}  ", i, text::format_number(fit.log[i], "%10.0g")));
  }
  require_convergence(fit.converged, out);
  out.document.append(std::move(table));
  return out;
}

Output estimate_panel_average(const PanelLikelihoodCall& a, const command::Context& c) {
  const bool robust = a.vce.kind == "robust" || (a.vce.kind == "cluster" && a.vce.text == a.panel);
  if (!robust && !a.vce.kind.empty() && a.vce.kind != "conventional")
    throw Error(198, "xtreg, pa takes vce(conventional) and vce(robust)", std::nullopt,
                {"vce(robust) clusters by " + a.panel});
  const PanelProblem p = panel_problem(a, "", c);
  const numeric::PopulationAverage fit = compute(c, [&](numeric::Progress& progress) {
    return numeric::population_average(p.data(), a.correlation == "exchangeable", robust, a.iterations, progress);
  });
  std::vector<double> b;
  numeric::Matrix V(p.equation.design.x.cols + (a.no_constant ? 0 : 1),
                    p.equation.design.x.cols + (a.no_constant ? 0 : 1));
  std::vector<std::size_t> place;
  for (std::size_t j = 0; j < V.cols; ++j)
    if (j >= p.equation.omitted.size() || !p.equation.omitted[j]) place.push_back(j);
  b.assign(V.cols, 0.0);
  for (std::size_t i = 0; i < place.size(); ++i) {
    b[place[i]] = fit.b[i];
    for (std::size_t j = 0; j < place.size(); ++j) V(place[i], place[j]) = fit.V(i, j);
  }
  const Coefficients k = coefficients(p.equation.design, b, V, p.equation.omitted);
  Results e = begin_estimates("xtgee", "GEE population-averaged model", depvar_name(a.y), c);
  post_panels(p, a, c, e);
  std::vector<std::size_t> slopes(p.equation.x.cols);
  for (std::size_t j = 0; j < slopes.size(); ++j) slopes[j] = j;
  const double df = static_cast<double>(slopes.size());
  const double chi2 = slopes.empty() ? data::missing : numeric::wald_zero(slopes, fit.b, fit.V).chi2;
  post_scalars(e, {{"df_m", df},
                   {"chi2", chi2},
                   {"p", numeric::dist::chi2tail(df, chi2)},
                   {"phi", fit.phi},
                   {"alpha", fit.alpha},
                   {"rank", static_cast<double>(p.x.cols)},
                   {"converged", fit.converged ? 1.0 : 0.0},
                   {"ic", static_cast<double>(fit.iterations)}});
  e.macro("cmd2", "xtreg").macro("model", "pa").macro("corr", a.correlation).macro("family", "Gaussian");
  e.macro("link", "identity").macro("chi2type", "Wald").macro("scale", "x2");
  e.macro("vce", robust ? "robust" : "conventional");
  if (robust) {
    e.macro("vcetype", "Robust").macro("clustvar", a.panel);
    e.scalar("N_clust", fit.panels);
  }
  post_coefficients(e, k);
  report::Document table = show_estimates(e, a.display, c);
  Output out = estimation(std::move(e), p.sample, k, level_or_default(a.display.level, c));
  require_convergence(fit.converged, out);
  out.document.append(std::move(table));
  return out;
}

bool is_panel_likelihood(const Results& e) {
  const std::string cmd = e.macro_or("cmd");
  return cmd == "xtgee" || (cmd == "xtreg" && e.macro_or("model") == "ml");
}

report::Document panel_likelihood_header(const Results& e) {
  const bool average = e.macro_or("cmd") == "xtgee";
  report::Header h;
  h.left = {e.macro_or("title"), "Group variable: " + e.macro_or("ivar"), ""};
  if (average) {
    h.left.insert(h.left.end(), {"Family: " + e.macro_or("family"), "Link:   Identity",
                                 "Correlation: " + e.macro_or("corr"), "", "", "", ""});
    h.left.push_back("Scale parameter = " + number_text(e.scalar_or("phi")));
  } else {
    h.left.insert(h.left.end(), {"Random effects u_i ~ Gaussian", "", "", "", "", ""});
    h.left.push_back("Log likelihood = " + text::trimmed(text::format_number(e.scalar_or("ll"), "%10.0g")));
  }
  h.right = {observations_pair(e),
             {"Number of groups", count_text(e.scalar_or("N_g"))},
             {},
             {"Obs per group:", ""},
             {"              min", count_text(e.scalar_or("g_min"))},
             {"              avg", fixed_text(e.scalar_or("g_avg"), 1)},
             {"              max", count_text(e.scalar_or("g_max"))},
             {},
             test_pair(e),
             test_p_pair(e)};
  report::Document d;
  d.add(h);
  return d;
}

report::Document panel_likelihood_footer(const Results& e) {
  report::Document d;
  const double* chi2 = e.find_scalar("chi2_c");
  if (!chi2) return d;
  const std::string left = "LR test of sigma_u=0: chibar2(01) = " + fixed_text(*chi2, 2);
  const std::string right = "Prob >= chibar2 = " + fixed_text(e.scalar_or("p_c"), 3);
  d.line(text::pad_right(left, 78 - right.size()) + right);
  return d;
}

std::string rho_text(const Results& e, double level) {
  const eval::Matrix& V = *e.find_matrix("V");
  const std::size_t i = V.rows - 2, j = V.rows - 1;
  const double u = e.scalar_or("sigma_u"), s = e.scalar_or("sigma_e"), total = u * u + s * s;
  const double du = 2 * u * s * s / (total * total), ds = -2 * u * u * s / (total * total);
  const double se = std::sqrt(du * du * V(i, i) + ds * ds * V(j, j) + 2 * du * ds * V(i, j));
  const double rho = u * u / total, z = critical_value(e, level);
  const double centre = std::log(rho / (1 - rho)), half = z * se / (rho * (1 - rho));
  return parameter_text(rho, se, numeric::dist::invlogit(centre - half), numeric::dist::invlogit(centre + half));
}

}  // namespace nqp::kit
