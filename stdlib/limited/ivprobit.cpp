// ivprobit: probit with a continuous endogenous regressor, by maximum likelihood.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/endogenous_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"
#include "stdlib/numeric/likelihood/selection_rows.hpp"

namespace nqp::commands::ivprobit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string body;
  bool ml = false, two_step = false;
};

// Outcomes as 0 and 1.
void make_binary(std::vector<double>& y) {
  for (double& v : y) v = v != 0 ? 1 : 0;
  const double ones = static_cast<double>(std::count(y.begin(), y.end(), 1.0));
  if (ones > 0 && ones < static_cast<double>(y.size())) return;
  throw Error(2000, "outcome does not vary", std::nullopt,
              {"remember: 0 = negative outcome, all other nonmissing values = positive outcome"});
}

// Probit and first stage apart: the model without correlation.
std::vector<double> separate_start(const kit::EndogenousModel& m, bool constant, const Context& c) {
  numeric::LikelihoodSpec probit;
  probit.rows = m.main.y.size();
  probit.row = numeric::probit_rows(m.main.y);
  probit.indices = {{m.main.x, constant, {}}};
  std::vector<double> b = kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(probit, {}, p); }).b;
  const std::vector<double> first = kit::first_stage_start(m, constant);
  b.insert(b.end(), first.begin(), first.end());
  b.insert(b.end() - 1, 0.0);
  return b;
}

Output run_two_step(const Args& a, const kit::InstrumentedEquation& q, const kit::EndogenousModel& m,
                    const Context& c) {
  const bool constant = !a.no_constant;
  kit::LikelihoodResult r = kit::minimum_chi2(m, constant, [&](const numeric::Matrix& x) {
    numeric::LikelihoodSpec probit;
    probit.rows = m.main.y.size();
    probit.row = numeric::probit_rows(m.main.y);
    probit.iterations = a.iterations;
    probit.indices = {{x, constant, {}}};
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(probit, {}, p); });
  });
  r.cmd = "ivprobit";
  r.title = "Two-step probit with endogenous regressors";
  r.equations = {{kit::depvar_name(q.y), true, constant, "_cons"}};
  return kit::post_two_step(a, q, m, std::move(r), c);
}

Output run(const Args& a, const Context& c) {
  if (kit::trim(a.body).empty()) return kit::replay("ivprobit", a, c);
  const kit::InstrumentedEquation q = kit::parse_instrumented(a.body, c);
  kit::EndogenousModel m = kit::endogenous_model(a, q, c);
  make_binary(m.main.y);
  if (a.two_step) return run_two_step(a, q, m, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", m.main.sample, c);
  kit::LikelihoodResult r = kit::maximise_jointly(a, q, m,
                                                  {numeric::endogenous_probit_rows(m.main.y, m.endogenous),
                                                   separate_start(m, !a.no_constant, c),
                                                   {"/athrho", "/lnsigma"}},
                                                  vce, c);
  r.cmd = "ivprobit";
  r.title = "Probit model with endogenous regressors";
  const std::size_t at = r.fit.b.size() - 2;
  r.scalars.emplace_back("rho", std::tanh(r.fit.b[at]));
  r.scalars.emplace_back("sigma", std::exp(r.fit.b[at + 1]));
  kit::LikelihoodArgs shown = a;
  shown.y = q.y;
  return kit::post_likelihood(shown, m.main, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("ivprobit", "Probit with an endogenous regressor");
  d.anything(&Args::body)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .flag("noCONStant", &Args::no_constant, "no constant terms")
      .flag("mle", &Args::ml, "maximum likelihood (the default)")
      .flag("TWOstep", &Args::two_step, "Newey's minimum chi-squared estimator")
      .flag("first", &Args::ignored, "accepted; regress shows the first stage");
  kit::maximisation_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(rho)", "correlation of the two errors"},
               {"e(sigma)", "standard deviation of the first stage's error"},
               {"e(chi2_exog)", "Wald test of exogeneity: rho = 0"},
               {"e(p_exog)", "its p-value"},
               {"e(endog_ct)", "number of endogenous regressors: 1"},
               {"e(instd)", "the endogenous regressor"},
               {"e(insts)", "instruments, exogenous regressors included"},
               {"e(method)", "ml or twostep"},
               {"e(k_aux)", "2"}})
      .reference("Rivers, D. and Vuong, Q. H. (1988). Limited information estimators and exogeneity tests for "
                 "simultaneous probit models. Journal of Econometrics 39, 347-366.")
      .remark("ivprobit y x (w = z): one continuous endogenous regressor w. twostep: the error that has variance 1 is "
              "what the first stage's error leaves, so that coefficients are larger than those of maximum likelihood.")
      .remark("predict: pr, the probability at the structural index, xb and stdp.")
      .example("Exactly identified: the probit of y on x, w and z has the same likelihood",
               "sysuse mroz\nquietly regress nwifeinc huseduc educ\nscalar L1 = e(ll)\n"
               "quietly probit inlf educ nwifeinc huseduc\nscalar L2 = e(ll)\n"
               "ivprobit inlf educ (nwifeinc = huseduc)",
               "abs(e(ll) - (L1 + L2)) < 1e-6 & e(chi2_exog) >= 0 & e(instd) == \"nwifeinc\"")
      .reference("Newey, W. K. (1987). Efficient estimation of limited dependent variable models with endogenous "
                 "explanatory variables. Journal of Econometrics 36, 231-250.")
      .example("Two steps, exactly identified: the probit with the first stage's residual",
               "sysuse mroz\nquietly regress nwifeinc huseduc educ\npredict double v, residuals\n"
               "quietly probit inlf nwifeinc educ v\nscalar b = _b[nwifeinc]\nscalar z = _b[v]/_se[v]\n"
               "ivprobit inlf educ (nwifeinc = huseduc), twostep",
               "abs(_b[nwifeinc] - b) < 1e-6 & abs(e(chi2_exog) - z^2) < 1e-5 & e(method) == \"twostep\"")
      .example("Clustered", "sysuse mroz\nivprobit inlf educ (nwifeinc = huseduc husage), vce(cluster unem)",
               "e(N_clust) > 5 & e(df_m) == 2 & abs(e(rho)) < 1")
      .runs(run);
}

}  // namespace

extern const Command ivprobit_command = command();

}  // namespace nqp::commands::ivprobit_
