// The groups of graph bar, dot and box: rows by the values of the over() variables.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// Groups come in the order of their values, the last over() outermost.
struct BarGroup {
  std::string label;  // of the first over()
  std::string outer;  // of the others
  std::vector<data::Row> rows;
};

// over(g, relabel(1 "low" 2 "high")).
struct Over {
  std::string variable;
  std::map<std::size_t, std::string> labels;  // by the position of the value, from 1
};

// Rows with a missing value in an over() variable belong nowhere. Without over() all rows are one group.
std::vector<BarGroup> bar_groups(const std::vector<Over>& over, const std::vector<data::Row>& rows,
                                 const command::Context& c);

}  // namespace nqp::kit
