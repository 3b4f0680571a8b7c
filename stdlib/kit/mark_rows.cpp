#include "stdlib/kit/mark_rows.hpp"

#include <algorithm>
#include <cmath>

#include "interpreter/command/resolve.hpp"

namespace nqp::kit {
namespace {

// The factor alone, without the levels that i. and c. ask for; time-series operators stay.
ast::Interaction series_alone(const ast::Factor& f) {
  ast::Interaction one;
  one.factors.push_back(f);
  std::erase_if(one.factors[0].operators, [](const ast::VariableOperator& op) {
    return op.kind > ast::VariableOperator::Kind::seasonal;
  });
  return one;
}

}  // namespace

void unmark_missing(RowMarks& use, const command::Terms& terms, MarkRule rule, const command::Context& c) {
  for (const ast::Interaction& term : terms) {
    for (const ast::Factor& f : term.factors) {
      const data::Variable& v = c.frame.at(f.pattern);
      if (v.is_string()) {
        for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && rule.strings && !v.column->missing_at(i);
        continue;
      }
      std::vector<double> x(use.size());
      eval::compile_term(series_alone(f), eval::Scope(c.frame, c.environment))->numbers(0, x.size(), x.data());
      for (std::size_t i = 0; i < use.size(); ++i)
        use[i] = use[i] && (!data::is_missing(x[i]) || (rule.system_missing && data::missing_index(x[i]) == 0));
    }
  }
}

void unmark_weightless(RowMarks& use, const ast::Expression& weight, command::WeightKind kind, bool zero,
                       const command::Context& c) {
  std::vector<double> w(use.size());
  eval::compile(weight, eval::Scope(c.frame, c.environment))->numbers(0, w.size(), w.data());
  for (std::size_t i = 0; i < use.size(); ++i) {
    if (!use[i]) continue;
    use[i] = !data::is_missing(w[i]) && (zero || w[i] != 0);
    if (!use[i]) continue;
    if (w[i] < 0 && kind != command::WeightKind::iweight) throw Error(402, "negative weights encountered");
    if (kind == command::WeightKind::fweight && w[i] != std::floor(w[i]))
      throw Error(401, "may not use noninteger frequency weights", std::nullopt,
                  {"aweights and pweights may be fractions"});
  }
}

data::ColumnPtr mark_column(const RowMarks& use) {
  data::NumericWriter column(data::Storage::byte_, use.size());
  for (std::size_t i = 0; i < use.size(); ++i) column.set(i, use[i]);
  return column.finish();
}

}  // namespace nqp::kit
