// The return codes and what they mean, in one table.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace nqp::command {

const std::vector<std::pair<int, const char*>>& return_codes();
std::string return_code_text(int code);  // "" for a code without a fixed meaning

}  // namespace nqp::command
