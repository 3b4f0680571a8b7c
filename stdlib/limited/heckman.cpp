// heckman: regression of an outcome that is seen for a selected part of the sample only.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/correlated_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selected_outcome.hpp"
#include "stdlib/numeric/likelihood/selection_rows.hpp"

namespace nqp::commands::heckman_ {
namespace {

using namespace command;
using numeric::Matrix;

struct Args : kit::LikelihoodArgs {
  std::string select;
  bool two_step = false, ml = false, first = false;
  NewVariable mills;
};

using Model = kit::SelectedOutcome;

// zγ of every row of the selection equation.
std::vector<double> selection_index(const Model& m, const std::vector<double>& gamma) {
  numeric::LikelihoodSpec spec;
  spec.rows = m.selected.size();
  spec.indices = {{m.all.x, m.selection.constant, {}}};
  return numeric::indices_at(spec, gamma)[0];
}

std::vector<double> without_offset(const kit::LikelihoodData& d) {
  std::vector<double> y = d.y;
  for (std::size_t i = 0; i < d.offset.size(); ++i) y[i] -= d.offset[i];
  return y;
}

// Least squares of the selected rows with the inverse Mills' ratio.
kit::MillsRegression fit_two_step(const Model& m, const numeric::LikelihoodFit& probit, bool constant) {
  const std::vector<double> zg = selection_index(m, probit.b);
  const std::size_t n = m.outcome.y.size();
  Matrix W = m.outcome.x;
  W.rows = n;
  if (constant) W.data.insert(W.data.end(), n, 1.0);
  W.cols = m.outcome.x.cols + 1 + (constant ? 1 : 0);
  std::vector<double> delta;
  Matrix Z(n, probit.b.size());
  for (std::size_t i = 0, r = 0; i < zg.size(); ++i) {
    if (!m.selected[i]) continue;
    const double mills = kit::inverse_mills(zg[i]);
    W.data.push_back(mills);
    delta.push_back(mills * (mills + zg[i]));
    for (std::size_t j = 0; j < Z.cols; ++j) Z(r, j) = j < m.all.x.cols ? m.all.x(i, j) : 1.0;
    ++r;
  }
  return kit::mills_regression(without_offset(m.outcome), W, delta, m.outcome.sample.weights, Z, probit.V);
}

// ll of the two equations apart: the model with ρ = 0.
double independent_ll(const Model& m, const numeric::LikelihoodFit& probit, bool constant) {
  return probit.ll + kit::regression_ll(without_offset(m.outcome), m.outcome.x, constant, m.outcome.sample.weights);
}

void add_counts(const Model& m, kit::LikelihoodResult& r) {
  double in = 0, all = 0;
  for (std::size_t i = 0; i < m.selected.size(); ++i) {
    const double copies = m.all.sample.weight_kind == WeightKind::fweight ? m.all.sample.weights[i] : 1;
    all += copies;
    if (m.selected[i]) in += copies;
  }
  r.scalars.insert(r.scalars.end(), {{"N_selected", in}, {"N_nonselected", all - in}});
}

kit::LikelihoodResult report_two_step(const Model& m, const numeric::LikelihoodFit& probit, bool constant) {
  kit::LikelihoodResult r =
      kit::two_step_estimates(fit_two_step(m, probit, constant), probit,
                              {{m.y, true, constant, "_cons", &m.outcome},
                               {m.selector, true, m.selection.constant, "_cons", &m.all, false},
                               {"mills", false, true, "lambda"}});
  r.title = "Heckman selection model -- two-step estimates";
  return r;
}

kit::LikelihoodResult maximise_both(const Model& m, const numeric::LikelihoodFit& probit, const Args& a,
                                    const kit::VceChoice& vce, const Context& c) {
  const bool constant = !a.no_constant;
  const kit::MillsRegression start = fit_two_step(m, probit, constant);
  const std::size_t n = m.selected.size();
  const kit::OutcomeRows rows = kit::outcome_rows(m);
  const numeric::MatrixView nothing(rows.x.data.data(), n, 0);
  numeric::LikelihoodSpec spec;
  spec.rows = n;
  spec.row = numeric::selection_rows(rows.y, m.selected);
  spec.weights = m.all.sample.weights;
  spec.weight_kind = m.all.sample.weight_kind;
  spec.iterations = a.iterations;
  spec.indices = {{rows.x, constant, m.all.offset}, {m.all.x, m.selection.constant, {}}, {nothing, true, {}},
                  {nothing, true, {}}};
  spec.start.assign(start.b.begin(), start.b.end() - 1);
  spec.start.insert(spec.start.end(), probit.b.begin(), probit.b.end());
  spec.start.push_back(std::atanh(std::clamp(start.rho, -0.85, 0.85)));
  spec.start.push_back(std::log(start.sigma));
  kit::LikelihoodResult r;
  r.equations = {{m.y, true, constant, "_cons", &m.outcome},
                 {m.selector, true, m.selection.constant, "_cons", &m.all, false},
                 {"", false, true, "/athrho"},
                 {"", false, true, "/lnsigma"}};
  r.constraints = kit::likelihood_constraints(a, m.all, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, vce.spec(), p); });
  r.title = "Heckman selection model";
  kit::describe_correlation(independent_ll(m, probit, constant), vce.kind == "oim" && !r.constraints, r);
  return r;
}

