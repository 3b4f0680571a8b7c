// Effects by nearest-neighbor matching with the variances of Abadie and Imbens: teffects psmatch and nnmatch.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "stdlib/kit/binary_outcome.hpp"

namespace nqp::kit {

enum class NearestMetric { mahalanobis, inverse_variance, euclidean };

struct NearestRequest {
  int neighbors = 1;
  double caliper = std::numeric_limits<double>::infinity();
  bool atet = false;
  // Of covariates:
  NearestMetric metric = NearestMetric::mahalanobis;
  std::vector<std::int32_t> exact{};  // matches have the same code; empty: all rows have
  numeric::Matrix adjusted{};         // columns that differences of matches are adjusted for; or none
  bool keep_matches = false;
};

struct NearestEffect {
  double effect = 0, variance = 0;
  std::vector<std::vector<std::uint32_t>> matches{};  // of every row, when they are kept
};

// Ties are all taken. `adjusted`: regressions of the matched rows of each arm, weighted by the times they are used
// (Abadie and Imbens 2011). Errors: 459 a unit without a match, 506 covariates that are collinear.
NearestEffect covariate_matching_effect(const NearestRequest& q, const numeric::Matrix& x, const std::vector<double>& y,
                                        const std::vector<std::uint8_t>& treated, const command::Context& c);
NearestEffect score_matching_effect(const NearestRequest& q, const BinaryFit& score, const std::vector<double>& y,
                                    const std::vector<std::uint8_t>& treated, const command::Context& c);

}  // namespace nqp::kit
