// What stochastic frontier commands file and show alike.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::kit {

bool is_frontier(const command::Results& e);  // frontier, xtfrontier, sfpanel

// Variance components under the coefficients, with delta-method standard errors and intervals.
std::vector<std::pair<std::string, std::string>> frontier_parameters(const command::Results& e, double level);

// The test of no inefficiency.
report::Document frontier_footer(const command::Results& e);

// σ_u and σ_v from e(b), whichever parameters it holds; `.` where they vary by row.
struct FrontierSigmas {
  double u = 0, v = 0;
};
FrontierSigmas frontier_sigmas(const command::Results& e);

}  // namespace nqp::kit
