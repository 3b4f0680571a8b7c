// Several estimates side by side, as estimates table shows them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::kit {

struct EstimatesTableOptions {
  std::string b_format = "%9.0g", se_format = "%9.0g", t_format = "%7.2f", p_format = "%7.4f";
  bool se = false, t = false, p = false;
  std::vector<double> stars;             // p limits, ascending order of stars: .05 .01 .001
  std::vector<std::string> statistics;   // scalars of e(), and aic, bic
  std::vector<std::string> keep, drop;   // terms
  std::string title, statistics_format;  // empty: b_format
  bool eform = false;
};

report::Document estimates_table(const std::vector<std::pair<std::string, const command::Results*>>& models,
                                 const EstimatesTableOptions& o);

}  // namespace nqp::kit
