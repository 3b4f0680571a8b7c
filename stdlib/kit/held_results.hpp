// e() and r() that programs put aside.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "interpreter/command/results.hpp"

namespace nqp::kit {

struct HeldEstimates {
  struct Entry {
    std::optional<command::Estimates> estimates;
    std::string variable;  // that keeps the sample; empty: none
  };
  std::map<std::string, Entry> by_name;
};

struct HeldReturns {
  std::map<std::string, command::Results> by_name;
};

}  // namespace nqp::kit
