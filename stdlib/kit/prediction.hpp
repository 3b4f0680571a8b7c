// What predict can compute after each estimator. A new estimator adds its statistics to the table in prediction.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct PredictionRequest {
  const command::Context& context;
  const command::Results& e;
  std::string argument;              // of the option: dfbeta(x)
  std::string equation;              // option equation()
  std::string outcome{};             // option outcome(): "#2", a value or a name
  bool standardised = false;         // of residuals: over √(1 - h)
  bool studentised = false;          // over the root of the scale
};

struct PredictionStatistic {
  std::string option;                // capitals: least abbreviation, "Residuals"
  std::string label;                 // of the new variable
  std::function<std::vector<double>(const PredictionRequest&)> compute;  // one value for each row of the frame
  bool sample_only = false;          // defined in e(sample) only
  bool residual = false;             // standardized and studentized may go with it
};

// Statistics of the estimator that stored e; the first is the default.
const std::vector<PredictionStatistic>& prediction_statistics(const command::Results& e);

// One list for each estimator family.
std::vector<PredictionStatistic> linear_statistics();      // xb, stdp: of any e(b)
std::vector<PredictionStatistic> regress_statistics();
std::vector<PredictionStatistic> nonlinear_statistics();   // nl
std::vector<PredictionStatistic> panel_statistics();       // xtreg, xthreg
std::vector<PredictionStatistic> panel_ar1_statistics();   // xtregar
std::vector<PredictionStatistic> absorbed_statistics();    // areg
std::vector<PredictionStatistic> reghdfe_statistics();
std::vector<PredictionStatistic> instrumented_statistics();  // ivregress, ivreg2
std::vector<PredictionStatistic> dynamic_statistics();     // xtabond, xtdpdsys
std::vector<PredictionStatistic> binary_statistics();      // probit, cloglog
std::vector<PredictionStatistic> logit_statistics();       // logit, logistic
std::vector<PredictionStatistic> count_statistics();       // poisson, nbreg
std::vector<PredictionStatistic> multinomial_statistics(); // mlogit
std::vector<PredictionStatistic> ordered_statistics();     // ologit, oprobit
std::vector<PredictionStatistic> selection_statistics();   // heckman
std::vector<PredictionStatistic> bivariate_statistics();   // biprobit
std::vector<PredictionStatistic> selected_probit_statistics();  // heckprobit
std::vector<PredictionStatistic> treatment_statistics();   // etregress
const std::vector<PredictionStatistic>& treatment_effect_statistics(const std::string& method);  // teffects
std::vector<PredictionStatistic> generalised_statistics(); // glm
std::vector<PredictionStatistic> fraction_statistics();    // fracreg
std::vector<PredictionStatistic> endogenous_probit_statistics();  // ivprobit
std::vector<PredictionStatistic> conditional_statistics(); // clogit
std::vector<PredictionStatistic> panel_binary_statistics();  // xtlogit, xtprobit
std::vector<PredictionStatistic> panel_count_statistics(); // xtpoisson
std::vector<PredictionStatistic> inflated_statistics();    // zip, zinb
std::vector<PredictionStatistic> normal_statistics();      // tobit, intreg, truncreg
std::vector<PredictionStatistic> absorbed_count_statistics();  // ppmlhdfe
std::vector<PredictionStatistic> frontier_statistics();        // frontier, xtfrontier

}  // namespace nqp::kit
