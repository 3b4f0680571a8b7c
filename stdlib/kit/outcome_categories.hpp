// The values of a categorical outcome: their codes, shares and names.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/sample.hpp"

namespace nqp::kit {

struct OutcomeCategories {
  std::vector<double> values;          // ascending
  std::vector<double> code;            // of every row: its place among the values
  std::vector<double> weight;          // of every category, rows without weights
};

// Errors: 2000 one value only, 148 more than `most`.
OutcomeCategories outcome_categories(const std::vector<double>& y, const EstimationSample& s, std::size_t most);

// Names of equations: value labels of the variable, with _ for blanks, or the numbers.
std::vector<std::string> category_names(const std::string& variable, const std::vector<double>& values,
                                        const command::Context& c);

// The place of an outcome of the last estimates: "#2" the second, "3" the value, or its name. Values stand in e(out)
// (mlogit) or e(cat). Error 303 for none of these.
std::size_t outcome_place(const command::Results& e, const std::string& outcome);
std::vector<double> outcome_values(const command::Results& e);

}  // namespace nqp::kit
