// Matching of targets to donors on a score or on several covariates.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

enum class MatchRule { neighbor, radius, kernel, local_linear };
enum class MatchKernel { epanechnikov, normal, biweight, uniform, tricube };

struct MatchSpec {
  MatchRule rule = MatchRule::neighbor;
  int neighbors = 1;
  double caliper = std::numeric_limits<double>::infinity();  // neighbor: strictly nearer; radius: at most
  bool ties = false;             // all donors as near as the last neighbor (within 1e-12)
  bool replacement = true;       // false: one neighbor, each donor once
  bool descending = false;       // without replacement: highest scores first
  MatchKernel kernel = MatchKernel::epanechnikov;
  double bandwidth = 0.06;
};

// Who is where: scores, or coordinates whose Euclidean distance counts. One row per unit.
struct MatchSpace {
  std::span<const double> score{};
  MatrixView coordinates{};      // instead of scores when it has columns

  bool on_score() const { return coordinates.cols == 0; }
};

// Donors nearest first (neighbor) or in ascending order of the score, with weights that add up to 1; both empty when
// nobody is near enough.
using MatchFound =
    std::function<void(std::size_t target, std::span<const std::uint32_t> donors, std::span<const double> weights)>;

// Equal distances: the lower score first, then the donor that comes first. Sources: Leuven and Sianesi (2003),
// psmatch2; Heckman, Ichimura and Todd (1998) for kernels and local linear regression.
void match(const MatchSpace& space, std::span<const std::uint32_t> targets, std::span<const std::uint32_t> donors,
           const MatchSpec& spec, const MatchFound& found);

// x L with L L' the inverse of the covariance within the two groups pooled: Euclidean distances of the rows are
// Mahalanobis distances. Failure not_positive_definite.
Matrix mahalanobis_coordinates(MatrixView x, std::span<const std::uint8_t> treated);

// σ_i² = m/(m+1) (y_i - mean of the m nearest rows among `peers`)² for each of them (Abadie and Imbens 2006, eq. 14).
// With `ties` rows as near as the m-th all count, and m is their number. `together`: the sample variance of the row and
// its m nearest instead (Abadie, Drukker, Herr and Imbens 2004, p. 303); the same for m = 1.
std::vector<double> conditional_variances(const MatchSpace& space, std::span<const std::uint32_t> peers,
                                          std::span<const double> y, int m, bool ties, bool together = false);

}  // namespace nqp::numeric
