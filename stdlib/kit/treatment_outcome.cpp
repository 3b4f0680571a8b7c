#include "stdlib/kit/treatment_outcome.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/correlated_outcome.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"
#include "stdlib/numeric/likelihood/selection_rows.hpp"

namespace nqp::kit {

using command::Context;
using command::Output;
using command::Terms;
using numeric::Matrix;

namespace {

struct TreatmentModel {
  LikelihoodData outcome, treatment;   // both on all rows; the treatment is the last regressor of the outcome
  LikelihoodArgs args;
  std::string y, t;
  bool constant = true;                // of the treatment equation
};

struct WrittenTreatment {
  Terms t, z;
  bool constant = true;
};

WrittenTreatment read_treatment(const std::string& text, const Context& c) {
  WrittenTreatment w;
  std::string_view rest = text;
  if (const std::size_t comma = find_outside(rest, ','); comma != std::string_view::npos) {
    const std::string option(trim(rest.substr(comma + 1)));
    if (!abbreviates(option, "noCONStant")) throw Error(198, "treat(): option " + option + " not allowed");
    w.constant = false;
    rest = rest.substr(0, comma);
  }
  const std::size_t equal = find_outside(rest, '=');
  if (equal == std::string_view::npos)
    throw Error(198, "treat() needs an equation", std::nullopt, {"treat(t = z1 z2): t is the 0/1 treatment"});
  w.t = command::resolve_terms(trim(rest.substr(0, equal)), c);
  if (w.t.size() != 1) throw Error(198, "treat(): one variable stands before =");
  if (!trim(rest.substr(equal + 1)).empty()) w.z = command::resolve_terms(trim(rest.substr(equal + 1)), c);
  return w;
}

TreatmentModel assemble_treatment(const TreatmentCall& a, const Context& c) {
  const WrittenTreatment w = read_treatment(a.treat, c);
  TreatmentModel m;
  m.args = a;
  m.y = depvar_name(a.y);
  m.t = command::term_name(w.t[0]);
  m.constant = w.constant;
  const Terms indicator = command::resolve_terms("1." + m.t, c);
  m.args.x.insert(m.args.x.end(), indicator.begin(), indicator.end());
  Needed needed{a.y, a.vce.variables};
  for (const Terms& terms : {m.args.x, w.t, w.z}) needed.terms.insert(needed.terms.end(), terms.begin(), terms.end());
  m.treatment = likelihood_rows(m.args, needed, c);
  m.treatment.y = term_values(w.t[0], m.treatment.sample, c);
  for (const double v : m.treatment.y)
    if (v != 0 && v != 1) throw Error(459, "treatment variable " + m.t + " is not 0/1");
  if (std::all_of(m.treatment.y.begin(), m.treatment.y.end(), [&](double v) { return v == m.treatment.y[0]; }))
    throw Error(2000, "treatment variable " + m.t + " does not vary");
  m.outcome.sample = m.treatment.sample;
  m.outcome.y = term_values(a.y[0], m.outcome.sample, c);
  expand_design(m.args.x, !a.no_constant, m.outcome, c);
  find_omitted(m.outcome, !a.no_constant);
  expand_design(w.z, w.constant, m.treatment, c);
  find_omitted(m.treatment, w.constant);
  if (m.outcome.sample.size() <= m.outcome.x.cols + 2) throw Error(2001, "insufficient observations");
  return m;
}

numeric::LikelihoodSpec treatment_spec(const TreatmentModel& m) {
  numeric::LikelihoodSpec spec;
  spec.rows = m.outcome.y.size();
  spec.weights = m.outcome.sample.weights;
  spec.weight_kind = m.outcome.sample.weight_kind;
  return spec;
}

numeric::LikelihoodFit treatment_probit(const TreatmentModel& m, const Context& c) {
  numeric::LikelihoodSpec spec = treatment_spec(m);
  if (spec.weight_kind == command::WeightKind::pweight) spec.weight_kind = command::WeightKind::iweight;
  spec.row = numeric::probit_rows(m.treatment.y);
  spec.indices = {{m.treatment.x, m.constant, {}}};
  return compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, {}, p); });
}

