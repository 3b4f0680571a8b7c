// Files of results that postfile opens and post fills.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct PostFile {
  std::string path;
  int every = 0;                                 // written after every so many posts; 0: at the end
  std::vector<std::string> names;
  std::vector<data::Type> types;
  std::vector<std::vector<eval::Value>> rows;
};

// The open files of a session by handle.
std::map<std::string, PostFile>& post_files(runtime::Session& s);
PostFile& find_post_file(const std::string& handle, runtime::Session& s);   // Error 111

void write_post_file(const PostFile& p, runtime::Session& s);

}  // namespace nqp::kit
