// The data section of a .dta file: rows of fixed width, transposed from and to columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

// `data` holds rows * width bytes. For strL fields the column holds, for now, the 8 bytes that point to the text:
// resolve_long_strings replaces it.
std::vector<ColumnPtr> columns_of_rows(std::string_view data, std::size_t rows, std::size_t width,
                                       const std::vector<DtaField>& fields, bool swap);

// (variable, observation), each 1-based, as one number.
inline std::uint64_t gso_key(std::uint64_t v, std::uint64_t o) { return v << 40 | (o & 0xffffffffffu); }
using LongStrings = std::unordered_map<std::uint64_t, std::string_view>;

ColumnPtr long_string_column(std::string_view data, std::size_t rows, std::size_t width, const DtaField& field,
                             const DtaLayout& layout, bool swap, const LongStrings& texts);

// Appends the rows of all columns to out. Long strings point to the row where their text occurs first.
void append_rows(const Frame& f, const std::vector<DtaField>& fields, const DtaLayout& layout,
                 const std::vector<std::vector<Row>>& first_row_of_code, std::string& out);

}  // namespace nqp::data
