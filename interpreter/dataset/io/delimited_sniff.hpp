// What a delimited file does not say: its delimiter and whether its first row holds names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nqp::data {

// One of , tab ; | and blank: the one that splits the first lines most evenly; a comma when none does.
char guess_delimiter(std::string_view text, char newline);

// The first row holds names if none of its cells is a number and some cell below is one.
bool first_row_holds_names(const std::vector<std::string>& first, const std::vector<std::vector<std::string>>& below);

}  // namespace nqp::data
