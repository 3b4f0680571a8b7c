// After tobit, intreg and truncreg: the index, and what is expected of an outcome within an interval.
#include <cmath>

#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/kit/predicted_index.hpp"
#include "stdlib/kit/prediction.hpp"

namespace nqp::kit {

namespace {

// √(stdp² + σ²)
std::vector<double> normal_forecast_error(const PredictionRequest& r) {
  const double sigma = normal_sigma(r.e).sigma;
  std::vector<double> v = predicted_index_error(r);
  for (double& x : v)
    if (!data::is_missing(x)) x = std::hypot(x, sigma);
  return v;
}

std::vector<double> moments_of(const PredictionRequest& r, NormalMoment kind) {
  const auto [a, b] = interval_of(r.argument);
  const double sigma = normal_sigma(r.e).sigma;
  std::vector<double> v = predicted_index(r);
  for (double& x : v)
    if (!data::is_missing(x)) x = data::checked(normal_moment(kind, a, b, x, sigma).value);
  return v;
}

}  // namespace

std::vector<PredictionStatistic> normal_statistics() {
  return {{"xb", "Linear prediction", predicted_index},
          {"STDP", "S.E. of the prediction", predicted_index_error},
          {"STDF", "S.E. of the forecast", normal_forecast_error},
          {"Pr", "Pr(a<y<b)", [](const auto& r) { return moments_of(r, NormalMoment::probability); }},
          {"e", "E(y|a<y<b)", [](const auto& r) { return moments_of(r, NormalMoment::truncated_mean); }},
          {"YStar", "E(y*), y censored to (a,b)",
           [](const auto& r) { return moments_of(r, NormalMoment::censored_mean); }}};
}

}  // namespace nqp::kit
