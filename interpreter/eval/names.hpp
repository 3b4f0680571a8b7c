// What a name in an expression means.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast/expression.hpp"
#include "interpreter/eval/matrix.hpp"
#include "interpreter/eval/scope.hpp"

namespace nqp::eval {

// The variable by its exact name or a unique abbreviation; nullptr when there is none.
const data::Variable* known_variable(const data::Frame& f, std::string_view name, bool abbreviations);

// Variables win over scalars, scalars over 1x1 matrices.
struct Meaning {
  enum class Kind { variable, row, row_count, value };
  Kind kind = Kind::value;
  const data::Variable* variable = nullptr;
  Value value;
};
Meaning meaning_of(std::string_view name, ast::Span span, const Scope& s);  // Error 111

Value scalar_of(std::string_view name, ast::Span span, const Scope& s);     // scalar(name); Error 111

// r(), e(), s(), c(), and return() of the running program.
Stored stored_result(const ast::Expression& e, const Scope& s);

// r(), e(), s(), c() as a value: a 1x1 matrix counts as a number, what does not exist is `.`.
Value stored_value(const ast::Expression& e, const Scope& s, bool* absent = nullptr);

// The matrix a name or a stored result stands for; nullptr when it is none.
const Matrix* matrix_of(const ast::Expression& e, const Scope& s);

// _b[name], _se[name] of the last estimates. Error 301 without estimates, 111 for an unknown name.
double coefficient(const ast::Expression& e, const Scope& s);

// A column name of e(b) in normal form: base and omission marks dropped, factors of an interaction sorted.
std::string normal_term(std::string_view name);

// A[i,j], A["row","column"], and x[i] of a vector; `.` outside.
double element(const Matrix& m, std::span<const Value> index);

}  // namespace nqp::eval
