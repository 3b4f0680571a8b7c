// From lines to blocks: the tree of statements of one source.
#pragma once

#include <string_view>
#include <vector>

#include "grammar/ast/script.hpp"

namespace nqp::grammar {

// Reads all statements of a source without byte order mark whose lines end in \n. Returns whether the last statement
// waits for a further line; throws Incomplete (line_reader.hpp) where something is open at the end.
bool read_statements(std::string_view source, std::vector<ast::Statement>& out);

}  // namespace nqp::grammar
