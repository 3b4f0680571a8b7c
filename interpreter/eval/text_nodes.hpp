// Nodes that compute with strings.
#pragma once

#include <optional>
#include <vector>

#include "grammar/ast/expression.hpp"
#include "interpreter/eval/node.hpp"

namespace nqp::eval {

Node join_texts(Node left, Node right, ast::Span span);
// a + b + c … in one node; nothing when an operator is not +.
std::optional<Node> join_all(std::vector<Node>& parts, const std::vector<ast::Operator>& operators, ast::Span span);
Node repeat_text(Node text, Node times, ast::Span span);
// Bytewise. A column against a constant compares dictionary codes. Error 109 when only one side is a string, unless
// the other is a stored result that does not exist.
Node compare_texts(Node left, ast::Operator op, Node right, ast::Span span);

}  // namespace nqp::eval
