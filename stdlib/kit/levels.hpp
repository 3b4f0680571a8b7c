// The distinct values of a variable in some rows, as tables of frequencies and groups need them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"

namespace nqp::kit {

struct Levels {
  static constexpr std::uint32_t none = 0xffffffffu;
  std::vector<std::uint32_t> codes;  // one per given row, ascending with the values; `none` where left out
  std::vector<data::Row> first;      // a row of the frame for each level

  std::size_t count() const { return first.size(); }
};

// Missing values are levels of their own when `missing` is set, else left out. Cost O(n log n) in the rows given.
Levels levels_of(const data::Column& column, std::span<const data::Row> rows, bool missing);

// Combinations of several variables that occur, in the order of the first, then the second …
Levels levels_of(std::span<const data::Column* const> columns, std::span<const data::Row> rows, bool missing);

// What a level is called: its value label, its text, or the number in the variable's format.
std::string level_text(const data::Frame& f, const data::Variable& v, data::Row row, bool no_label = false);

}  // namespace nqp::kit
