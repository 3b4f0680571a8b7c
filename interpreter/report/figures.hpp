// The figures of a session by name and by the file they were saved in.
#pragma once

#include <map>
#include <string>

#include "interpreter/report/scene.hpp"

namespace nqp::report {

struct Figures {
  std::map<std::string, Scene> by_name;
  std::map<std::string, Scene> by_file;  // saved in this session
  std::string current;
};

}  // namespace nqp::report
