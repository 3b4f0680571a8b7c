// mlogit: multinomial logistic regression.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"
#include "stdlib/kit/outcome_categories.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::commands::mlogit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::optional<std::string> base;     // baseoutcome()
};

std::size_t base_category(const Args& a, const kit::OutcomeCategories& k, const std::vector<std::string>& names) {
  if (!a.base)
    return static_cast<std::size_t>(std::max_element(k.weight.begin(), k.weight.end()) - k.weight.begin());
  Results known;
  known.matrix("out", kit::named_row(k.values, "r1", std::vector<std::string>(k.values.size(), "c")));
  known.macro("eqnames", text::joined(names));
  return kit::outcome_place(known, *a.base);
}

// Rows of which the outcome has a fitted probability of 1 as far as doubles tell.
double determined(const numeric::LikelihoodSpec& spec, const std::vector<double>& b, std::size_t n) {
  const std::vector<std::vector<double>> eta = numeric::indices_at(spec, b);
  std::vector<double> at(eta.size());
  double count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < eta.size(); ++j) at[j] = eta[j][i];
    if (spec.row(i, at.data(), nullptr, nullptr) > -1e-8) ++count;
  }
  return count;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("mlogit", kit::likelihood_display(a, "RRR"), c);
  kit::LikelihoodData d = kit::likelihood_data(a, c);
  kit::find_omitted(d, !a.no_constant);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  const kit::OutcomeCategories k = kit::outcome_categories(d.y, d.sample, 50);
  const std::string y = kit::depvar_name(a.y);
  const std::vector<std::string> names = kit::category_names(y, k.values, c);
  const std::size_t J = k.values.size(), base = base_category(a, k, names);

  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = numeric::multinomial_rows(k.code, J, base);
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  spec.iterations = a.iterations;
  const auto fit = [&](numeric::MatrixView x, bool constant, const numeric::VceSpec& v) {
    spec.indices.assign(J - 1, {x, constant, {}});
    spec.start.clear();
    for (std::size_t j = 0; j < J; ++j) {
      if (j == base) continue;
      spec.start.insert(spec.start.end(), x.cols, 0.0);
      if (constant) spec.start.push_back(std::log(k.weight[j] / k.weight[base]));
    }
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, v, p); });
  };
  kit::LikelihoodResult r;
  r.ll_0 = a.no_constant ? numeric::undefined
                         : fit(numeric::MatrixView(d.x.data.data(), d.y.size(), 0), true, {}).ll;
  std::string eqnames;
  for (std::size_t j = 0; j < J; ++j) {
    kit::Equation q{names[j], true, !a.no_constant, "_cons"};
    q.zero = j == base;
    r.equations.push_back(std::move(q));
    eqnames += (j > 0 ? " " : "") + names[j];
  }
  r.constraints = kit::likelihood_constraints(a, d, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = fit(d.x, !a.no_constant, vce.spec());
  const double cd = determined(spec, r.fit.b, d.y.size());
  if (cd > 0)
    r.notes.push_back(text::macro_number(cd) + " observations completely determined; their outcome is certain and "
                      "standard errors are questionable.");
  r.cmd = "mlogit";
  r.title = "Multinomial logistic regression";
  r.eform = "RRR";
  r.scalars = {{"k_out", static_cast<double>(J)}, {"k_eq_model", static_cast<double>(J - 1)},
               {"ibaseout", static_cast<double>(base + 1)}, {"baseout", k.values[base]}, {"N_cd", cd}};
  r.macros = {{"eqnames", eqnames}, {"baselab", names[base]}};
  r.matrices.emplace_back("out", kit::named_row(k.values, y, names));
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("MLOGit", "Multinomial logistic regression");
  d.dependent(&Args::y)
      .terms(&Args::x, {0})
      .replays()
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .flag("noCONStant", &Args::no_constant, "no constant terms")
      .text("Baseoutcome", &Args::base, "the outcome of comparison: its value, or #1 for the first")
      .flag("RRr", &Args::ratios, "relative-risk ratios: exponentiated coefficients");
  kit::maximisation_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(ll_0)", "log likelihood, constants only"},
               {"e(r2_p)", "McFadden's pseudo R-squared"},
               {"e(k_out)", "number of outcomes"},
               {"e(k_eq_model)", "equations that are estimated"},
               {"e(ibaseout)", "place of the base outcome"},
               {"e(baseout)", "its value"},
               {"e(baselab)", "its name"},
               {"e(eqnames)", "names of the outcomes' equations"},
               {"e(out)", "values of the outcomes"},
               {"e(N_cd)", "observations completely determined"}})
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 18.2.")
      .remark("The base outcome is the most frequent one unless baseoutcome() names another; its coefficients are 0.")
      .remark(
          "predict: pr (of every outcome with as many new variables, else of outcome()), xb and stdp of outcome(). "
          "Coefficients are written [outcome]_b[x], or _b[outcome:x].")
      .example("Two outcomes: the logit",
               "sysuse auto\nquietly logit foreign mpg\nscalar slope = _b[mpg]\nscalar S0 = _se[mpg]\n"
               "mlogit foreign mpg, baseoutcome(0)",
               "abs(_b[Foreign:mpg] - slope) < 1e-8 & abs(_se[Foreign:mpg] - S0) < 1e-8 & e(k_out) == 2")
      .example("Without regressors: log ratios of the counts", "sysuse auto\nmlogit rep78",
               "e(baseout) == 3 & abs(_b[4:_cons] - ln(18/30)) < 1e-9 & abs(e(ll) - e(ll_0)) < 1e-9")
      .example("Relative risks, clustered",
               "sysuse auto\ngenerate size = 1 + (weight > 2500) + (weight > 3500)\n"
               "mlogit size mpg foreign, rrr vce(cluster headroom)",
               "e(N_clust) == 8 & e(k_out) == 3 & e(df_m) == 4")
      .example(
          "Probabilities of all outcomes",
          "sysuse auto\nquietly mlogit rep78 mpg\npredict double p1 p2 p3 p4 p5\nquietly summarize p4 if e(sample)",
          "abs(r(mean) - 18/69) < 1e-6 & abs(p1[1] + p2[1] + p3[1] + p4[1] + p5[1] - 1) < 1e-6")
      .runs(run);
}

}  // namespace

extern const Command mlogit_command = command();

}  // namespace nqp::commands::mlogit_
