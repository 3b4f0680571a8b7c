// Weights of contrasts among the levels of a factor; counts are one weight a level, all 1 where levels count alike.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// Level i less the mean of the levels begin to end - 1.
std::vector<double> level_less_mean(std::size_t i, std::size_t begin, std::size_t end, std::span<const double> counts);

// Row d - 1 gives the trend of degree d = 1 … k-1 in the k values x, which differ: n P_d / Σ n for polynomials with
// Σ n P_c P_d = 0 and Σ n P_d² = Σ n.
Matrix polynomial_contrasts(std::span<const double> x, std::span<const double> counts);

}  // namespace nqp::numeric
