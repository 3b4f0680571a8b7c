// Exact distributions of Wilcoxon's two statistics, ties by average ranks.
#pragma once

#include <cstddef>
#include <span>

namespace nqp::numeric {

inline constexpr std::size_t most_exact_ranks = 200;

// P(|T - E T| >= |t - E T|) when every division of the pooled values into samples of these sizes is equally likely
// (T: rank sum of the first); at most most_exact_ranks values in all, at least one in each.
double exact_rank_sum_p(std::span<const double> first, std::span<const double> second);

// The same of the sum of the positive ranks when every sign is equally likely; zeros are ranked but have no sign. At
// most most_exact_ranks differences.
double exact_signed_rank_p(std::span<const double> differences);

}  // namespace nqp::numeric
