// Small helpers that many commands share when they report.
#pragma once

#include <string>
#include <string_view>

#include "interpreter/command/command.hpp"

namespace nqp::kit {

// "(5 real changes made)", "(2 missing values generated)": singular and plural. 0 values: prints nothing for
// missing values, "(0 real changes made)" for changes.
std::string count_of(std::size_t n, std::string_view singular, std::string_view plural);

// The label of a value ("" when it has none), or the number in the variable's format.
std::string value_text(const data::Frame& f, const data::Variable& v, std::size_t row);

}  // namespace nqp::kit
