// What the limited-outcome models show besides coefficients: how many outcomes are of which kind, parameters in other
// units (sigma from /lnsigma), tests under the table.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::kit {

// Limits and numbers of censored or selected outcomes, under the number of observations.
void add_outcome_lines(const command::Results& e, report::Header& h);

// Rows under the coefficients: estimated parameters in other units, with standard errors and intervals at the level.
std::vector<std::pair<std::string, std::string>> derived_rows(const command::Results& e, double level);

// Tests of the ancillary parameters, below the table.
report::Document limited_footer(const command::Results& e);

}  // namespace nqp::kit
