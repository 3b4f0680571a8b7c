// Expressions as written: names are not resolved and values are not computed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grammar/ast/span.hpp"

namespace nqp::ast {

enum class Operator {
  add,
  subtract,
  multiply,
  divide,
  power,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  and_,
  or_,
  negate,
  plus,
  not_,
  kronecker,  // A # B  matrix expressions only
};

struct Expression {
  enum class Kind {
    number,        // text as written, number its value
    missing,       // text ".", ".a" … ".z"
    string,        // text without its quotes; compound says how it was quoted
    name,          // text: variable, scalar, matrix, _n, _N, _pi, _rc …
    term,          // text: a name with time-series or factor operators, e.g. "L2.x", "2.g", "1.a#c.x"
    unary,         // operators[0] applied to operands[0]
    chain,         // operands joined by operators of one precedence level, left to right (a+b-c is one node)
    call,          // text(operands…)
    subscript,     // operands[0][operands[1..]]: x[_n-1], A[1,2], e(b)[1,"x"]
    range,         // inside a matrix subscript: operands[0]..operands[1] or operands[0]... (open end)
    stored,        // text "e", "r", "s" or "c"; member the name: e(N), r(mean), c(pwd)
    coefficient,   // text "_b", "_se" …; equation (may be empty) and member: _b[x], _b[eq:2.g], [eq]_b[x]
    transpose,     // operands[0]'
    join_columns,  // (a, b)   matrix expressions only
    join_rows,     // (a \ b)  matrix expressions only
  };

  Kind kind = Kind::number;
  Span span;
  double number = 0;
  bool compound = false;
  std::string text;
  std::string member;
  std::string equation;
  std::vector<Operator> operators;
  std::vector<Expression> operands;
};

using ExpressionPtr = std::shared_ptr<const Expression>;

// Structural equality; spans are ignored.
bool same(const Expression& a, const Expression& b);

}  // namespace nqp::ast
