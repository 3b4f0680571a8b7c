// heckprobit: probit of an outcome that is seen for a selected part of the sample only.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/selected_outcome.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/bivariate_rows.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::commands::heckprobit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string select;
  bool first = false;
};

numeric::LikelihoodFit outcome_probit(const kit::LikelihoodData& d, bool constant, const Context& c) {
  numeric::LikelihoodSpec spec;
  spec.rows = d.y.size();
  spec.row = numeric::probit_rows(d.y);
  spec.weights = d.sample.weights;
  spec.weight_kind = d.sample.weight_kind;
  if (spec.weight_kind == WeightKind::pweight) spec.weight_kind = WeightKind::iweight;  // only b and ll are used
  spec.indices = {{d.x, constant, d.offset}};
  return kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, {}, p); });
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("heckprobit", a, c);
  if (a.select.empty())
    throw Error(198, "option select() required", std::nullopt,
                {"select(z1 z2), or select(seen = z1 z2) when a 0/1 variable says what is seen"});
  kit::SelectedOutcome m = kit::selected_outcome(a, a.select, c);
  for (double& v : m.outcome.y) v = v != 0 ? 1 : 0;
  if (std::all_of(m.outcome.y.begin(), m.outcome.y.end(), [&](double v) { return v == m.outcome.y[0]; }))
    throw Error(2000, "outcome does not vary among the selected", std::nullopt,
                {"0 = negative outcome, all other nonmissing values = positive outcome"});
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", m.all.sample, c);
  const bool constant = !a.no_constant;
  const numeric::LikelihoodFit selection = kit::selection_probit(m, c);
  const numeric::LikelihoodFit outcome = outcome_probit(m.outcome, constant, c);
  const std::size_t n = m.selected.size();
  const kit::OutcomeRows rows = kit::outcome_rows(m);
  const numeric::MatrixView nothing(rows.x.data.data(), n, 0);
  numeric::LikelihoodSpec spec;
  spec.rows = n;
  spec.row = numeric::selected_probit_rows(rows.y, m.selected);
  spec.weights = m.all.sample.weights;
  spec.weight_kind = m.all.sample.weight_kind;
  spec.iterations = a.iterations;
  spec.indices = {{rows.x, constant, m.all.offset}, {m.all.x, m.selection.constant, {}}, {nothing, true, {}}};
  spec.start = outcome.b;
  spec.start.insert(spec.start.end(), selection.b.begin(), selection.b.end());
  spec.start.push_back(0);
  kit::LikelihoodResult r;
  r.equations = {{m.y, true, constant, "_cons", &m.outcome},
                 {m.selector, true, m.selection.constant, "_cons", &m.all, false},
                 {"", false, true, "/athrho"}};
  r.constraints = kit::likelihood_constraints(a, m.all, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, vce.spec(), p); });
  r.ll_0 = numeric::undefined;
  const double tau = r.fit.b.back(), variance = r.fit.V(r.fit.b.size() - 1, r.fit.b.size() - 1);
  const double apart = selection.ll + outcome.ll;
  const bool ratio = vce.kind == "oim" && !r.constraints;
  const double chi2 = ratio ? std::max(0.0, 2 * (r.fit.ll - apart)) : tau * tau / variance;
  const auto seen = static_cast<double>(std::count(m.selected.begin(), m.selected.end(), 1));
  r.cmd = "heckprobit";
  r.title = "Probit model with sample selection";
  r.scalars = {{"N_selected", seen}, {"N_nonselected", static_cast<double>(n) - seen},
               {"rho", std::tanh(tau)}, {"ll_c", apart}, {"chi2_c", chi2},
               {"p_c", numeric::dist::chi2tail(1, chi2)}, {"k_aux", 1}};
  r.macros = {{"depvar", m.selection.y.empty() ? m.y : m.y + " " + m.selector}, {"chi2_ct", ratio ? "LR" : "Wald"}};
  Output out = kit::post_likelihood(a, m.all, vce, std::move(r), c);
  if (a.first) kit::show_selection_first(m, selection, a.level, c, out);
  return out;
}

Command command() {
  auto d = define<Args>("HECKPROBit", "Probit model with sample selection");
  kit::common_likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .text("SELect", &Args::select, "[depvar =] varlist [, noconstant]: the selection equation")
      .flag("first", &Args::first, "show the probit of the selection first");
  return kit::common_likelihood_results(d)
      .stores({{"e(N_selected)", "selected observations"},
               {"e(N_nonselected)", "observations that are not selected"},
               {"e(rho)", "correlation of the two errors"},
               {"e(ll_c)", "log likelihood of the two probits apart"},
               {"e(chi2_c)", "test of rho = 0: likelihood ratio, or Wald with robust variances"},
               {"e(p_c)", "its p-value"},
               {"e(chi2_ct)", "LR or Wald"},
               {"e(k_aux)", "1"}})
      .reference("Van de Ven, W. and Van Praag, B. (1981). Journal of Econometrics 17, 229-252.")
      .remark("predict: pmargin (default), p11, p10, p01, p00, psel, pcond, xb, stdp, xbsel.")
      .example("Dear cars among those whose repair record is known to be good",
               "sysuse auto\ngenerate dear = price > 6000\ngenerate seen = mpg < 25\n"
               "heckprobit dear weight, select(seen = length turn)\npredict double p11, p11\npredict double ps, psel\n"
               "predict double pc, pcond",
               "e(N_selected) + e(N_nonselected) == 74 & abs(pc - p11/ps) < 1e-12 & abs(tanh(_b[/athrho]) - e(rho)) < "
               "1e-12 & e(ll) >= e(ll_c) - 1e-9")
      .example("Clustered",
               "sysuse auto\ngenerate dear = price > 6000 if mpg < 25\n"
               "heckprobit dear weight, select(length turn) vce(cluster headroom)",
               "e(N_clust) == 8 & e(chi2_ct) == \"Wald\"")
      .runs(run);
}

}  // namespace

extern const Command heckprobit_command = command();

}  // namespace nqp::commands::heckprobit_
