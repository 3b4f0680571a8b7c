#include "stdlib/kit/comparison.hpp"

#include "grammar/ast/error.hpp"

namespace nqp::kit {
namespace {

using ComparisonKind = ast::Expression::Kind;

const data::Variable* variable_of(const ast::Expression& e, const command::Context& c) {
  if (e.kind != ComparisonKind::name) return nullptr;
  if (const data::Variable* v = c.frame.find(e.text)) return v;
  if (c.environment.scalar(e.text)) return nullptr;
  return &eval::find_variable(c.frame, e.text, c.environment.abbreviations(), e.span);
}

std::string numeric_name(const ast::Expression& e, const command::Context& c) {
  const data::Variable* v = variable_of(e, c);
  if (!v) throw Error(198, "a variable is expected here", e.span, {"write  x == #,  x == y,  or  x, by(group)"});
  if (v->is_string()) throw Error(109, "type mismatch: " + v->name + " is a string variable", e.span);
  return v->name;
}

}  // namespace

Comparison read_comparison(const ast::ExpressionPtr& body, const ast::ExpressionPtr& assigned,
                           const command::Context& c) {
  Comparison out;
  const ast::Expression* left = body.get();
  const ast::Expression* right = assigned.get();
  if (body->kind == ComparisonKind::chain && body->operators.size() == 1 &&
      body->operators[0] == ast::Operator::equal) {
    left = &body->operands[0];
    right = &body->operands[1];
  }
  out.variable = numeric_name(*left, c);
  if (!right) return out;
  if (right->kind == ComparisonKind::name && variable_of(*right, c)) out.other = numeric_name(*right, c);
  else out.value = eval::evaluate_number(*right, c.scope);
  return out;
}

TwoGroups two_groups(const std::string& x, const std::string& by, const WeightedRows& rows, const command::Context& c) {
  const data::Variable& group = c.frame.at(by);
  const data::Column& values = c.numeric(x);
  const WeightedRows complete = complete_rows(rows, {&values, group.column.get()});
  need_rows(complete);
  const Levels levels = levels_of(*group.column, complete.rows, false);
  if (levels.count() != 2)
    throw Error(420,
                std::to_string(levels.count()) + (levels.count() == 1 ? " group" : " groups") + " found, 2 required",
                std::nullopt, {by + " must take two values in the rows used"});
  TwoGroups out;
  for (std::uint32_t k = 0; k < 2; ++k) {
    out.name[k] = level_text(c.frame, group, levels.first[k]);
    out.group[k] = observed(values, rows_of_group(complete, levels.codes, k));
  }
  return out;
}

}  // namespace nqp::kit
