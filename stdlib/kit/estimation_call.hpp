// The text of an estimation command that another command runs, and rows marked for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/command/arguments.hpp"
#include "interpreter/dataset/frame.hpp"

namespace nqp::kit {

struct EstimationCall {
  std::string cmd;       // empty: regress, or reghdfe with absorb
  std::string absorb, options;
  command::Vce vce;

  // "cmd y regressors if touse, vce() absorb() options"; xtreg gets fe. An empty `touse` means all rows.
  std::string text(const std::string& y, const std::string& regressors, const std::string& touse) const;
};

// The frame with a 0/1 variable `name`, one value for each row.
data::FramePtr with_mark(const data::Frame& f, const std::string& name, const std::vector<std::uint8_t>& use);

// "id year a#b" → the single variables among them.
std::vector<std::string> absorbed_variables(const std::string& absorb);

}  // namespace nqp::kit
