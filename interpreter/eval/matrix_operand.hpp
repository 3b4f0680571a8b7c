// What a part of a matrix expression stands for while it is computed.
#pragma once

#include <string>
#include <vector>

#include "grammar/ast/error.hpp"
#include "grammar/ast/expression.hpp"
#include "interpreter/eval/matrix.hpp"
#include "interpreter/eval/scope.hpp"

namespace nqp::eval {

struct Operand {
  Matrix m;
  bool scalar = false;   // a number: it multiplies matrices of any shape
  bool literal = false;  // joined from numbers alone: names count positions
};

Operand number_operand(double x);
Operand matrix_operand(Matrix m);

Operand operand_of(const ast::Expression& e, const Scope& s);
Matrix matrix_argument(const ast::Expression& e, const Scope& s);
double number_argument(const ast::Expression& e, const Scope& s);  // Error 503 for more than one element

// J, I, inv …: functions that give matrices.
bool gives_matrix(const std::string& function);
Operand matrix_call(const ast::Expression& call, const Scope& s);  // Error 198 for a wrong number of arguments

// --- algebra; spans locate errors ---------------------------------------------------------------------------------
Operand sum(const Operand& a, const Operand& b, double sign, ast::Span span);
Operand product(const Operand& a, const Operand& b, ast::Span span);
Operand quotient(const Operand& a, const Operand& b, ast::Span span);
Operand negated(Operand a);
Matrix transposed(const Matrix& m);
Matrix kronecker(const Matrix& a, const Matrix& b);
Operand beside(const Operand& a, const Operand& b, ast::Span span);  // a, b
Operand above(const Operand& a, const Operand& b, ast::Span span);   // a \ b

[[noreturn]] void not_conformable(const Matrix& a, const Matrix& b, const char* operation, ast::Span span);

}  // namespace nqp::eval
