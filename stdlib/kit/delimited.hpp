// What the commands that read and write delimited text share.
#pragma once

#include <string>

#include "interpreter/command/context.hpp"
#include "interpreter/command/output.hpp"
#include "interpreter/dataset/io/delimited.hpp"

namespace nqp::kit {

// Reads the file into a frame and reports its size. Errors 4 unsaved data, 601 not found; others name the file.
command::Output read_delimited_file(const command::Context& c, const std::string& path, data::DelimitedOptions options,
                                    const std::string& new_names, bool clear);

// comma, tab, "\t", ";" … as characters. Error 198.
std::string delimiter_of(const std::string& word);

struct DelimitedRequest {
  std::string variables, path;  // variables empty: all
  command::Sample sample;
  data::DelimitedOutput layout;
  bool replace = false;
};
command::Output write_delimited_file(const command::Context& c, const DelimitedRequest& request);

}  // namespace nqp::kit
