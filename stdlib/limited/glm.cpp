// glm: generalised linear models.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/generalised_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::glm_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string family, link, scale;
  bool irls = false, ml = false, eform = false;
};

struct Fit {
  double deviance = 0, pearson = 0;
};

double copies(const kit::LikelihoodData& d, std::size_t i, double factor) {
  return d.sample.weights.empty() ? 1 : d.sample.weights[i] * factor;
}

Fit fit_statistics(const kit::GlmChoice& g, const numeric::LikelihoodSpec& spec, const kit::LikelihoodData& d,
                   const std::vector<double>& b, double factor) {
  const std::vector<std::vector<double>> eta = numeric::indices_at(spec, b);
  Fit f;
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    const double m = g.model.trials.empty() ? 1 : g.model.trials[i];
    const double mu = m * numeric::glm_mean(g.model, eta[0][i]).mean, w = copies(d, i, factor);
    f.deviance += w * numeric::glm_deviance(g.model, d.y[i], mu, m);
    f.pearson += w * (d.y[i] - mu) * (d.y[i] - mu) / numeric::glm_variance(g.model, mu, m);
  }
  return f;
}

// scale(): x2, dev or a number; by default 1 for discrete families and Pearson's statistic for the others.
double scale_of(const Args& a, const kit::GlmChoice& g, const Fit& f, double df) {
  using numeric::GlmFamily;
  const bool discrete = g.model.family == GlmFamily::binomial || g.model.family == GlmFamily::poisson ||
                        g.model.family == GlmFamily::negative_binomial;
  if (a.scale.empty()) return discrete ? 1 : f.pearson / df;
  if (a.scale == "x2") return f.pearson / df;
  if (a.scale == "dev") return f.deviance / df;
  char* end = nullptr;
  const double v = std::strtod(a.scale.c_str(), &end);
  if (*end != '\0' || !(v > 0)) throw Error(198, "scale() takes x2, dev or a positive number");
  return v;
}

void check_outcomes(const kit::GlmChoice& g, const kit::LikelihoodData& d, const std::string& name) {
  for (std::size_t i = 0; i < d.y.size(); ++i)
    if (!numeric::glm_outcome_fits(g.model, d.y[i], g.model.trials.empty() ? 1 : g.model.trials[i]))
      throw Error(459, name + " has values that family(" + g.family + ") does not allow", std::nullopt,
                  {g.family == "binomial" ? "they lie between 0 and the number of trials" : "they are not positive"});
}

void add_statistics(const Args& a, const kit::GlmChoice& g, const Fit& f, double df, kit::LikelihoodResult& r) {
  const double N = r.fit.N, k = N - df;
  if (g.family == "gaussian") r.fit.ll = -N / 2 * (1 + std::log(2 * std::acos(-1.0)) + std::log(f.deviance / N));
  const double phi = scale_of(a, g, f, df);
  r.scalars = {{"df", df},
               {"phi", phi},
               {"deviance", f.deviance},
               {"deviance_s", f.deviance / phi},
               {"deviance_p", f.pearson},
               {"deviance_ps", f.pearson / phi},
               {"dispers", f.deviance / df},
               {"dispers_s", f.deviance / df / phi},
               {"dispers_p", f.pearson / df},
               {"dispers_ps", f.pearson / df / phi},
               {"aic", (-2 * r.fit.ll + 2 * k) / N},
               {"bic", f.deviance - df * std::log(N)}};
  if (g.model.link == numeric::GlmLink::power) r.scalars.emplace_back("power", g.model.power);
  if (g.family == "nbinomial") r.scalars.emplace_back("a", g.model.k);
  r.macros = {{"varfunct", g.family}, {"varfuncf", kit::glm_variance_text(g)}, {"linkt", g.link},
              {"linkf", kit::glm_link_text(g)}, {"family_text", a.family}, {"link_text", a.link},
              {"opt", a.irls ? "irls" : "ml"}};
  if (!g.trials.empty()) r.macros.emplace_back("m", g.trials);
}

