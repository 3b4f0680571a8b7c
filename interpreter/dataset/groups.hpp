// Sorting and grouping: integer codes shared by by, sort, egen, encode, collapse and the estimators.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "interpreter/dataset/frame.hpp"

namespace nqp::data {

// Group number of every row: 0 … count-1 in ascending order of the keys; `none` where a row is left out.
struct Groups {
  static constexpr std::uint32_t none = 0xffffffffu;
  std::vector<std::uint32_t> codes;
  std::uint32_t count = 0;
  std::vector<Row> first;  // one row of each group
};

// Rows with a zero in `use` are left out (empty: all are used). Missing values are groups unless skip_missing.
Groups make_groups(std::span<const ColumnPtr> keys, std::span<const std::uint8_t> use = {}, bool skip_missing = false);

// The groups of all rows, missing values among them. Remembered as long as the columns live unchanged: by(), egen,
// collapse and their kind ask for the same groups again and again.
std::shared_ptr<const Groups> shared_groups(std::span<const ColumnPtr> keys);

// How often a column was written in place (Column::poke): what was derived before may be stale.
std::uint64_t poke_count();

struct SortKey {
  ColumnPtr column;
  bool descending = false;
  bool missing_first = false;
};

// The stable order of the rows; strings compare bytewise, missing values above numbers.
std::vector<Row> sort_order(std::span<const SortKey> keys, std::size_t rows);
bool is_sorted(std::span<const SortKey> keys, std::size_t rows);

// Begin of every run of equal keys in a frame sorted by them, and the row count at the end.
std::vector<Row> run_starts(std::span<const ColumnPtr> keys, std::size_t rows);

}  // namespace nqp::data
