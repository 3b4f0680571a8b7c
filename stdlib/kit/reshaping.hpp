// Wide and long: what reshape moves and how.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct ReshapePlan {
  std::vector<std::string> stubs;  // "inc", or "inc@r" where the j value stands inside the name
  command::Variables i;
  std::string j;
  bool string_j = false;
  std::vector<std::string> values;  // of j as text, in order
};

// "inc@r" or "inc" with the value put in: inc2001r, inc2001.
std::string wide_name(const std::string& stub, const std::string& value);
std::string long_name(const std::string& stub);  // without @

// Error 9 when i does not identify observations, 110 when j or a stub exists already, 111 when no variable fits.
data::Frame to_long(const data::Frame& wide, const ReshapePlan& plan);
// Error 9 when i and j do not identify observations or another variable varies within i.
data::Frame to_wide(const data::Frame& lengthy, const ReshapePlan& plan);

// The values of j: those that the names of wide variables hold, or those of the variable j.
std::vector<std::string> values_in_names(const data::Frame& f, const ReshapePlan& plan);
std::vector<std::string> values_in_data(const data::Frame& f, const std::string& j);

}  // namespace nqp::kit
