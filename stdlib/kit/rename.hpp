// Renaming several variables at once, swaps included.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/dataset/frame.hpp"

namespace nqp::kit {

// Pairs old → new; all at the same time. Errors 110 when two variables would share a name, 198 for invalid names.
void rename_all(data::Frame& f, const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace nqp::kit
