// Variable lists written out in full, operators kept: "i.(a b) L(1/2).pr*" is "i.a i.b L.price L2.price".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

enum class Operators { none, time, all };

// One text an item. An empty list is all variables. Errors 111, and 101 for operators that are not allowed.
std::vector<std::string> written_varlist(std::string_view list, Operators allowed, const command::Context& c);

// unab, tsunab and fvunab: "name : list [, min(#) max(#) name(text)]" puts the list into a local of the caller.
// Errors 102 and 103 for too few and too many items.
void write_varlist_into_local(const std::string& command, const std::string& line, Operators allowed,
                              runtime::Session& s);

}  // namespace nqp::kit
