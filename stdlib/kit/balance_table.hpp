// Means of groups and their differences as a table of balance: balancetable and iebaltab.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "stdlib/kit/estout_options.hpp"

namespace nqp::kit {

struct BalanceRequest {
  command::Variables variables;
  command::Sample sample;
  std::string group;
  std::vector<double> groups;                          // values, in the order of the columns
  std::vector<std::pair<std::size_t, std::size_t>> pairs;   // differences: first minus second
  std::vector<std::string> titles;                     // of groups, then of pairs
  std::string absorb, covariates;
  command::Vce vce;
  bool total = false;                                  // a column of all groups in front of the differences
  bool standard_errors = false;                        // of means instead of standard deviations
  bool p_values = false;                               // under differences instead of their standard errors
  bool labels = false, star_symbols = true;
  std::string format, stars, title, note;
};

// Shows or writes the table and stores r(table): N mean sd se of every group, then diff se p of every pair.
void balance_table(const BalanceRequest& q, const TableFile& file, runtime::Session& s);

// The distinct values of a numeric grouping variable in the rows. Errors 109, 2000.
std::vector<double> balance_groups(const std::string& group, const command::Sample& sample, runtime::Session& s);

// The label of a value, or the number.
std::string group_title(const std::string& group, double value, const data::Frame& f);

}  // namespace nqp::kit
