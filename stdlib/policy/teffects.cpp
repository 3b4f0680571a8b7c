// teffects: effects of a 0/1 treatment by regression, weighting, both, and matching.
#include <fmt/format.h>

#include <cmath>

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/binary_outcome.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/nearest_effects.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/overlap_figure.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/treatment_models.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/treatment/effects.hpp"

namespace nqp::commands::teffects_ {
namespace {

using namespace command;
using numeric::EffectTarget;

struct Args : kit::DisplayOptions {
  std::string body;
  Sample sample;
  Vce vce;
  bool ate = false, atet = false, means = false;
  int neighbors = 1;
  double caliper = 0, tolerance = 1e-5;
  Variables exact;
  Terms adjusted;
  std::string metric, stub;
  std::vector<ast::Option> graph_options;   // of teffects overlap
};

using Models = kit::TreatmentModels;

const char* title_of(const std::string& method) {
  if (method == "ra") return "Treatment-effects estimation: regression adjustment";
  if (method == "ipw") return "Treatment-effects estimation: inverse-probability weights";
  if (method == "aipw") return "Treatment-effects estimation: augmented IPW";
  if (method == "ipwra") return "Treatment-effects estimation: IPW regression adjustment";
  if (method == "psmatch") return "Treatment-effects estimation: propensity-score matching";
  return "Treatment-effects estimation: nearest-neighbor matching";
}

struct Estimated {
  double b[2] = {0, 0};
  numeric::Matrix V;
  bool one = false;                    // only the first
  std::vector<std::vector<std::uint32_t>> matches;   // of matching with generate()
};

Estimated estimate(const Models& m, const Args& a, EffectTarget target, const kit::EstimationSample& s,
                   const kit::VceChoice& vce, const Context& c) {
  const std::vector<double> y = kit::term_values(m.y[0], s, c);
  const std::vector<std::uint8_t> d = kit::treated_rows(m, s, c);
  const bool scored = m.method != "ra" && m.method != "nnmatch";
  kit::BinaryFit score;
  if (scored) score = kit::fit_treatment_score(m, a.sample, s.use, c);
  Estimated out;
  if (m.method == "psmatch" || m.method == "nnmatch") {
    kit::NearestRequest q;
    q.keep_matches = !a.stub.empty();
    q.neighbors = a.neighbors;
    if (a.caliper > 0) q.caliper = a.caliper;
    q.atet = target == EffectTarget::atet;
    if (a.metric == "ivariance") q.metric = kit::NearestMetric::inverse_variance;
    if (a.metric == "euclidean") q.metric = kit::NearestMetric::euclidean;
    std::string exact;
    for (const std::string& v : a.exact) exact += (exact.empty() ? "" : "#") + v;
    if (!exact.empty()) q.exact = kit::group_codes(exact, s, c).codes;
    if (!a.adjusted.empty()) q.adjusted = kit::make_design(a.adjusted, false, s, c).x;
    kit::NearestEffect e =
        m.method == "psmatch"
            ? kit::score_matching_effect(q, score, y, d, c)
            : kit::covariate_matching_effect(q, kit::make_design(m.x, false, s, c).x, y, d, c);
    out.b[0] = e.effect;
    out.V = numeric::Matrix(1, 1, e.variance);
    out.one = true;
    out.matches = std::move(e.matches);
    return out;
  }
  numeric::EffectSpec spec;
  spec.method = kit::effect_method(m.method);
  spec.target = target;
  spec.y = y;
  spec.treated = d;
  const numeric::Matrix x = kit::outcome_columns(m, s, y, c);
  spec.outcome_x = x;
  if (scored) {
    spec.treatment_x = score.data.x;
    spec.propensity = score.result.fit.b;
    spec.link = m.probit ? numeric::TreatmentLink::probit : numeric::TreatmentLink::logit;
  }
  spec.clusters = vce.spec().clusters;
  const numeric::EffectFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::treatment_effect(spec, p); });
  if (scored && fit.smallest_weight_p < a.tolerance)
    throw Error(459, "treatment overlap assumption has been violated", std::nullopt,
                {"the least probability of the treatment received is below " + text::macro_number(a.tolerance)});
  out.b[0] = fit.b[0];
  out.b[1] = fit.b[1];
  out.V = fit.V;
  return out;
}

