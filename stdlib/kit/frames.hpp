// Frames by name, and rows added to them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

data::FramePtr known_frame(const std::string& name, const runtime::Session& s);  // Error 111

// The frame with one more row; one value for each variable. Errors 198 for another number of values, 109 when a
// number meets a string.
data::Frame with_row(const data::Frame& f, const std::vector<eval::Value>& values);

void show_current_frame(runtime::Session& s);  // pwf

// What frlink keeps with a link variable. Error 111 when `v` is none.
struct Link {
  std::string frame;
  std::string match;                  // "m:1" or "1:1"
  std::string keys, other_keys;
};
Link link_of(const data::Variable& v);
void mark_link(data::Variable& v, const Link& link);

}  // namespace nqp::kit
