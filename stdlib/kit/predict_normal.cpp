// After tobit, intreg and truncreg: the index, and what is expected of an outcome within an interval.
#include <cmath>

#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/model_offset.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

std::vector<double> normal_index(const PredictionRequest& r) {
  std::vector<double> xb = linear_prediction(r.e, r.equation, r.context);
  add_offset(r.e, xb, r.context);
  return xb;
}

std::vector<double> normal_index_error(const PredictionRequest& r) {
  return prediction_error(r.e, *r.e.find_matrix("V"), r.context);
}

// √(stdp² + σ²)
std::vector<double> normal_forecast_error(const PredictionRequest& r) {
  const double sigma = normal_sigma(r.e).sigma;
  std::vector<double> v = normal_index_error(r);
  for (double& x : v)
    if (!data::is_missing(x)) x = std::hypot(x, sigma);
  return v;
}

std::vector<double> moments_of(const PredictionRequest& r, NormalMoment kind) {
  const auto [a, b] = interval_of(r.argument);
  const double sigma = normal_sigma(r.e).sigma;
  std::vector<double> v = normal_index(r);
  for (double& x : v)
    if (!data::is_missing(x)) x = data::checked(normal_moment(kind, a, b, x, sigma).value);
  return v;
}

}  // namespace

std::vector<PredictionStatistic> normal_statistics() {
  return {{"xb", "Linear prediction", normal_index},
          {"STDP", "S.E. of the prediction", normal_index_error},
          {"STDF", "S.E. of the forecast", normal_forecast_error},
          {"Pr", "Pr(a<y<b)", [](const auto& r) { return moments_of(r, NormalMoment::probability); }},
          {"e", "E(y|a<y<b)", [](const auto& r) { return moments_of(r, NormalMoment::truncated_mean); }},
          {"YStar", "E(y*), y censored to (a,b)",
           [](const auto& r) { return moments_of(r, NormalMoment::censored_mean); }}};
}

}  // namespace nqp::kit
