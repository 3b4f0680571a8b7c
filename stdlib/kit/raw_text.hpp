// Text without delimiters that mark columns: words one after the other (infile), or fixed places (infix).
#pragma once

#include <functional>
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

// "str20 make double price mpg": names with the types before them; x1-x3 is written out. Error 198.
std::vector<RawVariable> raw_variables(std::string_view text);

// A file of text in any encoding that import delimited finds out. Errors 601, 603, 609 binary zeros, 610; they name the
// file and the line.
std::string raw_text(const command::Context& c, const std::string& path);

// Lines without their ends, and words: separated by blanks, commas and line ends; "quoted" ones may hold these. Both
// are parts of the text.
std::vector<std::string_view> raw_lines(std::string_view text);
std::vector<std::string_view> raw_words(std::string_view text);

// What stands in the cell of variable k in an observation; both from 0.
using RawCell = std::function<std::string(std::size_t k, std::size_t row)>;

struct RawFrame {
  data::Frame frame;
  std::vector<std::string> notes;  // about text where numbers should be
};

// One column a variable; text that is no number is missing in numeric variables. Strings without a width get that of
// the longest.
RawFrame raw_frame(const std::vector<RawVariable>& variables, const RawCell& cell, std::size_t rows,
                   const command::Context& c);

// What both commands answer: "(74 observations read)"; rows where if and in do not hold are left out.
command::Output raw_output(RawFrame raw, const command::Sample& sample, const command::Context& c);

}  // namespace nqp::kit
