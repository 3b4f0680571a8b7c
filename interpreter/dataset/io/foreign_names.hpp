// Names of other programs' variables.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace nqp::data {

// A valid name that is not in `taken`, which it joins: what no name may hold becomes _.
std::string foreign_name(std::string_view name, std::unordered_set<std::string>& taken);

}  // namespace nqp::data
