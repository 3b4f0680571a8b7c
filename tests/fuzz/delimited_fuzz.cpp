// Two bytes of options, the others as delimited text. What is read can be written, and reads again; little by little it
// reads the same.
#include "interpreter/dataset/io/delimited.hpp"

#include <array>

#include "tests/fuzz/input.hpp"

using namespace nqp;

namespace {

data::DelimitedOptions options_of(unsigned a, unsigned b, std::size_t size) {
  static constexpr std::array<const char*, 4> delimiters = {"", ",", "\t", ";|"};
  static constexpr std::array<const char*, 4> encodings = {"", "gb18030", "utf-16le", "latin1"};
  data::DelimitedOptions o;
  o.delimiters = delimiters[a & 3];
  o.encoding = encodings[(a >> 2) & 3];
  o.collapse_delimiters = a & 16;
  o.all_strings = a & 32;
  o.bind_quotes = !(a & 64);
  o.strip_quotes = !(a & 128);
  if (b & 1) o.names_row = (b >> 1) & 3;
  if (b & 8) o.first_row = 2;
  if (b & 16) o.last_column = 2;
  if (b & 32) o.string_columns = {1};
  o.doubles = b & 64;
  o.all_numeric = b & 128;
  o.empty_lines_are_rows = size % 2 == 1;
  if ((a & 3) == 3 && size % 3 == 0) o.delimiter_text = "::";
  return o;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  data::DelimitedResult read;
  if (!fuzz::answers([&] { read = data::read_delimited(bytes, options_of(data[0], data[1], size)); })) return 0;
  data::DelimitedOptions little = options_of(data[0], data[1], size);
  little.bytes_at_once = 1 + size % 61;
  const data::Frame again = data::read_delimited(bytes, little).frame;
  if (again.rows != read.frame.rows || again.variables.size() != read.frame.variables.size()) __builtin_trap();
  for (std::size_t k = 0; k < again.variables.size(); ++k)
    if (!data::equal_values(*again.variables[k].column, *read.frame.variables[k].column)) __builtin_trap();
  std::vector<std::size_t> columns(read.frame.variables.size());
  for (std::size_t k = 0; k < columns.size(); ++k) columns[k] = k;
  const std::string written = data::write_delimited(read.frame, columns, {}, {});
  fuzz::answers([&] { data::read_delimited(written, {}); });
  return 0;
}
