// A command line parsed once: trees hold no resolved names, so they never go stale.
#pragma once

#include <optional>
#include <string>

#include "grammar/ast/command.hpp"
#include "interpreter/command/command.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {

struct Session::Prepared {
  std::string text;
  ast::Head head;
  const command::Command* command = nullptr;   // nullptr: a program, or unknown
  std::string rest;                            // behind the command's name, second word included in the name
  std::uint32_t rest_offset = 0;
  std::optional<ast::Arguments> arguments;     // unless the command reads its own grammar
  std::optional<Error> malformed;              // why they could not be read; raised when the command is reached
};

// quietly, capture, noisily and their abbreviations; "" for any other word.
std::string output_prefix(std::string_view word);

}  // namespace nqp::runtime