std::vector<double> treatment_index(const TreatmentModel& m, const std::vector<double>& gamma) {
  numeric::LikelihoodSpec spec = treatment_spec(m);
  spec.indices = {{m.treatment.x, m.constant, {}}};
  return numeric::indices_at(spec, gamma)[0];
}

// φ/Φ of the treated, -φ/(1-Φ) of the others.
std::vector<double> hazards(const TreatmentModel& m, const std::vector<double>& index) {
  std::vector<double> out;
  for (std::size_t i = 0; i < index.size(); ++i)
    out.push_back(m.treatment.y[i] != 0 ? inverse_mills(index[i]) : -inverse_mills(-index[i]));
  return out;
}

MillsRegression treatment_two_step(const TreatmentModel& m, const numeric::LikelihoodFit& probit, bool constant) {
  const std::vector<double> index = treatment_index(m, probit.b), h = hazards(m, index);
  const std::size_t n = h.size();
  Matrix W = m.outcome.x;
  W.rows = n;
  if (constant) W.data.insert(W.data.end(), n, 1.0);
  W.data.insert(W.data.end(), h.begin(), h.end());
  W.cols = m.outcome.x.cols + (constant ? 2 : 1);
  std::vector<double> delta;
  for (std::size_t i = 0; i < n; ++i) delta.push_back(h[i] * (h[i] + index[i]));
  Matrix Z = m.treatment.x;
  Z.rows = n;
  if (m.constant) Z.data.insert(Z.data.end(), n, 1.0);
  Z.cols = probit.b.size();
  return mills_regression(m.outcome.y, W, delta, m.outcome.sample.weights, Z, probit.V);
}

std::vector<Equation> treatment_equations(const TreatmentModel& m, bool constant) {
  return {{m.y, true, constant, "_cons", &m.outcome}, {m.t, true, m.constant, "_cons", &m.treatment, false}};
}

// ll of regression and probit apart: the model with ρ = 0.
double treatment_apart(const TreatmentModel& m, const numeric::LikelihoodFit& probit, bool constant) {
  return probit.ll + regression_ll(m.outcome.y, m.outcome.x, constant, m.outcome.sample.weights);
}

LikelihoodResult treatment_steps(const TreatmentModel& m, const numeric::LikelihoodFit& probit, bool constant) {
  std::vector<Equation> equations = treatment_equations(m, constant);
  equations.push_back({"hazard", false, true, "lambda"});
  LikelihoodResult r = two_step_estimates(treatment_two_step(m, probit, constant), probit, std::move(equations));
  r.title = "Linear regression with endogenous treatment, two-step";
  return r;
}

LikelihoodResult treatment_likelihood(const TreatmentModel& m, const numeric::LikelihoodFit& probit,
                                      const TreatmentCall& a, const VceChoice& vce, const Context& c) {
  const bool constant = !a.no_constant;
  const MillsRegression start = treatment_two_step(m, probit, constant);
  const numeric::MatrixView nothing(m.outcome.x.data.data(), m.outcome.y.size(), 0);
  numeric::LikelihoodSpec spec = treatment_spec(m);
  spec.row = numeric::treatment_rows(m.outcome.y, m.treatment.y);
  spec.iterations = a.iterations;
  spec.indices = {{m.outcome.x, constant, {}}, {m.treatment.x, m.constant, {}}, {nothing, true, {}},
                  {nothing, true, {}}};
  spec.start.assign(start.b.begin(), start.b.end() - 1);
  spec.start.insert(spec.start.end(), probit.b.begin(), probit.b.end());
  spec.start.push_back(std::atanh(std::clamp(start.rho, -0.85, 0.85)));
  spec.start.push_back(std::log(start.sigma));
  LikelihoodResult r;
  r.equations = treatment_equations(m, constant);
  r.equations.push_back({"", false, true, "/athrho"});
  r.equations.push_back({"", false, true, "/lnsigma"});
  r.constraints = likelihood_constraints(a, m.outcome, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, vce.spec(), p); });
  r.title = "Linear regression with endogenous treatment";
  describe_correlation(treatment_apart(m, probit, constant), vce.kind == "oim" && !r.constraints, r);
  return r;
}

