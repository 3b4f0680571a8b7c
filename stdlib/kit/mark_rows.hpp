// The rows that mark, marksample and markout keep.
#pragma once

#include <cstdint>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

using RowMarks = std::vector<std::uint8_t>;  // 1 for a row that is kept; one per row of the frame

// What counts as missing: a string variable leaves no row unless strings are allowed.
struct MarkRule {
  bool strings = false;         // strok
  bool system_missing = false;  // sysmissok: `.` is kept, .a to .z are not
};

void unmark_missing(RowMarks& use, const command::Terms& terms, MarkRule rule, const command::Context& c);

// Rows whose weight is missing, or zero unless `zero` is allowed. Errors 401 and 402 as for every estimator.
void unmark_weightless(RowMarks& use, const ast::Expression& weight, command::WeightKind kind, bool zero,
                       const command::Context& c);

data::ColumnPtr mark_column(const RowMarks& use);  // byte

}  // namespace nqp::kit
