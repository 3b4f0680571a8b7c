#include "stdlib/kit/prediction.hpp"

#include <map>

#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/predicted_index.hpp"

namespace nqp::kit {

std::vector<PredictionStatistic> linear_statistics() {
  return {{"xb", "Linear prediction",
           [](const PredictionRequest& r) { return linear_prediction(r.e, r.equation, r.context); }},
          {"STDP", "S.E. of the prediction", predicted_index_error}};
}

const std::vector<PredictionStatistic>& prediction_statistics(const command::Results& e) {
  if (e.macro_or("cmd") == "teffects") return treatment_effect_statistics(e.macro_or("subcmd"));
  static const std::map<std::string, std::vector<PredictionStatistic>> by_command = {
      {"regress", regress_statistics()},
      {"nl", nonlinear_statistics()},
      {"xtreg", panel_statistics()},
      {"xtregar", panel_ar1_statistics()},
      {"xthreg", panel_statistics()},
      {"areg", absorbed_statistics()},
      {"reghdfe", reghdfe_statistics()},
      {"ivregress", instrumented_statistics()},
      {"ivreg2", instrumented_statistics()},
      {"ivreg", instrumented_statistics()},
      {"newey", instrumented_statistics()},
      {"xtscc", instrumented_statistics()},
      {"qreg", instrumented_statistics()},
      {"bsqreg", instrumented_statistics()},
      {"iqreg", instrumented_statistics()},
      {"rreg", instrumented_statistics()},
      {"ivreghdfe", reghdfe_statistics()},
      {"xtivreg", panel_statistics()},
      {"xtivreg2", panel_statistics()},
      {"logit", logit_statistics()},
      {"logistic", logit_statistics()},
      {"probit", binary_statistics()},
      {"cloglog", binary_statistics()},
      {"poisson", count_statistics()},
      {"nbreg", count_statistics()},
      {"tobit", normal_statistics()},
      {"intreg", normal_statistics()},
      {"truncreg", normal_statistics()},
      {"ivprobit", endogenous_probit_statistics()},
      {"clogit", conditional_statistics()},
      {"xtlogit", panel_binary_statistics()},
      {"xtprobit", panel_binary_statistics()},
      {"xtpoisson", panel_count_statistics()},
      {"zip", inflated_statistics()},
      {"zinb", inflated_statistics()},
      {"mlogit", multinomial_statistics()},
      {"ologit", ordered_statistics()},
      {"oprobit", ordered_statistics()},
      {"heckman", selection_statistics()},
      {"biprobit", bivariate_statistics()},
      {"heckprobit", selected_probit_statistics()},
      {"etregress", treatment_statistics()},
      {"treatreg", treatment_statistics()},
      {"prais", instrumented_statistics()},
      {"glm", generalised_statistics()},
      {"fracreg", fraction_statistics()},
      {"ppmlhdfe", absorbed_count_statistics()},
      {"frontier", frontier_statistics()},
      {"xtfrontier", frontier_statistics()},
      {"sfpanel", frontier_statistics()},
      {"xtabond2", instrumented_statistics()},
      {"xtabond", dynamic_statistics()},
      {"xtdpdsys", dynamic_statistics()},
      {"cnsreg", instrumented_statistics()},
  };
  static const std::vector<PredictionStatistic> any = linear_statistics();
  const auto it = by_command.find(e.macro_or("cmd"));
  return it == by_command.end() ? any : it->second;
}

}  // namespace nqp::kit
