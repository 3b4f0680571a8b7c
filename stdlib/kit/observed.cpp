#include "stdlib/kit/observed.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::kit {

using command::WeightKind;

namespace {

void check_weight(double w, const command::Weight& weight, data::Row row) {
  if (w < 0 && weight.kind != WeightKind::iweight)
    throw Error(402, "negative weights encountered", weight.value->span,
                {"row " + std::to_string(row + 1) + " has weight " + text::macro_number(w)});
  if (weight.kind == WeightKind::fweight && w != std::floor(w))
    throw Error(401, "may not use noninteger frequency weights", weight.value->span, {"aweights may be fractions"});
}

void push(Observed& out, double x, const WeightedRows& rows, std::size_t i) {
  if (data::is_missing(x)) return;
  out.x.push_back(x);
  if (!rows.weights.empty()) out.w.push_back(rows.weights[i]);
}

}  // namespace

WeightedRows weighted_rows(const command::Context& c, const command::Sample& sample, const command::Weight& weight) {
  const Selection s = select(c, sample);
  WeightedRows out;
  out.kind = weight.kind;
  out.rows.reserve(s.count());
  if (weight.kind == WeightKind::none) {
    for (data::Row i = s.begin; i < s.end; ++i)
      if (s.holds(i)) out.rows.push_back(i);
    return out;
  }
  const auto plan = eval::compile(*weight.value, c.scope);
  for_chunks(*plan, s.begin, s.end, [&](const Chunk& k) {
    const std::span<const double> w = k.values;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const auto row = static_cast<data::Row>(k.first + i);
      if (!s.holds(row) || data::is_missing(w[i]) || w[i] == 0) continue;
      check_weight(w[i], weight, row);
      out.rows.push_back(row);
      out.weights.push_back(w[i]);
    }
  });
  return out;
}

void need_rows(const WeightedRows& rows) {
  if (rows.rows.empty()) throw Error(2000, "no observations", std::nullopt, {"if, in and missing values leave no row"});
}

WeightedRows complete_rows(const WeightedRows& rows, const std::vector<const data::Column*>& columns) {
  WeightedRows out;
  out.kind = rows.kind;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    bool complete = true;
    for (const data::Column* column : columns) complete = complete && !column->missing_at(rows.rows[i]);
    if (!complete) continue;
    out.rows.push_back(rows.rows[i]);
    if (!rows.weights.empty()) out.weights.push_back(rows.weights[i]);
  }
  return out;
}

WeightedRows rows_of_group(const WeightedRows& rows, std::span<const std::uint32_t> codes, std::uint32_t code) {
  WeightedRows out;
  out.kind = rows.kind;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (codes[i] != code) continue;
    out.rows.push_back(rows.rows[i]);
    if (!rows.weights.empty()) out.weights.push_back(rows.weights[i]);
  }
  return out;
}

Observed observed(const data::Column& column, const WeightedRows& rows) {
  Observed out;
  out.kind = rows.kind;
  if (column.is_string()) return out;
  const std::size_t n = rows.size();
  const bool contiguous = n > 0 && rows.rows.back() - rows.rows.front() + 1 == n;
  out.x.resize(n);
  if (contiguous) column.read(rows.rows.front(), n, out.x.data());
  else column.read_rows(rows.rows, out.x.data());
  std::size_t kept = 0;
  if (!rows.weights.empty()) out.w.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (data::is_missing(out.x[i])) continue;
    out.x[kept] = out.x[i];
    if (!rows.weights.empty()) out.w[kept] = rows.weights[i];
    ++kept;
  }
  out.x.resize(kept);
  if (!rows.weights.empty()) out.w.resize(kept);
  return out;
}

Observed observed(const std::vector<double>& values, const WeightedRows& rows) {
  Observed out;
  out.kind = rows.kind;
  for (std::size_t i = 0; i < rows.size(); ++i) push(out, values[rows.rows[i]], rows, i);
  return out;
}

double total_weight(const WeightedRows& rows) {
  if (rows.weights.empty()) return static_cast<double>(rows.size());
  double total = 0;
  for (const double w : rows.weights) total += w;
  return total;
}

}  // namespace nqp::kit
