// Several series as the columns of a matrix, rows without missing values only.
#pragma once

#include "interpreter/command/output.hpp"
#include "stdlib/kit/term_levels.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct CompleteCases {
  numeric::Matrix x;  // one row per complete row, one column per series
  WeightedRows rows;
};

// Error 109 when a series is a string variable.
CompleteCases complete_cases(const std::vector<NamedSeries>& series, const WeightedRows& rows);

// The terms written out; without any, all numeric variables, and a line for each string variable that is left out.
std::vector<NamedSeries> named_or_numeric(const command::Terms& terms, const WeightedRows& rows,
                                          const command::Context& c, command::Output& out);

}  // namespace nqp::kit
