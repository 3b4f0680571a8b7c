// Macro functions of words and texts: the part behind the function's name in, its value out. Error 198.
#pragma once

#include <string>
#include <vector>

#include "grammar/ast/command.hpp"

namespace nqp::runtime {

class Session;

// The first word of s, which is cut from it.
std::string take_macro_word(std::string& s);

// What stands behind the last top-level comma, as options; cut from s. A comma inside quotes is no such comma.
std::vector<ast::Option> take_macro_options(std::string& s);

// The value of "local name" or "global name"; empty when it is not defined.
std::string macro_value(const std::string& kind, const std::string& name, Session& session);

std::string word_function(std::string rest);                          // count … | # of …
std::string piece_function(std::string rest);                         // # width of "text" [, nobreak]
std::string subinstr_function(std::string rest, Session& session);    // local name "a" "b" [, all word count()]
enum class Unit { bytes, characters, columns };
std::string length_function(std::string rest, Unit unit, Session& session);

}  // namespace nqp::runtime
