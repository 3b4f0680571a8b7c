// Text that is a number as a whole.
#pragma once

#include <optional>
#include <string_view>

namespace nqp::kit {

// 12, -1.5e3, .5, . and .a to .z; blanks around it are ignored; nullopt otherwise.
std::optional<double> parse_number(std::string_view text);

}  // namespace nqp::kit
