// Texts at data coordinates, as text() of figures gives them.
#pragma once

#include <string>

#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

// text(y x "line" "line" y x "line", placement(w) size(small)): on their points unless placed beside them.
void read_added_texts(const std::string& argument, const NumberOf& number, Chart& c);

}  // namespace nqp::kit
