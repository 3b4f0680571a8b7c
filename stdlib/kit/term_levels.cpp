#include "stdlib/kit/term_levels.hpp"

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {
namespace {

using OperatorKind = ast::VariableOperator::Kind;

bool is_plain_variable(const ast::Interaction& t) {
  if (t.factors.size() != 1) return false;
  for (const ast::VariableOperator& op : t.factors[0].operators)
    if (op.kind != OperatorKind::continuous) return false;
  return true;
}

std::vector<double> levels_in(const ast::Factor& f, const WeightedRows& rows, const command::Context& c) {
  for (const ast::VariableOperator& op : f.operators)
    if (op.kind == OperatorKind::indicator && !op.levels.empty()) return op.levels;
  const std::vector<double> values = series_values(f, c);
  std::vector<double> kept;
  for (const data::Row r : rows.rows) kept.push_back(values[r]);
  const data::ColumnPtr column = data::make_numeric(data::Storage::double_, kept);
  std::vector<data::Row> all(kept.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<data::Row>(i);
  std::vector<double> out;
  for (const data::Row r : levels_of(*column, all, false).first) out.push_back(kept[r]);
  return out;
}

ast::Factor column_at_level(const ast::Factor& f, double level) {
  ast::Factor out = series_of(f);
  ast::VariableOperator op;
  op.kind = OperatorKind::indicator;
  op.levels = {level};
  out.operators.insert(out.operators.begin(), op);
  return out;
}

// Every choice of levels of the categorical factors.
std::vector<ast::Interaction> level_cells(const ast::Interaction& term, const WeightedRows& rows,
                                       const command::Context& c) {
  std::vector<ast::Interaction> out{term};
  for (std::size_t k = 0; k < term.factors.size(); ++k) {
    if (!is_categorical(term.factors[k])) continue;
    const std::vector<double> levels = levels_in(term.factors[k], rows, c);
    std::vector<ast::Interaction> next;
    for (const ast::Interaction& cell : out) {
      for (const double level : levels) {
        next.push_back(cell);
        next.back().factors[k] = column_at_level(term.factors[k], level);
      }
    }
    out = std::move(next);
  }
  return out;
}

std::string level_name(const ast::Interaction& cell, const command::Context& c) {
  const ast::Factor& f = cell.factors[0];
  const double level = f.operators[0].levels[0];
  const data::Variable& v = c.frame.at(f.pattern);
  if (const data::ValueLabel* labels = c.frame.labels_of(v))
    if (const auto it = labels->find(level); it != labels->end()) return it->second;
  return text::macro_number(level);
}

}  // namespace

std::vector<NamedSeries> write_out(const command::Terms& terms, const WeightedRows& rows, const command::Context& c) {
  std::vector<NamedSeries> out;
  for (const ast::Interaction& term : terms) {
    if (is_plain_variable(term)) {
      const data::Variable& v = c.frame.at(term.factors[0].pattern);
      out.push_back({v.name, {}, {}, v.column.get(), {}});
      continue;
    }
    for (const ast::Interaction& cell : level_cells(term, rows, c)) {
      NamedSeries s;
      s.name = command::term_name(cell);
      if (cell.factors.size() == 1 && is_categorical(cell.factors[0])) {
        s.group = series_name(cell.factors[0]);
        s.level = level_name(cell, c);
      }
      s.values.assign(c.frame.rows, data::missing);
      eval::compile_term(cell, c.scope)
          ->numbers(c.scope.begin, c.scope.end - c.scope.begin, s.values.data() + c.scope.begin);
      out.push_back(std::move(s));
    }
  }
  return out;
}

Observed observed(const NamedSeries& series, const WeightedRows& rows) {
  return series.column ? observed(*series.column, rows) : observed(series.values, rows);
}

}  // namespace nqp::kit
