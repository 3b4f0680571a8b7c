// Univariate kernel density estimates.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

enum class Kernel { epanechnikov, epan2, biweight, cosine, gaussian, parzen, rectangle, triangle };

// K(z) of the kernel; epanechnikov has support |z| < √5, the others (but gaussian) |z| < 1 (cosine 1/2).
// Silverman (1986), Density Estimation, table 3.1.
double kernel(Kernel k, double z);

struct DensitySpec {
  std::span<const double> x;
  std::span<const double> weights;
  WeightKind kind = WeightKind::none;
  Kernel kernel = Kernel::epanechnikov;
  double bandwidth = 0;    // 0: 0.9 min(sd, IQR/1.349) n^(-1/5), of sd alone when the IQR is zero
  int points = 0;          // 0: min(n, 50), evenly from min - h to max + h
  std::vector<double> at;  // or: at these points
};

struct Density {
  std::vector<double> x, density;
  double bandwidth = 0;
  double n = 0;
  double scale = 0;  // 1/(n h), the factor of the sum of kernels
};

// Failure data_requirement for a constant x without a bandwidth; no_observations.
Density kernel_density(const DensitySpec& spec, Progress& progress);

}  // namespace nqp::numeric