std::vector<std::string> names_of(const Models& m, EffectTarget target, bool one) {
  const std::string d = term_name(m.d[0]);
  if (target == EffectTarget::potential_means) return {"POmeans:0." + d, "POmeans:1." + d};
  const std::string effect = target == EffectTarget::atet ? "ATET:r1vs0." + d : "ATE:r1vs0." + d;
  if (one) return {effect};
  return {effect, "POmean:0." + d};
}

// stub1 …: the observation numbers of the matches of every row.
data::Frame with_matches(const std::string& stub, const Estimated& fit, std::size_t most,
                         const kit::EstimationSample& s, const Context& c) {
  data::Frame f = c.frame;
  for (std::size_t k = 0; k < most; ++k) {
    std::vector<double> column(f.rows, data::missing);
    for (std::size_t i = 0; i < fit.matches.size(); ++i)
      if (k < fit.matches[i].size()) column[s.rows[i]] = static_cast<double>(s.rows[fit.matches[i][k]]) + 1;
    data::Variable v;
    v.name = stub + std::to_string(k + 1);
    v.label = "observation number of match " + std::to_string(k + 1);
    v.column = data::make_narrowest(column);
    v.format = data::default_format(v.column->type());
    kit::check_new_name(c, v.name);
    f.add(std::move(v));
  }
  return f;
}

kit::DisplayOptions display_options(const Args& a) {
  kit::DisplayOptions o = a;
  o.base_levels = true;
  return o;
}

// teffects overlap: densities of the score of the last estimates among treated and controls.
Output overlap(const Args& a, const Context& c) {
  const Results* e = c.e ? &c.e->results : nullptr;
  if (!e || e->macro_or("cmd") != "teffects") throw Error(301, "teffects has to come first");
  if (e->macro_or("tmodel").empty())
    throw Error(321, "teffects overlap is not valid after teffects " + e->macro_or("subcmd"), std::nullopt,
                {"there is no model of the treatment"});
  const Models m = kit::last_treatment_models(c);
  const kit::EstimationSample s = kit::last_sample(c);
  kit::ScoreRows rows;
  rows.score = kit::fitted_score(kit::fit_treatment_score(m, {}, s.use, c)).p;
  rows.treated = kit::treated_rows(m, s, c);
  // The score of which level is drawn says nothing new for two of them.
  std::vector<ast::Option> options = a.graph_options;
  std::erase_if(options, [](const ast::Option& o) { return kit::abbreviates(o.name, "PTLevel"); });
  Output out;
  out.document.add(kit::report_figure(kit::score_densities(rows, "", c), options, {0, 1}, c));
  return out;
}

