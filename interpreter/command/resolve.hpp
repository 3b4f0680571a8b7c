// Variable lists of a call resolved against the data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast/varlist.hpp"
#include "interpreter/command/arguments.hpp"
#include "interpreter/command/context.hpp"

namespace nqp::command {

// Existing variables, in the order asked for, duplicates kept. Wildcards, ranges, _all and abbreviations are
// expanded. Errors 111 (with the nearest names), 101 when operators are used.
Variables resolve_variables(const ast::Varlist& list, const Context& c);
Variables resolve_variables(std::string_view text, const Context& c);

// Terms with resolved names; ##, groups, wildcards and multi-order time operators are written out.
Terms resolve_terms(const ast::Varlist& list, const Context& c);
Terms resolve_terms(std::string_view text, const Context& c);

// "double a b float c" → new names with their types. Error 110 for an existing name, 198 for an invalid one.
std::vector<NewVariable> resolve_new_variables(std::string_view text, const Context& c);

// e(b)-style name of a term with all its levels given: "x", "2.g", "1.a#c.x", "L2.x".
std::string term_name(const ast::Interaction& term);
// The same without base and omission marks: "1b.g" → "1.g", "o.x" → "x".
std::string canonical_term(std::string_view name);

}  // namespace nqp::command
