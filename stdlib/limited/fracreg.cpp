// fracreg: regression of fractions, by quasi maximum likelihood.
#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/generalised_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::fracreg_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string body;                    // model, outcome, regressors
};

// "logit y x": the model's word stands where other commands have the outcome.
std::string read_body(const Args& given, const Context& c, kit::LikelihoodArgs& a) {
  std::string_view rest = given.body;
  const std::string word = kit::take_word(rest);
  const std::string link = kit::abbreviates(word, "LOGit") ? "logit" : kit::abbreviates(word, "PRObit") ? "probit" : "";
  if (link.empty())
    throw Error(198, word + " is not a model of fracreg", std::nullopt, {"fracreg logit y x, or fracreg probit y x"});
  if (kit::trim(rest).empty()) throw Error(100, "varlist required");
  const Terms terms = resolve_terms(kit::trim(rest), c);
  a.y.assign(terms.begin(), terms.begin() + 1);
  a.x.assign(terms.begin() + 1, terms.end());
  return link;
}

void check_fractions(const kit::LikelihoodData& d, const std::string& name) {
  if (std::any_of(d.y.begin(), d.y.end(), [](double v) { return v < 0 || v > 1; }))
    throw Error(459, name + " must be between 0 and 1", std::nullopt, {"fracreg is for fractions, shares and rates"});
  if (std::all_of(d.y.begin(), d.y.end(), [&](double v) { return v == d.y[0]; }))
    throw Error(2000, "outcome does not vary");
}

Output run(const Args& given, const Context& c) {
  if (kit::trim(given.body).empty())
    return kit::replay("fracreg", kit::likelihood_display(given, "Odds ratio"), c);
  kit::LikelihoodArgs a = given;
  const std::string link = read_body(given, c, a);
  if (a.ratios && link != "logit") throw Error(198, "option or not allowed", std::nullopt, {"with fracreg logit only"});
  if (a.vce.kind.empty()) a.vce.kind = "robust";
  const kit::GlmChoice g = kit::read_glm("binomial", link);
  kit::LikelihoodData d = kit::likelihood_data(a, c);
  kit::find_omitted(d, !a.no_constant);
  const std::string y = kit::depvar_name(a.y);
  check_fractions(d, y);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = numeric::glm_rows(g.model, d.y, false);
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.iterations = a.iterations;
  const auto fit = [&](numeric::MatrixView x, bool constant, const numeric::VceSpec& v) {
    spec.indices = {{x, constant, d.offset}};
    spec.start = kit::glm_start(g, d, spec);
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, v, p); });
  };
  kit::LikelihoodResult r;
  r.ll_0 = a.no_constant ? numeric::undefined
                         : fit(numeric::MatrixView(d.x.data.data(), d.y.size(), 0), true, {}).ll;
  r.equations = {{y, true, !a.no_constant, "_cons"}};
  r.constraints = kit::likelihood_constraints(a, d, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = fit(d.x, !a.no_constant, vce.spec());
  r.cmd = "fracreg";
  r.title = link == "logit" ? "Fractional logistic regression" : "Fractional probit regression";
  r.eform = "Odds ratio";
  r.macros = {{"estimator", link}, {"family_text", "binomial"}, {"link_text", link}};
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("fracreg", "Regression of fractions");
  d.anything(&Args::body)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .flag("noCONStant", &Args::no_constant, "no constant term")
      .variable("OFFset", &Args::offset, "variable whose coefficient is fixed at 1")
      .flag("or", &Args::ratios, "odds ratios, of fracreg logit");
  kit::maximisation_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(ll_0)", "log pseudolikelihood, constant only"},
               {"e(r2_p)", "McFadden's pseudo R-squared"},
               {"e(estimator)", "logit or probit"}})
      .reference("Papke, L. E. and Wooldridge, J. M. (1996). Econometric methods for fractional response variables. "
                 "Journal of Applied Econometrics 11, 619-632.")
      .remark("fracreg logit|probit y x: y lies between 0 and 1, ends included. Variances are robust unless vce(oim) "
              "is asked for.")
      .remark("predict: cm, the conditional mean (default), xb and stdp. margins knows the same mean.")
      .example("A 0/1 outcome: the logit with robust variances",
               "sysuse auto\nquietly logit foreign mpg, robust\nscalar B0 = _b[mpg]\nscalar S0 = _se[mpg]\n"
               "fracreg logit foreign mpg",
               "abs(_b[mpg] - B0) < 1e-9 & abs(_se[mpg] - S0) < 1e-9 & e(vcetype) == \"Robust\"")
      .example("Shares, clustered", "sysuse mroz\ngenerate share = hours/5000\n"
               "fracreg probit share educ age, vce(cluster city)\npredict double m\nquietly summarize share\n"
               "scalar S1 = r(mean)\nquietly summarize m",
               "e(N_clust) == 2 & abs(r(mean) - S1) < .002 & e(estimator) == \"probit\"")
      .runs(run);
}

}  // namespace

extern const Command fracreg_command = command();

}  // namespace nqp::commands::fracreg_
