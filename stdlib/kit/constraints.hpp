// Numbered linear constraints: made by constraint, used by cnsreg.
#pragma once

#include <map>
#include <string>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct Constraints {
  std::map<int, std::string> by_number;  // as typed: "x1 = x2"
};

// Those of the numlist "1/3 5" that are defined, in its order. Error 198 for other numbers than 1 to 1999.
std::vector<std::pair<int, std::string>> chosen_constraints(const std::string& numlist, runtime::Session& s);

}  // namespace nqp::kit
