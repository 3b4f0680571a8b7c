// What is known while an expression is read: operands on a stack, operators that wait for their right side.
#pragma once

#include <array>

#include "grammar/parse.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {

// An operand on the stack. An open one is a chain or join without parentheses around it, which can still grow.
struct Operand {
  ast::Expression tree;
  bool open = false;
};

// A list of arguments or subscripts that is being read: where it began in the text and on the stack.
struct Opening {
  std::size_t at;
  std::size_t operands;
};

inline int level_of(ast::Operator op) {
  switch (op) {
    case ast::Operator::power: return 0;
    case ast::Operator::kronecker: return 6;
    case ast::Operator::multiply:
    case ast::Operator::divide: return 1;
    case ast::Operator::add:
    case ast::Operator::subtract: return 2;
    case ast::Operator::and_: return 4;
    case ast::Operator::or_: return 5;
    default: return 3;
  }
}

struct ExpressionState {
  ExpressionState(std::string_view text_, std::uint32_t offset_, bool matrix_)
      : text(text_), offset(offset_), matrix(matrix_) {}

  std::string_view text;
  std::uint32_t offset;
  bool matrix;
  int depth = 0;
  std::vector<Operand> stack;
  std::vector<ast::Operator> operators;
  std::vector<Opening> openings;
  std::vector<std::size_t> signs;
  std::string equation;

  std::size_t at(const char* p) const { return static_cast<std::size_t>(p - text.data()); }
  ast::Expression& top() { return stack.back().tree; }

  Error too_deep(const char* p) const { return {130, "expression nests too deep", span_at(at(p), at(p) + 1, offset)}; }

  template <typename In>
  ast::Span span(const In& in) const {
    return span_at(at(in.begin()), at(in.end()), offset);
  }

  template <typename In>
  ast::Expression& push(ast::Expression::Kind kind, const In& in) {
    ast::Expression& e = stack.emplace_back().tree;
    e.kind = kind;
    e.span = span(in);
    e.text.assign(in.begin(), in.end());
    return e;
  }

  bool last_names_coefficient() const {
    const std::string& name = stack.back().tree.text;
    return name == "_b" || name == "_se" || name == "_coef";
  }

  bool last_names_date() const {
    static constexpr std::array<std::string_view, 11> names = {"td", "tm", "tq", "tw",  "th",     "ty",
                                                               "tc", "tC", "d",  "tin", "twithin"};
    const std::string_view name = stack.back().tree.text;
    for (const std::string_view n : names)
      if (n == name) return true;
    return false;
  }

  template <typename In>
  void open(const In& in) {
    openings.push_back({at(in.begin()), stack.size()});
  }

  // Joins the two topmost operands by the last operator, growing an open chain of the same level.
  void reduce() {
    const ast::Operator op = operators.back();
    operators.pop_back();
    ast::Expression right = std::move(stack.back().tree);
    stack.pop_back();
    Operand& left = stack.back();
    const std::uint32_t end = right.span.end;
    if (!left.open || left.tree.kind != ast::Expression::Kind::chain ||
        level_of(left.tree.operators[0]) != level_of(op))
      wrap(left, ast::Expression::Kind::chain);
    left.tree.operators.push_back(op);
    left.tree.operands.push_back(std::move(right));
    left.tree.span.end = end;
  }

  void join(ast::Expression::Kind kind) {
    ast::Expression right = std::move(stack.back().tree);
    stack.pop_back();
    Operand& left = stack.back();
    const std::uint32_t end = right.span.end;
    if (!left.open || left.tree.kind != kind) wrap(left, kind);
    left.tree.operands.push_back(std::move(right));
    left.tree.span.end = end;
  }

  static void wrap(Operand& operand, ast::Expression::Kind kind) {
    ast::Expression outer;
    outer.kind = kind;
    outer.span = operand.tree.span;
    outer.operands.push_back(std::move(operand.tree));
    operand.tree = std::move(outer);
    operand.open = true;
  }

  void apply_sign(ast::Operator op) {
    Operand& operand = stack.back();
    wrap(operand, ast::Expression::Kind::unary);
    operand.open = false;
    operand.tree.operators.push_back(op);
    operand.tree.span.begin = static_cast<std::uint32_t>(signs.back()) + offset;
    signs.pop_back();
  }

  // Moves the operands read since the innermost opening into the operand below them.
  void collect(const char* end) {
    const std::size_t first = openings.back().operands;
    openings.pop_back();
    ast::Expression& owner = stack[first - 1].tree;
    for (std::size_t i = first; i < stack.size(); ++i) owner.operands.push_back(std::move(stack[i].tree));
    stack.resize(first);
    owner.span.end = static_cast<std::uint32_t>(at(end)) + offset;
  }
};

}  // namespace nqp::grammar
