// The common part of local and global.
#pragma once

#include <string>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// name [= exp | : function | text], ++name, --name. Errors 198 for an invalid name, 7 for ++ on text.
void define_macro(const std::string& definition, runtime::Session& session, runtime::Macros& macros);

}  // namespace nqp::kit
