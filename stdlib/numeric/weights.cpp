#include "stdlib/numeric/weights.hpp"

#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"

namespace nqp::numeric {
namespace {

void require_valid(std::span<const double> raw, WeightKind kind) {
  for (const double w : raw) {
    if (w < 0) throw Failure(FailureCode::negative_weights, "negative weights");
    if (kind == WeightKind::fweight && w != std::floor(w)) {
      throw Failure(FailureCode::noninteger_frequency_weights, "noninteger frequency weights");
    }
  }
}

}  // namespace

Weights normalise_weights(std::span<const double> raw, WeightKind kind, std::size_t rows) {
  if (rows == 0) throw Failure(FailureCode::no_observations, "no observations");
  Weights weights;
  weights.kind = kind;
  weights.n = weights.sum = weights.raw_sum = static_cast<double>(rows);
  if (kind == WeightKind::none) return weights;

  if (raw.size() != rows) throw Failure(FailureCode::conformability, "weights of another length than the data");
  require_valid(raw, kind);
  weights.raw_sum = sum(raw).value();
  if (!(weights.raw_sum > 0)) throw Failure(FailureCode::no_observations, "all weights are zero");
  weights.values.assign(raw.begin(), raw.end());
  if (kind == WeightKind::aweight || kind == WeightKind::pweight) {
    const double factor = static_cast<double>(rows) / weights.raw_sum;
    for (double& w : weights.values) w *= factor;
    return weights;
  }
  weights.sum = weights.raw_sum;
  weights.n = kind == WeightKind::fweight ? weights.raw_sum : std::floor(weights.raw_sum);
  return weights;
}

}  // namespace nqp::numeric
