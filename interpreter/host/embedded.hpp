// Files compiled into the program: example data (docs/data) and programs written in the language (stdlib/ado).
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace nqp::host {

const std::map<std::string, std::string_view>& embedded_files();

}  // namespace nqp::host
