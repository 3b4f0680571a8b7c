// What stands above and below the coefficient table.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::kit {

// Chosen by e(cmd): the analysis-of-variance block of regress, groups of panel models, absorbed effects; any other
// estimator gets its title, the number of observations, the model test and fit statistics it stored.
report::Document estimation_header(const command::Results& e);
report::Document estimation_footer(const command::Results& e);

// Rows under the coefficients, inside the table: sigma_u, sigma_e, rho.
std::vector<std::pair<std::string, std::string>> parameter_rows(const command::Results& e, double level);

// The pairs that most headers share: Number of obs, F or chi2 with its p.
std::pair<std::string, std::string> observations_pair(const command::Results& e);
std::pair<std::string, std::string> test_pair(const command::Results& e);
std::pair<std::string, std::string> test_p_pair(const command::Results& e);

std::string count_text(double n);                       // 13,452
std::string fixed_text(double x, int decimals);         // 0.7668; "." when missing
std::string number_text(double x);                       // about five significant digits, as Root MSE is shown

}  // namespace nqp::kit
