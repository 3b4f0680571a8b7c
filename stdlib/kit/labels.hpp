// Value labels: texts of coded numbers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// 1 "low" 2 "high" .a "refused" → pairs. Error 198; 180 for a code that is no integer.
data::ValueLabel parse_label_pairs(std::string_view text);

// The number of a code as text: 1, -3, .a
std::string code_text(double code);

void set_label(data::Frame& f, const std::string& name, data::ValueLabel labels);

}  // namespace nqp::kit
