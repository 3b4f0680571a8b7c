// Rows of each group in the order of a time variable: what the commands that fill gaps walk along.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// Selected rows of each group of `by`, in ascending order of `time` (empty: of the data). Rows where time is missing
// are left out.
std::vector<std::vector<data::Row>> ordered_rows(const command::Context& c, const command::Variables& by,
                                                 const std::string& time, const std::vector<std::uint8_t>& use);

}  // namespace nqp::kit
