#include "stdlib/kit/complete_cases.hpp"

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

}  // namespace nqp::kit
