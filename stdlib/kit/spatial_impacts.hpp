// Average direct, indirect and total effects in spatial models: those of (I-ρW)^-1 (b I + θ W).
#pragma once

#include <complex>
#include <optional>
#include <string>
#include <vector>

#include "stdlib/kit/spatial_units.hpp"

namespace nqp::kit {

// A variable with the positions of its coefficient and of that of its spatial lag, when the model has them.
struct SpatialImpact {
  std::string name;
  std::optional<std::size_t> own, lagged;
};

// V is of b, ρ and what follows.
struct ImpactModel {
  const SpatialWeights& W;
  const std::vector<std::complex<double>>& roots;   // eigenvalues of W
  const std::vector<double>& b;
  double rho = 0;
  const numeric::Matrix& V;
};

// Direct effects of all variables, then indirect, then total ones.
std::vector<double> spatial_impacts(const std::vector<SpatialImpact>& list, const ImpactModel& m);

// Their variances: by the delta method, or over draws of b and ρ from their normal distribution (LeSage and Pace 2009,
// section 2.7) with the session's random stream.
numeric::Matrix impacts_by_delta(const std::vector<SpatialImpact>& list, const ImpactModel& m);
numeric::Matrix impacts_by_draws(const std::vector<SpatialImpact>& list, const ImpactModel& m, int draws,
                                 const command::Context& c);

}  // namespace nqp::kit