Output run(const Args& a, const Context& c) {
  if (kit::trim(a.body) == "overlap") return overlap(a, c);
  if (!a.graph_options.empty())
    throw Error(198, "option " + a.graph_options[0].name + " not allowed", a.graph_options[0].name_span);
  if (a.body.empty()) return kit::replay("teffects", display_options(a), c);
  if (a.ate + a.atet + a.means > 1) throw Error(198, "options ate, atet and pomeans may not be combined");
  const Models m = kit::parse_treatment_models(a.body, c);
  const bool matching = m.method == "psmatch" || m.method == "nnmatch";
  const EffectTarget target = a.atet ? EffectTarget::atet : a.means ? EffectTarget::potential_means : EffectTarget::ate;
  if (!matching && !a.stub.empty()) throw Error(198, "generate() goes with teffects psmatch and nnmatch");
  if (matching && a.means) throw Error(198, "pomeans is not available with matching");
  if (m.method != "nnmatch" && (!a.exact.empty() || !a.adjusted.empty() || !a.metric.empty()))
    throw Error(198, "ematch(), biasadj() and metric() go with teffects nnmatch");
  if (m.method == "aipw" && a.atet)
    throw Error(198, "aipw does not estimate the atet", std::nullopt, {"ipwra is doubly robust for the atet"});
  kit::Needed needed{m.y, a.vce.variables};
  needed.groups.insert(needed.groups.end(), a.exact.begin(), a.exact.end());
  needed.terms.insert(needed.terms.end(), a.adjusted.begin(), a.adjusted.end());
  for (const Terms* t : {&m.x, &m.d, &m.z}) needed.terms.insert(needed.terms.end(), t->begin(), t->end());
  const kit::EstimationSample s = kit::mark_sample(c, a.sample, {}, needed);
  Vce asked = a.vce;
  if (asked.kind.empty()) asked.kind = "robust";
  kit::VceChoice vce = kit::choose_vce(asked, "conventional", s, c);
  if (matching && vce.kind == "cluster") throw Error(198, "vce(cluster) is not available with matching");
  const Estimated fit = estimate(m, a, target, s, vce, c);

  kit::Coefficients k;
  k.names = names_of(m, target, fit.one);
  k.b.assign(fit.b, fit.b + k.names.size());
  k.V = fit.V;
  Results e = kit::begin_estimates("teffects", title_of(m.method), kit::depvar_name(m.y), c);
  const std::vector<std::uint8_t> d = kit::treated_rows(m, s, c);
  const double n1 = static_cast<double>(std::count(d.begin(), d.end(), std::uint8_t{1}));
  kit::post_scalars(e, {{"N", static_cast<double>(s.size())}, {"n1", n1}, {"n0", static_cast<double>(s.size()) - n1}});
  e.macro("subcmd", m.method).macro("stat", a.atet ? "atet" : a.means ? "pomeans" : "ate");
  e.macro("tvar", term_name(m.d[0]));
  e.macro("tmodel", m.method == "ra" || m.method == "nnmatch" ? "" : m.probit ? "probit" : "logit");
  std::size_t most = 0;
  for (const auto& list : fit.matches) most = std::max(most, list.size());
  if (!a.stub.empty()) e.macro("generate", a.stub).scalar("k_nnmax", static_cast<double>(most));
  if (matching) vce.type = "AI robust";
  kit::post_vce(vce, {}, e);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, display_options(a), c);
  Output out = kit::estimation(std::move(e), s, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  if (!a.stub.empty()) out.frame = with_matches(a.stub, fit, most, s, c);
  return out;
}

}  // namespace

