// Variable names from the headers of columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/dataset/io/delimited.hpp"

namespace nqp::data {

// A valid name made of the letters, digits and _ of the header, or empty when there is none.
std::string name_from_header(std::string_view header, DelimitedOptions::Case name_case);

struct NamedColumn {
  std::string name;
  std::string label;  // the header when it is not the name
};

// Columns without a usable header are called v#, as are repeated ones. Adds a note for every reserved word.
std::vector<NamedColumn> name_columns(const std::vector<std::string>& headers, DelimitedOptions::Case name_case,
                                      std::vector<std::string>& notes);

}  // namespace nqp::data
