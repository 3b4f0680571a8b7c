// The value of an expression in one row, by walking its tree: loops evaluate thousands of small expressions once
// each, and no plan pays for itself there. What needs more than one row goes to a plan.
#include <algorithm>
#include <array>

#include "grammar/ast/error.hpp"
#include "interpreter/eval/call.hpp"
#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/eval/operation.hpp"
#include "interpreter/eval/text_nodes.hpp"

namespace nqp::eval {
namespace {

using ast::Operator;
using Kind = ast::Expression::Kind;

// The row that stands for the view; beyond the data when the view is empty.
data::Row row_of(const Scope& s) { return s.begin < s.end ? s.begin : static_cast<data::Row>(s.frame.rows); }

Value walk(const ast::Expression& e, const Scope& s);

Value planned(const ast::Expression& e, const Scope& s) {
  const auto plan = compile(e, s);
  if (plan->is_string()) {
    Value v{std::string()};
    plan->strings(row_of(s), 1, &v.text);
    return v;
  }
  double x = data::missing;
  plan->numbers(row_of(s), 1, &x);
  return x;
}

double scalar_number(const ast::Expression& e, const Scope& s) {
  Value v = walk(e, s);
  if (v.is_string) type_mismatch(e.span);
  return v.number;
}

Value name_value(const ast::Expression& e, const Scope& s) {
  Meaning m = meaning_of(e.text, e.span, s);
  const data::Row row = row_of(s);
  if (m.kind == Meaning::Kind::value) return std::move(m.value);
  if (m.kind == Meaning::Kind::variable) {
    const data::Column& column = *m.variable->column;
    const bool inside = row < column.size();
    if (column.is_string()) return inside ? std::string(column.text(row)) : std::string();
    return inside ? column.number(row) : data::missing;
  }
  const auto [begin, end] = group_of(s, row);
  if (m.kind == Meaning::Kind::row) return static_cast<double>(row - begin) + 1;
  return static_cast<double>(end - begin);
}

bool absent(const ast::Expression& e, const Value& v, const Scope& s) {
  if (e.kind != Kind::stored || v.is_string) return false;
  bool none = false;
  stored_value(e, s, &none);
  return none;
}

// One operator with at least one string. The expressions are those the values come from.
Value scalar_text(Value left, const ast::Expression& from, Operator op, Value right, const ast::Expression& with,
                const Scope& s) {
  if (op == Operator::multiply && left.is_string != right.is_string) {
    if (right.is_string) std::swap(left, right);
    Node node = repeat_text(constant_node(std::move(left), from.span), constant_node(std::move(right), with.span),
                            from.span);
    return constant_value(node);
  }
  if (!is_comparison(op) && op != Operator::add) type_mismatch(left.is_string ? from.span : with.span);
  if (is_comparison(op) && absent(from, left, s)) left = std::string();
  if (is_comparison(op) && absent(with, right, s)) right = std::string();
  if (!left.is_string) type_mismatch(from.span);
  if (!right.is_string) type_mismatch(with.span);
  if (is_comparison(op)) return compares(op, left.text.compare(right.text)) ? 1.0 : 0.0;
  left.text += right.text;
  return left;
}

Value chain_value(const ast::Expression& e, const Scope& s) {
  Value left = walk(e.operands[0], s);
  for (std::size_t i = 1; i < e.operands.size(); ++i) {
    Value right = walk(e.operands[i], s);
    const Operator op = e.operators[i - 1];
    if (left.is_string || right.is_string)
      left = scalar_text(std::move(left), e.operands[i == 1 ? 0 : i - 1], op, std::move(right), e.operands[i], s);
    else
      left.number = apply(op, left.number, right.number);
  }
  return left;
}

// Functions that are more than a row of the table, sorted.
constexpr std::array<std::string_view, 25> special_names = {
    "colnumb", "colsof", "d",  "det", "diag0cnt", "el", "issymmetric", "matmissing", "matrix",
    "mreldif", "rownumb", "rowsof", "scalar", "sum", "tC", "tc", "td", "th", "tin", "tm", "tq", "trace", "tw",
    "twithin", "ty"};

// Arguments whose kinds must agree with one another, from `first` on.
void check_alike(const ast::Expression& e, const std::vector<Value>& arguments, std::size_t first) {
  for (std::size_t i = first + 1; i < arguments.size(); ++i)
    if (arguments[i].is_string != arguments[first].is_string) type_mismatch(e.operands[i].span);
}

bool plain_call(const ast::Expression& e) {
  return !std::binary_search(special_names.begin(), special_names.end(), std::string_view(e.text));
}

Value call_value(const ast::Expression& e, const Scope& s) {
  const Function* f = plain_call(e) ? find_function(e.text) : nullptr;
  if (!f) return planned(e, s);
  const Arity arity(f->arguments);
  if (!arity.accepts(e.operands.size())) wrong_count(*f, arity, e.operands.size(), e.span);
  std::vector<Value> arguments;
  arguments.reserve(e.operands.size());
  for (std::size_t i = 0; i < e.operands.size(); ++i) {
    arguments.push_back(walk(e.operands[i], s));
    Value& v = arguments.back();
    const char kind = arity.kind(i);
    if (kind == 's' && !v.is_string && e.operands[i].kind == Kind::stored) return planned(e, s);
    if ((kind == 's' && !v.is_string) || (kind == 'n' && v.is_string)) type_mismatch(e.operands[i].span);
  }
  if (f->name == "cond") check_alike(e, arguments, 1);
  if (f->name == "inlist" || f->name == "inrange") check_alike(e, arguments, 0);
  return apply(*f, arguments, s);
}

Value subscript_value(const ast::Expression& e, const Scope& s) {
  const ast::Expression& owner = e.operands[0];
  const bool single = e.operands.size() == 2;
  const data::Variable* v = nullptr;
  if (single && owner.kind == Kind::name) v = known_variable(s.frame, owner.text, s.environment.abbreviations());
  const Matrix* m = v ? nullptr : matrix_of(owner, s);
  if ((!v && !m) || e.operands.size() > 3) return planned(e, s);
  Value index[2];
  for (std::size_t k = 1; k < e.operands.size(); ++k) {
    if (e.operands[k].kind == Kind::range) return planned(e, s);
    index[k - 1] = walk(e.operands[k], s);
  }
  if (m) return element(*m, std::span<const Value>(index, e.operands.size() - 1));
  if (index[0].is_string) type_mismatch(e.operands[1].span);
  const auto [begin, end] = group_of(s, row_of(s));
  const data::Row row = element_row(index[0].number, begin, end);
  const data::Column& column = *v->column;
  const bool inside = row < column.size();
  if (column.is_string()) return inside ? std::string(column.text(row)) : std::string();
  return inside ? column.number(row) : data::missing;
}

Value unary_value(const ast::Expression& e, const Scope& s) {
  const double x = scalar_number(e.operands[0], s);
  if (e.operators[0] == Operator::not_) return x == 0 ? 1.0 : 0.0;
  return e.operators[0] == Operator::negate ? negative(x) : x;
}

Value walk(const ast::Expression& e, const Scope& s) {
  switch (e.kind) {
    case Kind::number: return data::checked(e.number);
    case Kind::missing: return data::missing_code(e.text.size() > 1 ? e.text[1] - 'a' + 1 : 0);
    case Kind::string: return e.text;
    case Kind::name: return name_value(e, s);
    case Kind::unary: return unary_value(e, s);
    case Kind::chain: return chain_value(e, s);
    case Kind::call: return call_value(e, s);
    case Kind::subscript: return subscript_value(e, s);
    case Kind::coefficient: return coefficient(e, s);
    case Kind::stored: return e.member == "sample" && e.text == "e" ? planned(e, s) : stored_value(e, s);
    default: return planned(e, s);
  }
}

}  // namespace

Value evaluate(const ast::Expression& e, const Scope& scope) {
  scope.environment.poll();
  return walk(e, scope);
}

double evaluate_number(const ast::Expression& e, const Scope& scope) {
  const Value v = evaluate(e, scope);
  if (v.is_string) type_mismatch(e.span);
  return v.number;
}

bool is_true(const ast::Expression& e, const Scope& scope) { return evaluate_number(e, scope) != 0; }

}  // namespace nqp::eval
