// Number lists inside the grammar; parse_numlist in parse.hpp is the way in from outside.
#pragma once

#include <string_view>
#include <vector>

namespace nqp::grammar {

// One entry of a number list before it is written out: first, first + step, … up to last.
struct NumberRange {
  double first = 0;
  double step = 1;
  double last = 0;
};

inline constexpr std::size_t max_numlist = 1'000'000;

// How many numbers a range stands for; 0 when the step leads away from its end.
std::size_t count_of(const NumberRange& range);

// False when the text is not a number list.
bool read_ranges(std::string_view text, std::vector<NumberRange>& ranges);

// The numbers of `text`; false when it is not a number list or too long.
bool read_numlist(std::string_view text, std::vector<double>& numbers);

}  // namespace nqp::grammar
