#include "stdlib/kit/complete_cases.hpp"

#include "interpreter/command/resolve.hpp"

#include "grammar/ast/error.hpp"

namespace nqp::kit {

CompleteCases complete_cases(const std::vector<NamedSeries>& series, const WeightedRows& rows) {
  std::vector<std::vector<double>> columns;
  for (const NamedSeries& s : series) {
    if (s.column && s.column->is_string())
      throw Error(109, "type mismatch: " + s.name + " is a string variable", std::nullopt,
                  {"encode " + s.name + ", generate(newvar) makes a numeric variable of it"});
    std::vector<double> values(rows.size());
    if (s.column) s.column->read_rows(rows.rows, values.data());
    else
      for (std::size_t i = 0; i < rows.size(); ++i) values[i] = s.values[rows.rows[i]];
    columns.push_back(std::move(values));
  }
  CompleteCases out;
  out.rows.kind = rows.kind;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    bool complete = true;
    for (const std::vector<double>& c : columns) complete = complete && !data::is_missing(c[i]);
    if (!complete) continue;
    kept.push_back(i);
    out.rows.rows.push_back(rows.rows[i]);
    if (!rows.weights.empty()) out.rows.weights.push_back(rows.weights[i]);
  }
  out.x = numeric::Matrix(kept.size(), columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j)
    for (std::size_t i = 0; i < kept.size(); ++i) out.x(i, j) = columns[j][kept[i]];
  return out;
}

std::vector<NamedSeries> named_or_numeric(const command::Terms& terms, const WeightedRows& rows,
                                          const command::Context& c, command::Output& out) {
  if (!terms.empty()) return write_out(terms, rows, c);
  std::string numeric;
  for (const data::Variable& v : c.frame.variables) {
    if (v.is_string()) out.line("(" + v.name + " ignored because string variable)");
    else numeric += " " + v.name;
  }
  if (numeric.empty()) throw Error(102, "too few variables: there is no numeric one");
  return write_out(command::resolve_terms(numeric, c), rows, c);
}

}  // namespace nqp::kit
