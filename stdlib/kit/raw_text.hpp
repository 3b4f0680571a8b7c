// Text without delimiters that mark columns: words one after the other (infile), or fixed places (infix).
#pragma once

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

// Lines without their ends; text in any encoding that import delimited finds out.
std::vector<std::string> raw_lines(const std::string& bytes);

// The words of a text: separated by blanks, commas and line ends; "quoted" ones may hold these.
std::vector<std::string> raw_words(std::string_view text);

// One column a variable, from its cells; text that is no number is missing in numeric variables. Strings without a
// width get that of the longest.
data::Frame raw_frame(const std::vector<RawVariable>& variables, const std::vector<std::vector<std::string>>& cells,
                      std::size_t rows, const command::Context& c);

// What both commands answer: "(74 observations read)"; rows where if and in do not hold are left out.
command::Output raw_output(data::Frame f, const command::Sample& sample, const command::Context& c);

}  // namespace nqp::kit
