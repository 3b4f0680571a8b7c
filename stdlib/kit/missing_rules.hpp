// mv(99), mv(. = 99 \ .a = 98): which values stand for which missing values.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace nqp::kit {

struct MissingRule {
  std::vector<double> from;
  double to = 0;
};

// A list without = becomes `.` when decoding; when encoding its one number takes the place of all missing values.
// Error 198.
std::vector<MissingRule> parse_missing_rules(const std::string& text, bool encoding);

}  // namespace nqp::kit
