// Text without delimiters that mark columns: words one after the other (infile), or fixed places (infix).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/command/output.hpp"

namespace nqp::kit {

// A variable to be read. `type` empty: the default type.
struct RawVariable {
  std::string name, type;
  std::size_t line = 1, first = 0, last = 0;  // infix: line of the observation and columns, from 1
};

// "str20 make double(price weight) mpg": names with the types before them; x1-x3 is written out. Error 198.
std::vector<RawVariable> raw_variables(std::string_view text);

// A file of text in any encoding that import delimited finds out. Errors 601, 603, 609 binary zeros, 610; they name the
// file and the line.
std::string raw_text(const command::Context& c, const std::string& path);

// Lines without their ends; parts of the text.
std::vector<std::string_view> raw_lines(std::string_view text);

// The words of a text, one after the other: separated by blanks, commas and line ends; "quoted" ones may hold blanks
// and commas. They are parts of the text.
class RawWords {
 public:
  explicit RawWords(std::string_view text, std::size_t first_line = 1) : text_(text), line_(first_line) {}
  std::optional<std::string_view> next();  // Error 459 for a quote that is not closed in its line, with the place

 private:
  void begin_line(std::size_t begin);

  std::string_view text_;
  std::size_t at_ = 0, line_, line_begin_ = 0, line_end_ = std::string_view::npos;
  bool started_ = false, after_comma_ = true;  // two commas in a row hold an empty value
};

struct RawFrame {
  data::Frame frame;
  std::vector<std::string> notes;  // about text where numbers should be
};

// One column a variable under construction; text that is no number is missing in numeric variables. Strings without a
// width get that of the longest. Every cell must be set once.
class RawTable {
 public:
  RawTable(const std::vector<RawVariable>& variables, std::size_t rows, const command::Context& c);
  ~RawTable();
  void set(std::size_t k, std::size_t row, std::string_view text);  // variable and observation, from 0
  RawFrame finish();

 private:
  struct Column;
  std::size_t rows_;
  std::vector<Column> columns_;
};

// What both commands answer: "(74 observations read)"; rows where if and in do not hold are left out.
command::Output raw_output(RawFrame raw, const command::Sample& sample, const command::Context& c);

}  // namespace nqp::kit
