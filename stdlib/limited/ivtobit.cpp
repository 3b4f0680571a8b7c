// ivtobit: tobit with a continuous endogenous regressor, by maximum likelihood.
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/censored_outcome.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/endogenous_outcome.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/likelihood/normal_rows.hpp"

namespace nqp::commands::ivtobit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs, kit::CensoringLimits {
  std::string body;
  bool ml = false, two_step = false;
};

Output run_two_step(const Args& a, const kit::InstrumentedEquation& q, const kit::EndogenousModel& m,
                    const kit::CensoredOutcome& k, const Context& c) {
  kit::VceChoice plain;
  plain.kind = "oim";
  const numeric::RowLikelihood tobit = numeric::interval_rows(k.from, k.to);
  kit::LikelihoodResult r = kit::minimum_chi2(m, !a.no_constant, [&](const numeric::Matrix& x) {
    kit::LikelihoodData d = m.main;
    d.x = x;
    return kit::fit_normal(tobit, m.main.y, d, a, plain, false, c).fit;
  });
  r.cmd = "ivtobit";
  r.title = "Two-step tobit with endogenous regressors";
  r.equations = {{kit::depvar_name(q.y), true, !a.no_constant, "_cons"}};
  kit::post_censoring(a, k, r);
  return kit::post_two_step(a, q, m, std::move(r), c);
}

Output run(const Args& a, const Context& c) {
  if (kit::trim(a.body).empty()) return kit::replay("ivtobit", a, c);
  if (!a.any()) throw Error(198, "option ll() or ul() required");
  const kit::InstrumentedEquation q = kit::parse_instrumented(a.body, c);
  const kit::EndogenousModel m = kit::endogenous_model(a, q, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", m.main.sample, c);
  const kit::CensoredOutcome k = kit::censor_outcome(a, m.main, c);
  if (a.two_step) return run_two_step(a, q, m, k, c);

  // Tobit and first stage apart: the model with α = 0.
  kit::VceChoice plain;
  plain.kind = "oim";
  const numeric::RowLikelihood tobit = numeric::interval_rows(k.from, k.to);
  std::vector<double> start = kit::fit_normal(tobit, m.main.y, m.main, a, plain, false, c).fit.b;
  const double ln_s = start.back();
  const std::vector<double> first = kit::first_stage_start(m, !a.no_constant);
  start.pop_back();
  start.insert(start.end(), first.begin(), first.end() - 1);
  start.insert(start.end(), {0.0, ln_s, first.back()});

  kit::LikelihoodResult r =
      kit::maximise_jointly(a, q, m,
                            {numeric::endogenous_interval_rows(k.from, k.to, m.endogenous), std::move(start),
                             {"/alpha", "/lns", "/lnv"}},
                            vce, c);
  r.cmd = "ivtobit";
  r.title = "Tobit with endogenous regressors";
  kit::post_censoring(a, k, r);
  kit::LikelihoodArgs shown = a;
  shown.y = q.y;
  return kit::post_likelihood(shown, m.main, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("ivtobit", "Tobit with an endogenous regressor");
  d.anything(&Args::body)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .flag("noCONStant", &Args::no_constant, "no constant terms")
      .flag("mle", &Args::ml, "maximum likelihood (the default)")
      .flag("TWOstep", &Args::two_step, "Newey's minimum chi-squared estimator")
      .flag("first", &Args::ignored, "accepted; regress shows the first stage");
  kit::censoring_options(d);
  kit::maximisation_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(N_unc)", "uncensored observations"},
               {"e(N_lc)", "left-censored observations"},
               {"e(N_rc)", "right-censored observations"},
               {"e(llopt)", "lower limit, or its variable"},
               {"e(ulopt)", "upper limit, or its variable"},
               {"e(chi2_exog)", "Wald test of exogeneity: alpha = 0"},
               {"e(p_exog)", "its p-value"},
               {"e(endog_ct)", "number of endogenous regressors: 1"},
               {"e(instd)", "the endogenous regressor"},
               {"e(insts)", "instruments, exogenous regressors included"},
               {"e(method)", "ml or twostep"},
               {"e(k_aux)", "3"}})
      .reference("Smith, R. J. and Blundell, R. W. (1986). An exogeneity test for the simultaneous equation tobit "
                 "model with an application to labor supply. Econometrica 54, 679-685.")
      .remark("ivtobit y x (w = z), ll(0): one continuous endogenous regressor w.")
      .remark("/alpha is the coefficient of the first stage's error in the outcome, /lns the logarithm of what is left "
              "of the outcome's standard deviation, /lnv that of the first stage.")
      .remark("predict: xb and stdp.")
      .example("Exactly identified: a tobit on x, w and z has the same likelihood",
               "sysuse mroz\nquietly regress nwifeinc huseduc educ\nscalar L1 = e(ll)\n"
               "quietly tobit hours educ nwifeinc huseduc, ll(0)\nscalar L2 = e(ll)\n"
               "ivtobit hours educ (nwifeinc = huseduc), ll(0)",
               "abs(e(ll) - (L1 + L2)) < 1e-5 & e(N_lc) == 325 & e(llopt) == 0")
      .example("Two steps, exactly identified: the tobit with the first stage's residual",
               "sysuse mroz\nquietly regress nwifeinc huseduc educ\npredict double v, residuals\n"
               "quietly tobit hours nwifeinc educ v, ll(0)\nscalar b = _b[nwifeinc]\n"
               "ivtobit hours educ (nwifeinc = huseduc), ll(0) twostep",
               "abs(_b[nwifeinc]/b - 1) < 1e-6 & e(N_lc) == 325")
      .example("Clustered, censored from above too",
               "sysuse mroz\nivtobit hours educ (nwifeinc = huseduc husage), ll(0) ul(4000) vce(cluster unem)",
               "e(N_clust) > 5 & e(N_rc) > 0 & e(ulopt) == 4000")
      .runs(run);
}

}  // namespace

extern const Command ivtobit_command = command();

}  // namespace nqp::commands::ivtobit_
