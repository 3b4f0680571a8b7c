// c(): what the system tells about itself.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/eval/scope.hpp"

namespace nqp::runtime {

// Settings without an effect here, so that c() gives back what was set.
struct AcceptedSettings {
  std::map<std::string, std::string, std::less<>> values = {
      {"scheme", "s2color"}, {"dp", "period"},   {"logtype", "smcl"},  {"pagesize", "25"}, {"graphics", "off"},
      {"matsize", "11000"},  {"maxvar", "120000"}, {"sortseed", ""}, {"memory", ""}};
};

class Session;

// The names that c() knows, in order.
std::vector<std::string> system_value_names();

// Threads for replications: set processors, or as many as the machine has.
std::size_t processors(Session& session);

eval::Stored system_value(std::string_view name, const Session& session);

}  // namespace nqp::runtime
