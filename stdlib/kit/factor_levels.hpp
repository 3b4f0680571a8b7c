// The levels of categorical variables in an estimation sample and their base levels.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "stdlib/kit/sample.hpp"

namespace nqp::kit {

struct FactorLevels {
  std::vector<double> values;          // ascending
  std::vector<std::int32_t> codes;     // one per used row: index into values
  int base = 0;                        // index into values; -1: no base level (ibn., or a base outside the sample)
};

// Levels of every categorical variable in `terms`, by series name. A base rule given anywhere holds for the variable
// everywhere; without one the lowest level is the base. Error 452 for negative or non-integer values.
std::map<std::string, FactorLevels> factor_levels(const command::Terms& terms, const EstimationSample& s,
                                                  const command::Context& c);

// Values of a series on the used rows.
std::vector<double> sample_values(const ast::Factor& f, const EstimationSample& s, const command::Context& c);

}  // namespace nqp::kit
