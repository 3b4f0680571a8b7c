#include "stdlib/kit/series.hpp"

#include <algorithm>

#include "interpreter/command/resolve.hpp"

namespace nqp::kit {

using Kind = ast::VariableOperator::Kind;

bool is_time_operator(const ast::VariableOperator& op) { return op.kind <= Kind::seasonal; }

bool is_categorical(const ast::Factor& f) {
  return std::any_of(f.operators.begin(), f.operators.end(), [](const ast::VariableOperator& op) {
    return op.kind == Kind::indicator || op.kind == Kind::base || (op.kind == Kind::omit && !op.levels.empty());
  });
}

ast::Factor series_of(const ast::Factor& f) {
  ast::Factor out = f;
  std::erase_if(out.operators, [](const ast::VariableOperator& op) { return !is_time_operator(op); });
  return out;
}

std::string series_name(const ast::Factor& f) {
  ast::Interaction t;
  t.factors.push_back(series_of(f));
  return command::term_name(t);
}

namespace {

const data::Variable& numeric_variable(const ast::Factor& f, const command::Context& c) {
  const data::Variable& v = eval::find_variable(c.frame, f.pattern, false, f.span);
  if (!v.is_string()) return v;
  const std::string use = is_categorical(f) ? ": string variables may not be used as factor variables"
                                            : ": a string variable may not be used here";
  throw Error(109, v.name + use, f.span,
              {"encode " + v.name + ", generate(newvar) makes a numeric variable with value labels of it"});
}

}  // namespace

const data::Column* plain_column(const ast::Factor& f, const command::Context& c) {
  const data::Variable& v = numeric_variable(f, c);
  return std::any_of(f.operators.begin(), f.operators.end(), is_time_operator) ? nullptr : v.column.get();
}

std::vector<double> series_values(const ast::Factor& f, const command::Context& c) {
  std::vector<double> out(c.frame.rows, data::missing);
  const std::size_t begin = c.scope.begin, count = c.scope.end - c.scope.begin;
  if (const data::Column* column = plain_column(f, c)) {
    column->read(begin, count, out.data() + begin);
    return out;
  }
  ast::Interaction t;
  t.factors.push_back(series_of(f));
  t.span = f.span;
  eval::compile_term(t, c.scope)->numbers(c.scope.begin, count, out.data() + begin);
  return out;
}

}  // namespace nqp::kit
