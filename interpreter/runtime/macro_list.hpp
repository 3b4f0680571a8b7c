// `local x : list …`: set operations on lists held in macros.
#pragma once

#include <string>

namespace nqp::runtime {

class Session;

// uniq, dups, sort, retokenize, clean, sizeof, posof "w" in l, a | b, a & b, a - b, a == b, a === b, a in b.
// Operands are names of macros (local, unless written global(name)).
std::string macro_list(const std::string& call, Session& session);

}  // namespace nqp::runtime
