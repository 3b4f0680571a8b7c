// Means of donors weighted by a kernel of the distance in scores, by sums over ranges of sorted scores.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/matching/match.hpp"

namespace nqp::numeric {

struct KernelMeans {
  std::vector<double> total;               // per target: sum of kernel weights; 0: nobody is near
  std::vector<std::vector<double>> means;  // per outcome and target
  std::vector<double> weight;              // per donor: its weights, each target's adding up to one
};

// Whether `spec` is of this kind: radius or kernel.
bool has_kernel_means(const MatchSpec& spec);

// What match() gives with these rules, up to rounding, in n log n. Sums of powers of the scores are kept in two doubles,
// or in short cells (CellSums); ranges of few donors, or with weights that nearly cancel, are added up one by one.
KernelMeans kernel_means(std::span<const double> score, std::span<const std::uint32_t> targets,
                         std::span<const std::uint32_t> donors, const MatchSpec& spec,
                         const std::vector<std::vector<double>>& outcomes);

}  // namespace nqp::numeric
