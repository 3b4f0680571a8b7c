// Groups of the estimation sample as integer codes: clusters, panels, absorbed effects.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stdlib/kit/sample.hpp"

namespace nqp::kit {

struct GroupCodes {
  std::vector<std::int32_t> codes;   // one per used row: 0 … count-1 in ascending order of the values
  std::size_t count = 0;
  std::vector<data::Row> first;      // a row of the frame for each group
};

// `text` is a variable or an interaction "a#b"; string variables allowed. Error 111.
GroupCodes group_codes(const std::string& text, const EstimationSample& s, const command::Context& c);

}  // namespace nqp::kit
