// After heckman: outcomes, selection, and outcomes given selection.
#include <cmath>

#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

namespace {

std::vector<double> selecting_index(const PredictionRequest& r) {
  return linear_prediction(r.e, second_equation(r.e), r.context);
}

double mills_ratio(double z) {
  return std::exp(numeric::dist::lnnormalden(z) - numeric::dist::lnnormal(z));
}

std::vector<double> given_selection(const PredictionRequest& r, bool times_probability) {
  const double lambda = r.e.scalar_or("lambda");
  std::vector<double> xb = predicted_index(r);
  const std::vector<double> zg = selecting_index(r);
  for (std::size_t i = 0; i < xb.size(); ++i) {
    if (data::is_missing(xb[i]) || data::is_missing(zg[i])) {
      xb[i] = data::missing;
      continue;
    }
    const double mean = xb[i] + lambda * mills_ratio(zg[i]);
    xb[i] = data::checked(times_probability ? mean * numeric::dist::normal(zg[i]) : mean);
  }
  return xb;
}

}  // namespace

std::vector<PredictionStatistic> selection_statistics() {
  const auto mills = [](const PredictionRequest& r) { return where_present(selecting_index(r), mills_ratio); };
  return {{"xb", "Linear prediction", predicted_index},
          {"STDP", "S.E. of the prediction", predicted_index_error},
          {"XBSel", "Linear prediction of selection", selecting_index},
          {"STDPSel", "S.E. of the linear prediction of selection",
           [](const PredictionRequest& r) {
             return prediction_error(r.e, *r.e.find_matrix("V"), r.context, second_equation(r.e));
           }},
          {"PSel", "Pr(selected)",
           [](const PredictionRequest& r) {
             return where_present(selecting_index(r), [](double z) { return numeric::dist::normal(z); });
           }},
          {"Mills", "Inverse Mills' ratio", mills},
          {"NShazard", "Inverse Mills' ratio", mills},
          {"YCond", "E(y|selected)", [](const PredictionRequest& r) { return given_selection(r, false); }},
          {"YExpected", "E(y), 0 where not selected",
           [](const PredictionRequest& r) { return given_selection(r, true); }}};
}

}  // namespace nqp::kit
