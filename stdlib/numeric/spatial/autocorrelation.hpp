// Spatial autocorrelation: Moran's I and Geary's c with their moments, permutations and local statistics.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct SpatialStatistic {
  double value = 0, expected = 0;
  double variance_normal = 0;      // when the values are draws from a normal distribution
  double variance_random = 0;      // over all permutations of the values over the units
};

struct SpatialAutocorrelation {
  SpatialStatistic moran, geary;
};

// x has n >= 4 values, w is n × n with a zero diagonal. Moments: Cliff and Ord (1981), sections 1.5 and 2.3.
// Failures: insufficient_observations, no_variance, conformability, data_requirement when all weights are zero.
SpatialAutocorrelation spatial_autocorrelation(std::span<const double> x, MatrixView w);

// (#{|I* - E(I)| >= |I - E(I)|} + 1)/(R + 1) over R random permutations; permutation r uses stream r of the seed.
double moran_permutations(std::span<const double> x, MatrixView w, std::size_t replications, std::uint64_t seed,
                          Progress& progress);

// Anselin (1995): I_i = z_i Σ_j w_ij z_j / m2 with z = x - mean and m2 = Σz²/n; moments over all permutations. Lags are
// Σ_j w_ij z_j.
struct LocalMoran {
  std::vector<double> z, lag, I, expected, variance;
};
LocalMoran local_moran(std::span<const double> x, MatrixView w);

}  // namespace nqp::numeric
