// Labels of the data, its variables and the value labels attached, kept in several languages. The ones not in use are
// characteristics (_lang_list, _lang_c, _lang_v_<name>, _lang_l_<name>), so they are saved with the data.
#pragma once

#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"

namespace nqp::kit {

struct Languages {
  std::string current = "default";
  std::vector<std::string> all{"default"};

  bool knows(const std::string& name) const;
};

Languages languages_of(const data::Frame& f);

// Puts the labels in use aside and takes those of `name`. Error 111 for an unknown language.
void use_language(data::Frame& f, const std::string& name);

// A new language in use, with empty labels or a copy of those in use. Errors 110, 198.
void add_language(data::Frame& f, const std::string& name, bool copy);

void rename_language(data::Frame& f, const std::string& name);  // the one in use; Errors 110, 198

// Forgets a language; another one is used instead of the one in use. Errors 111, 498 for the only one.
void delete_language(data::Frame& f, const std::string& name);

}  // namespace nqp::kit
