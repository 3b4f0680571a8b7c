// e() and r() that programs put aside.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "interpreter/command/results.hpp"

namespace nqp::kit {

struct HeldEstimates {
  std::map<std::string, std::optional<command::Estimates>> by_name;
};

struct HeldReturns {
  std::map<std::string, command::Results> by_name;
};

}  // namespace nqp::kit
