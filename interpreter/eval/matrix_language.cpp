// Matrix expressions, evaluated over their tree. Parts without matrices are left to the scalar evaluator.
#include "interpreter/eval/matrix_language.hpp"

#include <algorithm>
#include <map>

#include "interpreter/eval/evaluate.hpp"
#include "interpreter/eval/matrix_operand.hpp"
#include "interpreter/eval/names.hpp"

namespace nqp::eval {
namespace {

using Kind = ast::Expression::Kind;
using ast::Operator;

// The session with a few unnamed matrices in addition: arguments of scalar functions that were computed here.
class WithTemporaries final : public Environment {
 public:
  explicit WithTemporaries(const Environment& base) : base_(base) {}

  std::string add(Matrix m) {
    const std::string name = "matrix argument " + std::to_string(matrices_.size() + 1);
    matrices_.emplace(name, std::move(m));
    return name;
  }

  const Matrix* matrix(std::string_view name) const override {
    const auto it = matrices_.find(name);
    return it == matrices_.end() ? base_.matrix(name) : &it->second;
  }
  std::optional<Value> scalar(std::string_view name) const override { return base_.scalar(name); }
  Stored stored(char kind, std::string_view name) const override { return base_.stored(kind, name); }
  std::uint64_t sample_id() const override { return base_.sample_id(); }
  numeric::Rng& rng() const override { return base_.rng(); }
  void poll() const override { base_.poll(); }
  bool abbreviations() const override { return base_.abbreviations(); }
  std::vector<std::string>& regex_groups() const override { return base_.regex_groups(); }
  data::FramePtr frame_named(std::string_view name) const override { return base_.frame_named(name); }
  double by_state(std::string_view function) const override { return base_.by_state(function); }
  Value file(std::string_view function, const std::vector<Value>& a) const override { return base_.file(function, a); }

