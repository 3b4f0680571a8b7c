// frontier: stochastic production and cost frontiers.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/frontier/composed_error.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::frontier_ {
namespace {

using namespace command;
using numeric::Inefficiency;

struct Args : kit::DisplayOptions {
  Terms y, x, mean, u_variance, v_variance;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string distribution = "hnormal";
  bool cost = false, no_constant = false, no_log = false;
  int iterations = 300;
};

Inefficiency distribution_of(const Args& a) {
  const Inefficiency kind = a.distribution[0] == 't'   ? Inefficiency::truncated_normal
                            : a.distribution[0] == 'e' ? Inefficiency::exponential
                                                       : Inefficiency::half_normal;
  const bool truncated = kind == Inefficiency::truncated_normal;
  if (!truncated && !a.mean.empty())
    throw Error(198, "option cm() is for distribution(tnormal)", std::nullopt,
                {"cm() models the mean of the truncated normal"});
  if (truncated && !(a.u_variance.empty() && a.v_variance.empty()))
    throw Error(198, "options uhet() and vhet() are not for distribution(tnormal)", std::nullopt,
                {"use distribution(hnormal) or distribution(exponential)"});
  return kind;
}

// Data, equations and least squares of one call.
struct Problem {
  Inefficiency kind = Inefficiency::half_normal;
  double sign = 1, N = 0;
  kit::EstimationSample sample;
  std::vector<double> y;
  std::vector<kit::StackedEquation> equations;
  numeric::LeastSquares ols;
  numeric::ResidualMoments moments;
};

Problem prepare(const Args& a, const Context& c) {
  Problem p;
  p.kind = distribution_of(a);
  p.sign = a.cost ? -1 : 1;
  kit::Needed needed{a.y, a.vce.variables};
  for (const Terms* t : {&a.x, &a.mean, &a.u_variance, &a.v_variance})
    needed.terms.insert(needed.terms.end(), t->begin(), t->end());
  p.sample = kit::mark_sample(c, a.sample, a.weight, needed);
  p.y = kit::term_values(a.y[0], p.sample, c);
  const auto add = [&](const char* name, const Terms& terms, bool constant) {
    p.equations.push_back(kit::stacked_equation(name, terms, constant, p.sample, c));
  };
  add(kit::depvar_name(a.y).c_str(), a.x, !a.no_constant);
  if (p.kind == Inefficiency::truncated_normal) {
    add("mu", a.mean, true);
    add("lnsigma2", {}, true);
    add("lgtgamma", {}, true);
  } else {
    add("lnsig2v", a.v_variance, true);
    add("lnsig2u", a.u_variance, true);
  }
  p.ols = kit::compute(c, [&](numeric::Progress&) {
    return numeric::least_squares(
        {.y = p.y, .x = p.equations[0].x, .constant = !a.no_constant, .weights = p.sample.weights});
  });
  double sum_w = static_cast<double>(p.y.size());
  if (!p.sample.weights.empty()) {
    sum_w = 0;
    for (const double w : p.sample.weights) sum_w += w;
  }
  const bool counts = p.sample.weight_kind == WeightKind::fweight || p.sample.weight_kind == WeightKind::iweight;
  p.N = counts ? std::floor(sum_w) : static_cast<double>(p.y.size());
  std::size_t parameters = 0;
  for (const auto& q : p.equations) parameters += q.parameters();
  if (p.N < static_cast<double>(parameters))
    throw Error(2001, "insufficient observations", std::nullopt,
                {fmt::format("{} parameters and {:.0f} observations", parameters, p.N)});
  if (!(p.ols.rss > 0))
    throw Error(2000, "the dependent variable is a linear combination of the regressors", std::nullopt,
                {"a frontier needs residuals to take apart"});
  p.moments = numeric::residual_moments(p.ols.residuals, p.sample.weights, p.N, p.kind, p.sign);
  return p;
}

numeric::LikelihoodSpec spec_of(const Problem& p, const Args& a) {
  numeric::LikelihoodSpec spec;
  spec.rows = p.y.size();
  for (const auto& q : p.equations) spec.indices.push_back(q.index());
  spec.weights = p.sample.weights;
  spec.weight_kind = p.sample.weight_kind;
  spec.iterations = a.iterations;
  return spec;
}

// Slopes of least squares, the constant raised by E(u), variances by the method of moments.
std::vector<double> start_of(const Problem& p, const std::vector<double>& ancillary) {
  std::vector<double> b = p.ols.b;
  if (p.equations[0].design.constant) b.back() += p.sign * p.moments.mean_u;
  for (std::size_t q = 1; q < p.equations.size(); ++q) {
    b.resize(b.size() + p.equations[q].x.cols, 0.0);
    b.push_back(ancillary[q - 1]);
  }
  return b;
}

numeric::LikelihoodFit fit_simple(const Problem& p, const Args& a, const numeric::VceSpec& vce,
                                  numeric::Progress& progress) {
  numeric::LikelihoodSpec spec = spec_of(p, a);
  spec.row = p.kind == Inefficiency::exponential ? numeric::exponential_rows(p.y, p.sign)
                                                 : numeric::half_normal_rows(p.y, p.sign);
  spec.start = start_of(p, {2 * std::log(p.moments.sigma_v), 2 * std::log(p.moments.sigma_u)});
  return numeric::maximise(spec, vce, progress);
}

// From half-normal values with μ = 0 and from a mean far below zero, which is close to the exponential model; the
// better maximum is kept, as the likelihood is flat in between.
numeric::LikelihoodFit fit_truncated(const Problem& p, const Args& a, const numeric::VceSpec& vce,
                                     numeric::Progress& progress) {
  numeric::LikelihoodSpec spec = spec_of(p, a);
  spec.row = numeric::truncated_normal_rows(p.y, p.sign);
  const double u = p.moments.sigma_u * p.moments.sigma_u, v = p.moments.sigma_v * p.moments.sigma_v;
  spec.start = start_of(p, {0, std::log(u + v), std::log(u / v)});
  numeric::LikelihoodFit best = numeric::maximise(spec, vce, progress);
  const double wide = 9 * u;
  spec.start = start_of(p, {-2 * std::sqrt(wide), std::log(wide + v), std::log(wide / v)});
  try {
    numeric::LikelihoodFit other = numeric::maximise(spec, vce, progress);
    const bool higher = other.ll > best.ll + 1e-9 * std::abs(best.ll);
    if (other.converged && (higher || !best.converged)) return other;
  } catch (const numeric::Failure&) {
    return best;  // the second start is not feasible
  }
  return best;
}

void post_tests(const Problem& p, const Args& a, const kit::VceChoice& vce, const numeric::LikelihoodFit& fit,
                Results& e) {
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j < p.equations[0].x.cols; ++j) slopes.push_back(j);
  double chi2 = data::missing, df = static_cast<double>(slopes.size()), chi2_p = data::missing;
  if (!slopes.empty()) {
    const numeric::Wald w = numeric::wald_zero(slopes, fit.b, fit.V);
    chi2 = w.chi2;
    chi2_p = numeric::dist::chi2tail(df, chi2);
  }
  kit::post_scalars(e, {{"df_m", df}, {"chi2", chi2}, {"p", chi2_p}});
  e.macro("chi2type", "Wald");
  if (p.equations[0].design.constant) {
    const double z = p.moments.z;
    kit::post_scalars(e, {{"z", z}, {"p_z", numeric::dist::normal(a.cost ? -z : z)}});
  }
  const bool heteroskedastic = !a.u_variance.empty() || !a.v_variance.empty();
  if (vce.kind != "oim" || heteroskedastic || p.kind == Inefficiency::truncated_normal) return;
  const double lr = std::max(0.0, 2 * (fit.ll - p.moments.ll));
  const double p_c = lr < 1e-5 ? 1.0 : numeric::dist::chi2tail(1, lr) / 2;
  kit::post_scalars(e, {{"ll_c", p.moments.ll}, {"chi2_c", lr}, {"p_c", p_c}});
}

