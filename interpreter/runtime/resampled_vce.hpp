// vce(bootstrap, …) and vce(jackknife, …): another way to write the prefixes.
#pragma once

#include <optional>
#include <string>

#include "interpreter/command/command.hpp"
#include "interpreter/dataset/frame.hpp"

namespace nqp::runtime {

// The prefixed command that `text` stands for, when its options (behind `rest`, the position after the command's name)
// hold vce(bootstrap …) or vce(jackknife …) and the command takes vce() but not that kind. Panel commands (xt…) draw
// whole panels, which are numbered anew by `id` in a bootstrap.
std::optional<std::string> resampled_call(const command::Command& command, const std::string& text, std::size_t rest,
                                          const data::Frame& frame, const std::string& id);

}  // namespace nqp::runtime
