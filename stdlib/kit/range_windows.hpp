// For every row the rows of its group whose key lies in an interval around it: rangestat, asrol and asreg.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// Ends of the intervals: a number added to the key, or the values of a variable; a missing end is open.
struct RangeEnd {
  bool open = false;
  double offset = 0;
  std::string variable;    // not empty: its values are the ends
};

struct RangeSpec {
  std::string key;
  RangeEnd low, high;
};

// "year -3 0", "t . tmax". Errors 198, 111, 109.
RangeSpec parse_range(const std::string& text, const std::string& option, const command::Context& c);

// window(year 10) is a period and the nine before it, window(year -9 0) the same; without a variable the declared time
// is meant. `recursive`: from the first row of the group. Error 198.
RangeSpec parse_window(const std::string& text, bool recursive, const command::Context& c);

struct RowWindow {
  data::Row row = 0;
  std::size_t begin = 0, end = 0;     // of RangeWindows::order
};

struct RangeWindows {
  std::vector<data::Row> order;       // rows in use by group, key and place in the data
  std::vector<RowWindow> windows;     // in that order
};

// Rows where `use` holds and the key is not missing; groups of `by` (missing values are groups).
RangeWindows range_windows(const RangeSpec& spec, const command::Variables& by, const std::vector<std::uint8_t>& use,
                           const command::Context& c);

// Every row with all rows of its group, in the order of the data.
RangeWindows whole_groups(const command::Variables& by, const std::vector<std::uint8_t>& use,
                          const command::Context& c);

}  // namespace nqp::kit