void post_sigmas(const Problem& p, const Args& a, const numeric::LikelihoodFit& fit, Results& e) {
  const std::size_t n = fit.b.size();
  if (p.kind == Inefficiency::truncated_normal) {
    const double total = std::exp(fit.b[n - 2]), gamma = numeric::dist::invlogit(fit.b[n - 1]);
    const double rest = numeric::dist::invlogit(-fit.b[n - 1]);
    kit::post_scalars(e, {{"sigma_u", std::sqrt(gamma * total)},
                          {"sigma_v", std::sqrt(rest * total)},
                          {"sigma2", total},
                          {"gamma", gamma}});
    return;
  }
  if (a.u_variance.empty()) e.scalar("sigma_u", std::exp(fit.b[n - 1] / 2));
  if (a.v_variance.empty()) e.scalar("sigma_v", std::exp(fit.b[n - 2 - p.equations[2].x.cols] / 2));
  if (!a.u_variance.empty() || !a.v_variance.empty()) return;
  kit::post_scalars(e, {{"sigma2", std::exp(fit.b[n - 1]) + std::exp(fit.b[n - 2])},
                        {"lambda", std::exp((fit.b[n - 1] - fit.b[n - 2]) / 2)}});
}

std::string terms_text(const Terms& terms) {
  std::string out;
  for (const auto& t : terms) out += (out.empty() ? "" : " ") + command::term_name(t);
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("frontier", a, c);
  const Problem p = prepare(a, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", p.sample, c);
  const numeric::LikelihoodFit fit = kit::compute(c, [&](numeric::Progress& progress) {
    return p.kind == Inefficiency::truncated_normal ? fit_truncated(p, a, vce.spec(), progress)
                                                    : fit_simple(p, a, vce.spec(), progress);
  });
  const kit::Coefficients k = kit::stacked_coefficients(p.equations, fit.b, fit.V);
  const char* law = p.kind == Inefficiency::truncated_normal ? "truncated-normal"
                    : p.kind == Inefficiency::exponential    ? "exponential"
                                                             : "half-normal";
  Results e = kit::begin_estimates("frontier", std::string("Stoc. frontier normal/") + law + " model",
                                   kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", fit.N}, {"ll", fit.ll}});
  post_tests(p, a, vce, fit, e);
  post_sigmas(p, a, fit, e);
  kit::post_scalars(e, {{"rank", fit.rank},
                        {"k", static_cast<double>(k.b.size())},
                        {"k_eq", static_cast<double>(p.equations.size())},
                        {"k_dv", 1},
                        {"ic", static_cast<double>(fit.log.size() - 1)},
                        {"converged", fit.converged ? 1.0 : 0.0}});
  e.macro("function", a.cost ? "cost" : "production").macro("dist", a.distribution);
  if (!a.u_variance.empty()) e.macro("u_hetvar", terms_text(a.u_variance));
  if (!a.v_variance.empty()) e.macro("v_hetvar", terms_text(a.v_variance));
  if (!a.mean.empty()) e.macro("cmvar", terms_text(a.mean));
  kit::post_vce(vce, fit.N_clust, e);
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);

  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), p.sample, k, kit::level_or_default(a.level, c));
  if (p.moments.wrong_skewness)
    out.line(
        "note: residuals of least squares have the wrong skewness for inefficiency; sigma_u tends to its "
        "boundary, zero",
        report::Style::note);
  if (!a.no_log) {
    out.document.blank();
    for (std::size_t i = 0; i < fit.log.size(); ++i)
      out.line(fmt::format("Iteration {}:   {} = {}  ", i,
                           vce.kind == "oim" ? "Log likelihood" : "Log pseudolikelihood",
                           text::format_number(fit.log[i], "%10.0g")));
  }
  kit::require_convergence(fit.converged, out);
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command frontier_command =
    define<Args>("FRONTier", "Stochastic production and cost frontiers")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
        .vce(&Args::vce, {"oim", "robust", "cluster"})
        .choice("Distribution", &Args::distribution, {"hnormal", "exponential", "tnormal"},
                "of the inefficiency: half-normal (default), exponential, truncated normal")
        .flag("cost", &Args::cost, "cost frontier: inefficiency raises the outcome")
        .term_list("cm", &Args::mean, "variables of the mean of the inefficiency (tnormal)")
        .term_list("Uhet", &Args::u_variance, "variables of the log variance of the inefficiency")
        .term_list("Vhet", &Args::v_variance, "variables of the log variance of the noise")
        .flag("noCONStant", &Args::no_constant, "no constant term")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .integer("ITERate", &Args::iterations, 0, 16000, "most iterations (300)")
        .flag("noLOg", &Args::no_log, "leave out the iteration log")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(ll)", "log likelihood"},
                 {"e(ll_c)", "log likelihood of least squares: no inefficiency"},
                 {"e(chi2_c)", "likelihood-ratio test of sigma_u = 0 (not for tnormal, uhet(), vhet() or robust)"},
                 {"e(p_c)", "its p-value, half the chi-squared(1) tail"},
                 {"e(z)", "skewness test of the least-squares residuals"},
                 {"e(p_z)", "its one-sided p-value"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(p)", "its p-value"},
                 {"e(df_m)", "slopes"},
                 {"e(sigma_u)", "standard deviation of the inefficiency's normal, or of the exponential"},
                 {"e(sigma_v)", "standard deviation of the noise"},
                 {"e(sigma2)", "sum of both variances"},
                 {"e(lambda)", "sigma_u/sigma_v (half-normal, exponential)"},
                 {"e(gamma)", "sigma_u^2/sigma2 (tnormal)"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(ic)", "iterations"},
                 {"e(converged)", "1 when converged"},
                 {"e(N_clust)", "number of clusters"},
                 {"e(function)", "production or cost"},
                 {"e(dist)", "hnormal, exponential or tnormal"},
                 {"e(b)", "coefficients: the frontier, then lnsig2v lnsig2u, or mu lnsigma2 lgtgamma"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Aigner, D., Lovell, C. A. K. and Schmidt, P. (1977). Journal of Econometrics 6, 21-37.")
        .reference("Stevenson, R. E. (1980). Journal of Econometrics 13, 57-66 (truncated normal).")
        .reference("Coelli, T. (1995). Journal of Productivity Analysis 6, 247-268 (skewness test).")
        .remark("predict te gives E(exp(-u)|e), u gives E(u|e), m the mode; logs are not taken for you.")
        .remark("The truncated-normal likelihood is flat: mu far below zero is close to the exponential model.")
        .example("Half-normal inefficiency that is known",
                 "clear\nset obs 400\nset seed 7\ngenerate x = rnormal()\n"
                 "generate y = 1 + .5*x + .2*rnormal() - .6*abs(rnormal())\nfrontier y x\npredict te, te",
                 "abs(_b[x] - .5) < .05 & abs(e(sigma_u) - .6) < .15 & te[1] < 1")
        .example("Without skewness there is no inefficiency",
                 "clear\ninput y x\n2 1\n1 2\n2 3\n5 4\n6 5\n5 6\n6 7\n9 8\nend\nfrontier y x, cost",
                 "e(p_c) >= .1 & e(function) == \"cost\"")
        .example("Variance of the inefficiency by size",
                 "clear\nset obs 600\nset seed 3\ngenerate x = rnormal()\ngenerate size = _n/600\n"
                 "generate y = 2 + x + .2*rnormal() - exp(-1 + size)*abs(rnormal())\n"
                 "frontier y x, uhet(size) nolog",
                 "_b[lnsig2u:size] > 0 & e(df_m) == 1")
        .example("Truncated normal, errors clustered",
                 "clear\nset obs 400\nset seed 7\ngenerate g = ceil(_n/10)\ngenerate x = rnormal()\n"
                 "generate y = 1 + .5*x + .2*rnormal() - .6*abs(rnormal() + 1)\n"
                 "frontier y x, distribution(tnormal) vce(cluster g)",
                 "e(N_clust) == 40 & e(gamma) > 0 & e(gamma) < 1")
        .runs(run);

}  // namespace nqp::commands::frontier_
