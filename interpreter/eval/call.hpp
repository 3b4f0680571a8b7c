// Calls of functions of the table.
#pragma once

#include <span>
#include <string>

#include "grammar/ast/expression.hpp"
#include "interpreter/eval/function.hpp"
#include "interpreter/eval/node.hpp"

namespace nqp::eval {

struct Compilation;

// Error 133 with the nearest names when there is no such function.
const Function& known_function(const ast::Expression& call);

// The kinds of the arguments as Function::arguments writes them.
struct Arity {
  explicit Arity(std::string_view kinds);
  std::string letters;
  std::size_t least = 0;
  bool repeats = false;

  char kind(std::size_t i) const { return i < letters.size() ? letters[i] : letters.back(); }
  bool accepts(std::size_t n) const { return n >= least && (repeats || n <= letters.size()); }
};

[[noreturn]] void wrong_count(const Function& f, const Arity& arity, std::size_t given, ast::Span span);

// Functions that remember: what they return depends on the calls before them.
bool has_memory(const Function& f);

// The value for one row.
Value apply(const Function& f, std::span<const Value> arguments, const Scope& scope);

Node function_node(const Function& f, std::vector<Node> arguments, ast::Span span, Compilation& c);

}  // namespace nqp::eval
