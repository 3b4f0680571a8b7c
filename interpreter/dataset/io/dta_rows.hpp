// The data section of a .dta file: rows of fixed width, transposed from and to columns.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/dataset/io/byte_source.hpp"
#include "interpreter/dataset/io/dta_layout.hpp"

namespace nqp::data {

// Where a variable lies within a row.
struct DtaField {
  Type type;
  std::size_t offset = 0;
  std::size_t bytes = 0;
};

// Places the fields one after the other; gives the width of a row.
std::size_t place_fields(std::vector<DtaField>& fields);

// (variable, observation), each 1-based, as one number.
inline std::uint64_t gso_key(std::uint64_t v, std::uint64_t o) { return v << 40 | (o & 0xffffffffffu); }

// The long strings of a file: what the pointers within the rows mean.
struct LongStrings {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> codes;  // by gso_key, ascending
  std::shared_ptr<Dictionary> texts = std::make_shared<Dictionary>();

  std::optional<std::uint32_t> find(std::uint64_t key) const;
};

// Where the rows of a file are.
struct DtaRows {
  std::uint64_t begin = 0;  // byte of the first row
  std::size_t rows = 0, width = 0;
  bool swap = false;
};

// Error 612 when the file ends early after all, 688 for pointers to long strings that are not there.
std::vector<ColumnPtr> columns_of_rows(const ByteSource& source, const DtaRows& at, const std::vector<DtaField>& fields,
                                       const DtaLayout& layout, const LongStrings& texts);

// Appends rows begin to end of all columns to out. Long strings point to the row where their text occurs first.
void append_rows(const Frame& f, const std::vector<DtaField>& fields, const DtaLayout& layout,
                 const std::vector<std::vector<Row>>& first_row_of_code, std::size_t begin, std::size_t end,
                 std::string& out);

}  // namespace nqp::data
