// Variables with missing values: what the commands of misstable look at.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct MissingVariable {
  std::string name;
  data::ColumnPtr column;
  std::size_t count;  // of missing values in the rows
};

enum class MissingOrder { given, fewest, most };

// The numeric variables among `names` that are missing in some of the rows. `extended_is_known`: .a to .z are values
// like any other; the columns then have numbers in their place.
std::vector<MissingVariable> variables_with_missing(const command::Variables& names, MissingOrder order,
                                                    bool extended_is_known, const std::vector<data::Row>& rows,
                                                    const command::Context& c);

}  // namespace nqp::kit
