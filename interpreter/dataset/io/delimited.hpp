// Delimited text: CSV, TSV and their relatives.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/dataset/frame.hpp"
#include "interpreter/dataset/io/byte_source.hpp"

namespace nqp::data {

struct DelimitedOptions {
  std::string delimiters = {};               // empty: guess among , tab ; | and blank
  std::string delimiter_text = {};           // one delimiter of several characters, instead of `delimiters`
  bool collapse_delimiters = false;
  bool empty_lines_are_rows = false;         // otherwise they are left out, unless there is one column only
  std::optional<std::size_t> names_row = {};  // 1-based row that holds names; 0: none; absent: guess
  enum class Case { lower, preserve, upper } name_case = Case::lower;
  std::string encoding = {};                 // empty: UTF-8 (BOM or valid), UTF-16 BOM, else GB18030
  std::optional<std::size_t> first_row = {}, last_row = {}, first_column = {}, last_column = {};  // 1-based, of file
  std::vector<std::size_t> string_columns = {}, numeric_columns = {};  // 1-based, of the result
  bool all_strings = false, all_numeric = false;
  bool strip_quotes = true, bind_quotes = true;  // bind_quotes: a quoted field may hold line ends
  bool doubles = false;                      // non-integer numbers are stored as double, not float
  std::size_t bytes_at_once = 0;             // about as much text is in memory at a time; 0: some megabytes
};

struct DelimitedResult {
  Frame frame;
  std::vector<std::string> notes;            // e.g. renamed columns
};

// Error 198/459 naming line and column for malformed rows; 610-range codes for undecodable text.
// Text in UTF-8 is read some megabytes at a time; of other encodings the file is converted as a whole.
DelimitedResult read_delimited(const ByteSource& source, const DelimitedOptions& options);
DelimitedResult read_delimited(std::string_view bytes, const DelimitedOptions& options);

struct DelimitedOutput {
  std::string delimiter = ",";
  bool names = true;
  bool value_labels = true;                  // write label text instead of the coded number
  bool quote_all = false;
  bool data_format = false;                  // numbers as their display format shows them
};
// `columns`: indices into f.variables; `rows`: empty means all.
std::string write_delimited(const Frame& f, const std::vector<std::size_t>& columns, std::span<const Row> rows,
                            const DelimitedOutput& options);
// The same piece by piece.
void write_delimited(const Frame& f, const std::vector<std::size_t>& columns, std::span<const Row> rows,
                     const DelimitedOutput& options, const std::function<void(std::string_view)>& sink);

// Text of any supported encoding as UTF-8 without a byte-order mark. Encodings: utf-8, gb18030/gbk/gb2312, big5,
// latin1, utf-16le/be; empty: sniff. Error 198 for an unknown name.
std::string to_utf8(std::string_view bytes, std::string_view encoding = {});
std::string own_as_utf8(std::string bytes);  // the same without a copy where nothing changes

}  // namespace nqp::data