std::string eform_heading(const kit::GlmChoice& g) {
  if (g.link == "logit") return "Odds ratio";
  return g.link == "log" && (g.family == "poisson" || g.family == "nbinomial") ? "IRR" : "exp(b)";
}

bool moved(const std::vector<double>& from, const std::vector<double>& to) {
  for (std::size_t j = 0; j < to.size(); ++j)
    if (std::abs(to[j] - from[j]) > 1e-10 * std::abs(to[j])) return true;
  return false;
}

Output run(const Args& a, const Context& c) {
  kit::LikelihoodArgs shown = a;
  shown.ratios = a.eform;
  if (a.y.empty()) return kit::replay("glm", kit::likelihood_display(shown, "exp(b)"), c);
  if (a.irls && a.ml) throw Error(198, "options irls and ml may not be combined");
  kit::GlmChoice g = kit::read_glm(a.family, a.link);
  kit::LikelihoodData d = kit::likelihood_data(a, c);
  kit::find_omitted(d, !a.no_constant);
  g.model.trials = kit::glm_trials(g, d.sample, c);
  const std::string y = kit::depvar_name(a.y);
  if (g.model.family == numeric::GlmFamily::binomial && g.trials.empty())
    for (const double v : d.y)
      if (v > 1) {
        for (double& value : d.y) value = value != 0 ? 1 : 0;
        break;
      }
  check_outcomes(g, d, y);
  kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = numeric::glm_rows(g.model, d.y, a.irls);
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.iterations = a.iterations;
  spec.indices = {{d.x, !a.no_constant, d.offset}};
  spec.start = kit::glm_start(g, d, spec);
  kit::LikelihoodResult r;
  r.equations = {{y, true, !a.no_constant, "_cons"}};
  r.constraints = kit::likelihood_constraints(a, d, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  const auto fit = [&] {
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, vce.spec(), p); });
  };
  r.fit = fit();
  // With scale 1 a likelihood of small dispersion is flat before the maximum is reached: go on until nothing moves.
  const std::vector<double> log = r.fit.log;
  for (int k = 0; k < 8 && r.fit.converged && moved(spec.start, r.fit.b); ++k) {
    spec.start = r.fit.b;
    r.fit = fit();
  }
  r.fit.log = log;
  double total = 0;
  for (const double w : d.sample.weights) total += w;
  const bool scaled = d.sample.weight_kind == WeightKind::aweight || d.sample.weight_kind == WeightKind::pweight;
  const Fit f = fit_statistics(g, spec, d, r.fit.b, scaled ? static_cast<double>(d.y.size()) / total : 1);
  const double df = r.fit.N - static_cast<double>(r.fit.b.size() - (r.constraints ? r.constraints->rank : 0));
  if (!(df > 0)) throw Error(2001, "insufficient observations");
  add_statistics(a, g, f, df, r);
  const double phi = r.scalars[1].second;
  if (vce.kind == "oim")
    for (double& v : r.fit.V.data) v *= phi;
  if (a.irls && vce.kind == "oim") r.macros.insert(r.macros.end(), {{"vce", "eim"}, {"vcetype", "EIM"}});
  else if (vce.kind == "oim") r.macros.emplace_back("vcetype", "OIM");
  r.ll_0 = numeric::undefined;
  r.cmd = "glm";
  r.title = "Generalized linear models";
  r.eform = eform_heading(g);
  return kit::post_likelihood(shown, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("glm", "Generalized linear models");
  d.text("Family", &Args::family, "gaussian, igaussian, binomial [m], poisson, nbinomial [#k] or gamma")
      .text("Link", &Args::link, "identity, log, logit, probit, cloglog, loglog, logc, power # or reciprocal");
  kit::common_likelihood_options(d)
      .weights(&Args::weight,
               {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight})
      .variable("Exposure", &Args::exposure, "exposure time: its logarithm has the coefficient 1")
      .text("SCAle", &Args::scale, "x2, dev or a number: the scale of the variances")
      .flag("irls", &Args::irls, "expected instead of observed information")
      .flag("ml", &Args::ml, "Newton-Raphson with observed information (default)")
      .flag("EForm", &Args::eform, "exponentiated coefficients");
  return kit::common_likelihood_results(d)
      .stores({{"e(df)", "residual degrees of freedom"},
               {"e(phi)", "scale parameter"},
               {"e(deviance)", "deviance"},
               {"e(deviance_s)", "scaled deviance"},
               {"e(deviance_p)", "Pearson's statistic"},
               {"e(deviance_ps)", "scaled Pearson's statistic"},
               {"e(dispers)", "deviance over its degrees of freedom"},
               {"e(dispers_s)", "scaled dispersion"},
               {"e(dispers_p)", "Pearson's statistic over its degrees of freedom"},
               {"e(dispers_ps)", "scaled Pearson dispersion"},
               {"e(aic)", "(-2 ll + 2k)/N"},
               {"e(bic)", "deviance - df ln N"},
               {"e(power)", "power of the link"},
               {"e(a)", "dispersion of the negative binomial"},
               {"e(varfunct)", "family"},
               {"e(varfuncf)", "its variance function"},
               {"e(linkt)", "link"},
               {"e(linkf)", "its formula"},
               {"e(family_text)", "family() as given"},
               {"e(link_text)", "link() as given"},
               {"e(m)", "number of trials"},
               {"e(opt)", "ml or irls"}})
      .reference("McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., chapters 2 and 9.")
      .remark("Without link() the family's canonical link is taken; log for the negative binomial.")
      .remark(
          "The log likelihood of the gaussian family is that of regress; gamma and inverse gaussian have scale 1 "
          "in it.")
      .remark(
          "predict: mu (default), xb, eta, stdp; response, pearson, deviance, anscombe, likelihood and working "
          "residuals, also standardized and studentized; score, hat, cooksd. hat takes expected information.")
      .example("Gaussian and identity: least squares",
               "sysuse auto\nquietly regress price mpg weight\nscalar B0 = _b[mpg]\nscalar S0 = _se[mpg]\n"
               "glm price mpg weight",
               "abs(_b[mpg]/B0 - 1) < 1e-9 & abs(_se[mpg]/S0 - 1) < 1e-9 & abs(e(deviance)/e(phi) - e(df)) < 1e-8")
      .example("Binomial: the logit, with odds ratios",
               "sysuse auto\nquietly logit foreign mpg\nscalar B0 = _b[mpg]\nscalar L0 = e(ll)\n"
               "glm foreign mpg, family(binomial) eform vce(robust)",
               "abs(_b[mpg] - B0) < 1e-9 & abs(e(ll) - L0) < 1e-9 & e(linkt) == \"logit\"")
      .example("Counts out of a number of trials",
               "clear\ninput y n x\n3 10 0\n4 10 0\n8 12 1\n6 12 1\nend\nglm y x, family(binomial n) irls",
               "abs(_b[x] - (logit(14/24) - logit(7/20))) < 1e-8 & e(m) == \"n\"")
      .example("Gamma outcomes with a log link, clustered",
               "sysuse auto\nglm price foreign, family(gamma) link(log) vce(cluster rep78)",
               "abs(exp(_b[_cons] + _b[foreign]) - 6070.1429) < .001 & e(N_clust) == 5")
      .example("Negative binomial with given dispersion", "sysuse auto\nglm rep78 mpg, family(nbinomial .5)",
               "e(a) == .5")
      .example("Gamma with its canonical link: the reciprocal of the mean",
               "sysuse auto\nglm price, family(gamma)\nquietly summarize price",
               "e(power) == -1 & abs(_b[_cons]*r(mean) - 1) < 1e-8")
      .runs(run);
}

}  // namespace

extern const Command glm_command = command();

}  // namespace nqp::commands::glm_
