// Patterns of names: * stands for any text, ? for one character.
#pragma once

#include <string_view>

namespace nqp::text {

bool matches_wildcard(std::string_view pattern, std::string_view name);

}  // namespace nqp::text
