#include "stdlib/kit/pair_differences.hpp"

#include "grammar/parse.hpp"

namespace nqp::kit {
namespace {

std::vector<double> values_on(const ast::Expression& e, const WeightedRows& rows, const command::Context& c) {
  const std::vector<double> in_view = eval::evaluate_numbers(e, c.scope);
  std::vector<double> out;
  for (const data::Row r : rows.rows) out.push_back(in_view[r - c.scope.begin]);
  return out;
}

}  // namespace

PairDifferences pair_differences(const ast::ExpressionPtr& body, const ast::ExpressionPtr& assigned,
                                 const WeightedRows& rows, const command::Context& c) {
  const ast::Expression* left = body.get();
  const ast::Expression* right = assigned.get();
  if (body->kind == ast::Expression::Kind::chain && body->operators == std::vector{ast::Operator::equal}) {
    left = &body->operands[0];
    right = &body->operands[1];
  }
  if (!right) throw Error(198, "nothing to compare with", body->span, {"write  x = y  or  x = 5"});
  PairDifferences out{grammar::unparse(*left), grammar::unparse(*right), {}};
  const std::vector<double> x = values_on(*left, rows, c), y = values_on(*right, rows, c);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!data::is_missing(x[i]) && !data::is_missing(y[i])) out.values.push_back(x[i] - y[i]);
  if (out.values.empty()) throw Error(2000, "no observations");
  return out;
}

}  // namespace nqp::kit