void add_mills(const Args& a, const Model& m, const numeric::LikelihoodFit& fit, std::size_t begin, const Context& c,
               Output& out) {
  if (a.mills.name.empty()) return;
  kit::check_new_name(c, a.mills.name);
  const std::size_t L = m.all.x.cols + (m.selection.constant ? 1 : 0);
  const auto first = fit.b.begin() + static_cast<std::ptrdiff_t>(begin);
  const std::vector<double> zg = selection_index(m, {first, first + static_cast<std::ptrdiff_t>(L)});
  std::vector<double> mills;
  for (const double z : zg) mills.push_back(kit::inverse_mills(z));
  kit::add_on_sample(a.mills, "Inverse Mills' ratio", mills, m.all.sample, c, out);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("heckman", a, c);
  if (a.select.empty())
    throw Error(198, "option select() required", std::nullopt,
                {"select(z1 z2), or select(seen = z1 z2) when a 0/1 variable says what is seen"});
  if (a.two_step && (a.ml || !a.vce.kind.empty()))
    throw Error(198, a.ml ? "options mle and twostep may not be combined" : "vce() may not be combined with twostep");
  if (a.two_step && !a.constraints.empty()) throw Error(198, "constraints() may not be combined with twostep");
  if (a.two_step && a.weight.kind != WeightKind::none) throw Error(101, "weights not allowed with twostep");
  const Model m = kit::selected_outcome(a, a.select, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", m.all.sample, c);
  const numeric::LikelihoodFit probit = kit::selection_probit(m, c);
  kit::LikelihoodResult r =
      a.two_step ? report_two_step(m, probit, !a.no_constant) : maximise_both(m, probit, a, vce, c);
  add_counts(m, r);
  r.cmd = "heckman";
  r.ll_0 = numeric::undefined;
  r.macros.emplace_back("depvar", m.selection.y.empty() ? m.y : m.y + " " + m.selector);
  const numeric::LikelihoodFit fit = r.fit;
  Output out = kit::post_likelihood(a, m.all, vce, std::move(r), c);
  add_mills(a, m, fit, m.outcome.x.cols + (a.no_constant ? 0 : 1), c, out);
  if (a.first) kit::show_selection_first(m, probit, a.level, c, out);
  return out;
}

Command command() {
  auto d = define<Args>("HECKman", "Heckman selection model");
  kit::common_likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .text("SELect", &Args::select, "[depvar =] varlist [, noconstant]: the selection equation")
      .flag("TWOstep", &Args::two_step, "Heckman's two-step estimator")
      .flag("first", &Args::first, "show the probit of the selection first")
      .flag("ml", &Args::ml, "maximum likelihood (default)")
      .flag("mle", &Args::ml, "maximum likelihood (default)")
      .new_variable("MIlls", &Args::mills, "new variable with the inverse Mills' ratio")
      .new_variable("NShazard", &Args::mills, "the same");
  return kit::common_likelihood_results(d)
      .stores({{"e(N_selected)", "selected observations"},
               {"e(N_nonselected)", "observations that are not selected"},
               {"e(rho)", "correlation of the two errors"},
               {"e(sigma)", "standard deviation of the outcome's error"},
               {"e(lambda)", "rho times sigma: the coefficient of the inverse Mills' ratio"},
               {"e(selambda)", "its standard error"},
               {"e(ll_c)", "log likelihood of the two equations apart"},
               {"e(chi2_c)", "test of rho = 0"},
               {"e(p_c)", "its p-value"},
               {"e(chi2_ct)", "LR or Wald: that test"},
               {"e(method)", "ml or twostep"},
               {"e(k_aux)", "2"}})
      .reference("Heckman, J. (1979). Sample selection bias as a specification error. Econometrica 47, 153-161.")
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 19.5.")
      .remark("Without a variable before = in select() a row is selected when the outcome is not missing. The test of "
              "the model is that of the outcome equation.")
      .remark("twostep: a probit, then least squares with the inverse Mills' ratio on the selected rows and Heckman's "
              "variances; covariances between the two equations are set to 0 in e(V).")
      .remark("predict: xb, stdp, xbsel, stdpsel, psel, mills (nshazard), ycond (given selection) and yexpected (0 "
              "where not selected).")
      .example("Two-step by hand: probit, Mills' ratio, least squares",
               "sysuse mroz\nquietly probit inlf educ kidslt6 age nwifeinc exper\npredict double zg, xb\n"
               "generate double im = normalden(zg)/normal(zg)\nquietly regress lwage educ exper im\n"
               "scalar slope = _b[educ]\nscalar L0 = _b[im]\n"
               "heckman lwage educ exper, select(inlf = educ kidslt6 age nwifeinc exper) twostep",
               "abs(_b[lwage:educ] - slope) < 1e-7 & abs(e(lambda) - L0) < 1e-7 & e(N_selected) == 428")
      .example("Maximum likelihood, clustered; Mills' ratio kept",
               "sysuse mroz\nheckman lwage educ exper, select(educ kidslt6 age exper) vce(cluster city) mills(m)",
               "e(N) == 753 & e(N_clust) == 2 & abs(e(rho)) < 1 & abs(tanh(_b[/athrho]) - e(rho)) < 1e-12 & m > 0")
      .example("Wages of all women, workers or not",
               "sysuse mroz\nquietly heckman lwage educ exper, select(inlf = educ kidslt6 age exper)\n"
               "predict double w\nsummarize w",
               "r(N) == 753 & e(chi2_c) >= 0 & e(ll) >= e(ll_c) - 1e-9")
      .runs(run);
}

}  // namespace

extern const Command heckman_command = command();

}  // namespace nqp::commands::heckman_
