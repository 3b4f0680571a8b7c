// c(): what the system tells about itself.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "interpreter/eval/scope.hpp"

namespace nqp::runtime {

// Settings without an effect here, so that c() gives back what was set.
struct AcceptedSettings {
  std::map<std::string, std::string, std::less<>> values = {
      {"scheme", "s2color"}, {"dp", "period"},   {"logtype", "smcl"},  {"pagesize", "25"}, {"graphics", "off"},
      {"matsize", "11000"},  {"maxvar", "120000"}, {"sortseed", ""}, {"memory", ""}, {"processors", "1"}};
};

class Session;

eval::Stored system_value(std::string_view name, const Session& session);

}  // namespace nqp::runtime
