// generate(newvarlist) or replace: what destring, tostring, recode and their kind share.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// One new name for each variable. Error 198 when neither or both are given or the numbers differ.
std::vector<std::string> new_names(const std::string& generate, bool replace, const command::Variables& variables,
                                   const command::Context& c);

// Puts `column` in place of the variable, or adds it as `new_name` behind the data with the variable's label.
void put(data::Frame& f, const std::string& variable, const std::string& new_name, data::ColumnPtr column);

}  // namespace nqp::kit
