// What the commands that read data files of other programs share.
#pragma once

#include <string>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/io/foreign.hpp"

namespace nqp::kit {

struct ForeignArgs {
  std::string body, file, encoding, catalogue, name_case = "preserve";
  command::Sample sample;
  bool clear = false, no_labels = false;
};

// Reads the file (with .ext when the name has none), and of it the variables and observations asked for. Errors 4
// unsaved data, 601 not found, 111 no such variable in the file; others name the file.
command::Output read_foreign_file(const ForeignArgs& a, const command::Context& c, data::ForeignFormat format,
                                  const std::string& extension);

// The options that all of them have.
command::Definition<ForeignArgs>& foreign_options(command::Definition<ForeignArgs>& d);

}  // namespace nqp::kit