 private:
  const Environment& base_;
  std::map<std::string, Matrix, std::less<>> matrices_;
};

bool mentions_matrix(const ast::Expression& e, const Scope& s) {
  switch (e.kind) {
    case Kind::transpose:
    case Kind::join_columns:
    case Kind::join_rows:
    case Kind::range:
    case Kind::subscript: return true;
    case Kind::name:
    case Kind::stored: return matrix_of(e, s) != nullptr;
    case Kind::chain:
      if (e.operators[0] == Operator::kronecker) return true;
      break;
    case Kind::call:
      if (gives_matrix(e.text)) return true;
      break;
    default: break;
  }
  return std::any_of(e.operands.begin(), e.operands.end(),
                     [&](const ast::Expression& part) { return mentions_matrix(part, s); });
}

ast::Expression number_node(double x, ast::Span span) {
  ast::Expression e;
  e.kind = data::is_missing(x) ? Kind::missing : Kind::number;
  e.number = x;
  e.text = data::is_missing(x) ? data::missing_text(x) : "";
  e.span = span;
  return e;
}

// A scalar expression whose operands may be matrix expressions: sqrt(x'*x), det(A*B), trace(inv(A)) + 1.
Operand scalar_step(const ast::Expression& e, const Scope& s) {
  WithTemporaries environment(s.environment);
  ast::Expression copy = e;
  for (ast::Expression& part : copy.operands) {
    if (!mentions_matrix(part, s) || part.kind == Kind::name || part.kind == Kind::stored) continue;
    Operand value = operand_of(part, s);
    const ast::Span span = part.span;
    if (value.scalar || e.kind != Kind::call) {
      if (value.m.values.size() != 1)
        throw Error(509, "matrices cannot be combined this way", span, {"matrix operators are + - * / ' , \\ and #"});
      part = number_node(value.m.values[0], span);
    } else {
      part = ast::Expression();
      part.kind = Kind::name;
      part.span = span;
      part.text = environment.add(std::move(value.m));
    }
  }
  Scope scope(s.frame, environment);
  scope.begin = s.begin;
  scope.end = s.end;
  scope.group_starts = s.group_starts;
  return number_operand(evaluate_number(copy, scope));
}

Operand kronecker_product(const ast::Expression& e, const Scope& s) {
  Operand left = matrix_operand(matrix_argument(e.operands[0], s));
  for (std::size_t i = 1; i < e.operands.size(); ++i)
    left = matrix_operand(kronecker(left.m, matrix_argument(e.operands[i], s)));
  return left;
}

Operand chain(const ast::Expression& e, const Scope& s) {
  const Operator first = e.operators[0];
  if (first == Operator::kronecker) return kronecker_product(e, s);
  const bool linear = first == Operator::add || first == Operator::subtract || first == Operator::multiply ||
                      first == Operator::divide;
  if (!linear) return scalar_step(e, s);
  Operand left = operand_of(e.operands[0], s);
  for (std::size_t i = 1; i < e.operands.size(); ++i) {
    const Operand right = operand_of(e.operands[i], s);
    switch (e.operators[i - 1]) {
      case Operator::add: left = sum(left, right, 1, e.span); break;
      case Operator::subtract: left = sum(left, right, -1, e.span); break;
      case Operator::multiply: left = product(left, right, e.span); break;
      default: left = quotient(left, right, e.span);
    }
  }
  return left;
}

Operand unary(const ast::Expression& e, const Scope& s) {
  if (e.operators[0] == Operator::not_) return scalar_step(e, s);
  Operand a = operand_of(e.operands[0], s);
  return e.operators[0] == Operator::negate ? negated(std::move(a)) : a;
}

Operand joined_matrix(const ast::Expression& e, const Scope& s) {
  Operand left = operand_of(e.operands[0], s);
  for (std::size_t i = 1; i < e.operands.size(); ++i) {
    const Operand right = operand_of(e.operands[i], s);
    left = e.kind == Kind::join_columns ? beside(left, right, e.span) : above(left, right, e.span);
  }
  return left;
}

bool one_number(const ast::Expression& e) { return e.kind != Kind::range && e.kind != Kind::missing; }

bool whole_equation(const ast::Expression& e) {
  return e.kind == Kind::string && !e.text.empty() && e.text.back() == ':';
}

Operand subscript(const ast::Expression& e, const Scope& s) {
  const ast::Expression& owner = e.operands[0];
  const bool variable = owner.kind == Kind::name && !s.environment.matrix(owner.text);
  if (variable) return number_operand(evaluate_number(e, s));  // x[3], or error 111
  const Matrix m = matrix_argument(owner, s);
  if (e.operands.size() > 3) throw Error(198, "a matrix has two subscripts: rows and columns", e.span);
  ast::Expression all;
  all.kind = Kind::missing;
  const bool one = e.operands.size() == 2;
  const ast::Expression& rows = one && m.rows == 1 ? all : e.operands[1];
  const ast::Expression& columns = one ? (m.rows == 1 ? e.operands[1] : all) : e.operands[2];
  const std::vector<std::size_t> i = subscript_positions(rows, m.row_names, s);
  const std::vector<std::size_t> j = subscript_positions(columns, m.column_names, s);
  Matrix out(i.size(), j.size());
  for (std::size_t c = 0; c < j.size(); ++c) {
    out.column_names[c] = m.column_names[j[c]];
    for (std::size_t r = 0; r < i.size(); ++r) out(r, c) = m(i[r], j[c]);
  }
  for (std::size_t r = 0; r < i.size(); ++r) out.row_names[r] = m.row_names[i[r]];
  const bool element = !one && one_number(rows) && one_number(columns) && !whole_equation(rows) &&
                       !whole_equation(columns);
  if (element) return number_operand(out(0, 0));
  return matrix_operand(std::move(out));
}

Operand named(const ast::Expression& e, const Scope& s) {
  if (const Matrix* m = matrix_of(e, s)) return matrix_operand(*m);
  return number_operand(evaluate_number(e, s));
}

}  // namespace

Operand operand_of(const ast::Expression& e, const Scope& s) {
  switch (e.kind) {
    case Kind::name:
    case Kind::stored: return named(e, s);
    case Kind::subscript: return subscript(e, s);
    case Kind::transpose: return matrix_operand(transposed(matrix_argument(e.operands[0], s)));
    case Kind::join_columns:
    case Kind::join_rows: return joined_matrix(e, s);
    case Kind::range: throw Error(198, "a range stands between the brackets of a matrix", e.span);
    case Kind::string: throw Error(109, "type mismatch: matrices hold numbers", e.span);
    default: break;
  }
  if (!mentions_matrix(e, s)) return number_operand(evaluate_number(e, s));
  switch (e.kind) {
    case Kind::unary: return unary(e, s);
    case Kind::chain: return chain(e, s);
    default: return gives_matrix(e.text) ? matrix_call(e, s) : scalar_step(e, s);
  }
}

Matrix matrix_argument(const ast::Expression& e, const Scope& s) {
  if (e.kind == Kind::name && !matrix_of(e, s)) {
    try {
      return operand_of(e, s).m;
    } catch (const Error& error) {
      if (error.code != 111) throw;
      throw Error(111, "matrix " + e.text + " not found", e.span);
    }
  }
  if (e.kind == Kind::stored && std::holds_alternative<std::monostate>(stored_result(e, s)))
    throw Error(111, "matrix " + e.text + "(" + e.member + ") not found", e.span);
  return operand_of(e, s).m;
}

double number_argument(const ast::Expression& e, const Scope& s) {
  const Operand value = operand_of(e, s);
  if (value.m.values.size() != 1) throw Error(503, "conformability error: a number is expected here", e.span);
  return value.m.values[0];
}

Matrix evaluate_matrix(const ast::Expression& e, const Scope& s) {
  s.environment.poll();
  Matrix m = e.kind == Kind::name || e.kind == Kind::stored ? matrix_argument(e, s) : operand_of(e, s).m;
  if (m.values.empty()) throw Error(503, "conformability error: the result has no rows or no columns", e.span);
  return m;
}

}  // namespace nqp::eval