void add_hazard(const TreatmentCall& a, const TreatmentModel& m, const numeric::LikelihoodFit& fit, const Context& c,
                Output& out) {
  if (a.hazard.name.empty()) return;
  const auto first = fit.b.begin() + static_cast<std::ptrdiff_t>(m.outcome.x.cols + (a.no_constant ? 0 : 1));
  const auto count = static_cast<std::ptrdiff_t>(m.treatment.x.cols + (m.constant ? 1 : 0));
  const std::vector<double> h = hazards(m, treatment_index(m, {first, first + count}));
  add_on_sample(a.hazard, "Hazard of treatment", h, m.outcome.sample, c, out);
}

}  // namespace

Output estimate_treatment(const std::string& cmd, const TreatmentCall& a, const Context& c) {
  if (a.y.empty()) return replay(cmd, a, c);
  if (a.treat.empty())
    throw Error(198, "option treat() required", std::nullopt, {"treat(t = z1 z2): t is the 0/1 treatment"});
  if (a.two_step && (a.ml || !a.vce.kind.empty() || !a.constraints.empty()))
    throw Error(198, "twostep goes neither with ml nor with vce() or constraints()");
  if (a.two_step && a.weight.kind != command::WeightKind::none) throw Error(101, "weights not allowed with twostep");
  if (!a.hazard.name.empty()) check_new_name(c, a.hazard.name);
  const TreatmentModel m = assemble_treatment(a, c);
  const VceChoice vce = choose_vce(a.vce, "oim", m.outcome.sample, c);
  const numeric::LikelihoodFit probit = treatment_probit(m, c);
  LikelihoodResult r = a.two_step ? treatment_steps(m, probit, !a.no_constant)
                                  : treatment_likelihood(m, probit, a, vce, c);
  r.cmd = cmd;
  r.ll_0 = numeric::undefined;
  r.macros.emplace_back("depvar", m.y + " " + m.t);
  const numeric::LikelihoodFit fit = r.fit;
  Output out = post_likelihood(a, m.outcome, vce, std::move(r), c);
  add_hazard(a, m, fit, c, out);
  return out;
}

command::Definition<TreatmentCall>& treatment_options(command::Definition<TreatmentCall>& d) {
  using command::WeightKind;
  d.dependent(&TreatmentCall::y)
      .terms(&TreatmentCall::x, {0})
      .replays()
      .vce(&TreatmentCall::vce, {"oim", "robust", "cluster"})
      .weights(&TreatmentCall::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .flag("noCONStant", &TreatmentCall::no_constant, "no constant in the outcome equation")
      .text("TReat", &TreatmentCall::treat, "t = z1 z2 [, noconstant]: the treatment equation")
      .flag("TWOstep", &TreatmentCall::two_step, "two-step estimator with the hazard of treatment")
      .flag("ml", &TreatmentCall::ml, "maximum likelihood (default)")
      .flag("mle", &TreatmentCall::ml, "maximum likelihood (default)")
      .new_variable("HAzard", &TreatmentCall::hazard, "new variable with the hazard of treatment");
  maximisation_options(d);
  return common_likelihood_results(d)
      .stores({{"e(rho)", "correlation of the two errors"},
               {"e(sigma)", "standard deviation of the outcome's error"},
               {"e(lambda)", "rho times sigma: the coefficient of the hazard"},
               {"e(selambda)", "its standard error"},
               {"e(ll_c)", "log likelihood of regression and probit apart"},
               {"e(chi2_c)", "test of rho = 0: likelihood ratio, or Wald with robust variances"},
               {"e(p_c)", "its p-value"},
               {"e(chi2_ct)", "LR or Wald"},
               {"e(method)", "ml or twostep"}})
      .reference("Maddala, G. S. (1983). Limited-Dependent and Qualitative Variables in Econometrics, section 5.7.")
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 19.6.")
      .remark("The treatment enters the outcome equation as 1.t, after the other regressors.")
      .remark("predict: xb (default), stdp, xbtrt, ptrt, yctrt and ycntrt, the outcome given treatment or none.");
}

}  // namespace nqp::kit
