// Lists of statistics to make: (mean) x y (sd) sx=x, as collapse and rangestat read them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct StatisticItem {
  std::string statistic;   // the word in parentheses
  std::string target;      // empty when no name is given
  std::string source;
};

// `statistic` holds until the first parentheses. Errors 111 for variables, 198 when a name goes with several of them.
std::vector<StatisticItem> parse_statistic_items(const std::string& body, const std::string& statistic,
                                                 const command::Context& c);

}  // namespace nqp::kit
