// Time-series operators refer to time values, never to the row before.
#pragma once

#include <memory>
#include <vector>

#include "interpreter/dataset/frame.hpp"

namespace nqp::data {

inline constexpr Row no_row = 0xffffffffu;

// For every row, the row of the same panel whose time is `lag` periods (of delta) earlier, or no_row.
// Error 111 when no time variable is declared, 5 when the data are not sorted by panel and time.
std::vector<Row> lagged_rows(const Frame& f, int lag);

// Checks a declaration. Error 451 for repeated times within a panel, 109 for string variables.
// Returns the frame sorted by panel and time with the declaration set.
Frame declare_panel(const Frame& f, PanelDeclaration d);

struct PanelSummary {
  std::size_t panels = 0, min_periods = 0, max_periods = 0;
  double first_time = missing, last_time = missing;
  bool gaps = false;
  enum class Balance { strongly, weakly, unbalanced } balance = Balance::strongly;
};
PanelSummary summarise_panel(const Frame& f);

}  // namespace nqp::data
