// One model in several groups: the groups of a variable, the estimates in each, side by side.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct GroupRows {
  std::string label;                 // value label or value
  double value = 0;                  // `.` for strings
  std::vector<std::uint8_t> use;     // one per row of the frame
};

// The groups of a variable among the rows in use (empty: all), missing values left out.
std::vector<GroupRows> groups_of(const std::string& variable, const data::Frame& f,
                                 const std::vector<std::uint8_t>& use = {});

// What a run of an estimation command left in e().
struct GroupEstimates {
  std::string label;
  std::vector<std::string> names;    // of coefficients estimated: no base levels or omitted ones
  std::vector<double> b, se, p;
  double n = 0, r2 = 0, clusters = 0;

  // The position of a coefficient, or names.size().
  std::size_t find(const std::string& name) const;
};

// Runs the command, quietly unless `shown`, on those rows of the frame and reads e(); the session's data are those rows afterwards.
// Error 301 when the command estimates nothing.
GroupEstimates estimate_rows(const std::string& command, const data::Frame& f, const std::vector<std::uint8_t>& use,
                             runtime::Session& s, bool shown = false);

}  // namespace nqp::kit
