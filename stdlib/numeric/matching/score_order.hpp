// Rows in ascending order of their scores.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace nqp::numeric {

// `points` ordered by score[point]; equal scores stay in the order given. Scores are numbers.
std::vector<std::uint32_t> in_score_order(std::span<const double> score, std::span<const std::uint32_t> points);

}  // namespace nqp::numeric
