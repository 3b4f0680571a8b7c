// Variable lists inside the grammar; parse_varlist in parse.hpp is the way in from outside.
#pragma once

#include <optional>
#include <string_view>

#include "grammar/ast/varlist.hpp"

namespace nqp::grammar {

// The list, or nothing when the text does not read as one; the common case of expressions must not throw.
std::optional<ast::Varlist> try_varlist(std::string_view text, std::uint32_t offset);

}  // namespace nqp::grammar