extern const Command teffects_command = kit::loose_body(
    define<Args>("TEFFects", "Treatment effects from observational data")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .vce(&Args::vce, {"robust", "cluster"})
        .flag("ate", &Args::ate, "average effect (default)")
        .flag("atet", &Args::atet, "average effect on the treated")
        .flag("POMeans", &Args::means, "the two potential-outcome means")
        .integer("Nneighbor", &Args::neighbors, 1, 10000, "psmatch, nnmatch: neighbors (1); ties are all taken")
        .number("CALiper", &Args::caliper, 0, 1e300, "psmatch, nnmatch: largest distance")
        .variables("EMatch", &Args::exact, "nnmatch: matches have the same values of these variables")
        .term_list("BIASadj", &Args::adjusted, "nnmatch: differences of matches adjusted by regression on these")
        .choice("METRic", &Args::metric, {"mahalanobis", "ivariance", "euclidean"},
                "nnmatch: distance of covariates; default mahalanobis")
        .text("GENerate", &Args::stub, "psmatch, nnmatch: new variables stub1 … with observation numbers of matches")
        .number("PSTOLerance", &Args::tolerance, 0, 1, "weights: least probability of the treatment received (1e-5)")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEADer", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .any_options(&Args::graph_options)
        .stores({{"e(N)", "number of observations"},
                 {"e(n1)", "treated"},
                 {"e(n0)", "untreated"},
                 {"e(b)", "the effect and the mean of the untreated outcome; two means with pomeans"},
                 {"e(V)", "their variances"},
                 {"e(subcmd)", "ra, ipw, aipw, ipwra, psmatch or nnmatch"},
                 {"e(stat)", "ate, atet or pomeans"},
                 {"e(tvar)", "treatment"},
                 {"e(generate)", "stub of the variables that hold the matches"},
                 {"e(k_nnmax)", "the most matches of a row, with generate()"},
                 {"e(cmd)", "teffects"},
                 {"r(table)", "effects, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference("Imbens, G. W. (2004). Review of Economics and Statistics 86, 4-29.")
        .reference("Wooldridge, J. M. (2007). Journal of Econometrics 141, 1281-1301 (ipwra).")
        .reference("Abadie, A. and Imbens, G. W. (2006). Econometrica 74, 235-267; (2016) Econometrica 84, 781-807.")
        .remark("teffects ra (y x) (d); ipw (y) (d z [, probit]); aipw and ipwra (y x) (d z); psmatch (y) (d z); "
                "nnmatch (y x) (d).")
        .remark("Weights are normalised. Standard errors take the estimation of all models into account: the moments "
                "are stacked, without small-sample factors.")
        .remark(
            "psmatch: variances are adjusted for the estimated score (Abadie and Imbens 2016). nnmatch: biasadj() is "
            "the correction of Abadie and Imbens (2011). The treatment is 0/1 and outcome models are linear.")
        .remark("predict afterwards computes te, cmean (ra, aipw, ipwra), po (matching, with generate()) and ps (all "
                "but ra and nnmatch); tlevel(1) asks for the treated, the untreated are the default.")
        .remark("teffects overlap afterwards draws the densities of the estimated score of treated and controls, with "
                "options of twoway.")
        .example("Overlap",
                 "sysuse lalonde\nquietly teffects ipw (re78) (treat age educ married), atet\n"
                 "teffects overlap, title(\"Overlap\")",
                 "e(N) > 0")
        .example("Weighting with one binary covariate: the means of its cells by hand",
                 "clear\ninput d z y\n1 0 5\n1 0 7\n0 0 2\n0 0 4\n0 0 3\n1 1 10\n0 1 6\n0 1 8\nend\n"
                 "teffects ipw (y) (d z)",
                 "abs(el(e(b), 1, 1) - (5/8*(6 - 3) + 3/8*(10 - 7))) < 1e-6")
        .example("Regression adjustment, effect on the treated",
                 "clear\ninput d z y\n1 0 5\n1 0 7\n0 0 2\n0 0 4\n0 0 3\n1 1 11\n0 1 6\n0 1 8\nend\n"
                 "teffects ra (y z) (d), atet",
                 "abs(el(e(b), 1, 1) - (2/3*(6 - 3) + 1/3*(11 - 7))) < 1e-9")
        .example("Matches are kept for predict",
                 "sysuse lalonde\nquietly teffects psmatch (re78) (treat age educ), generate(match)\n"
                 "scalar b = el(e(b), 1, 1)\npredict effect, te\nsummarize effect, meanonly",
                 "abs(r(mean) - b) < 1e-3 & e(k_nnmax) >= 1 & e(generate) == \"match\"")
        .example("Nearest neighbors of the same sex, adjusted",
                 "sysuse lalonde\n"
                 "teffects nnmatch (re78 age educ re74) (treat), ematch(married) biasadj(age educ re74) atet",
                 "e(N) == 614 & e(subcmd) == \"nnmatch\"")
        .runs(run));

}  // namespace nqp::commands::teffects_
