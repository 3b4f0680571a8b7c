#include "stdlib/kit/sample.hpp"

#include <array>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

using command::WeightKind;

namespace {

void drop_missing(const double* values, std::size_t begin, std::size_t count, std::vector<std::uint8_t>& use) {
  for (std::size_t i = 0; i < count; ++i)
    if (data::is_missing(values[i])) use[begin + i] = 0;
}

void drop_missing(const data::Column& column, const command::Context& c, std::vector<std::uint8_t>& use) {
  if (column.is_string()) {
    for (std::size_t i = c.scope.begin; i < c.scope.end; ++i)
      if (column.missing_at(i)) use[i] = 0;
    return;
  }
  if (column.facts().missing_count == 0) return;
  std::array<double, 2048> chunk;
  for (std::size_t i = c.scope.begin; i < c.scope.end; i += chunk.size()) {
    const std::size_t n = std::min<std::size_t>(chunk.size(), c.scope.end - i);
    column.read(i, n, chunk.data());
    drop_missing(chunk.data(), i, n, use);
  }
}

void drop_missing(const ast::Factor& f, const command::Context& c, std::vector<std::uint8_t>& use) {
  if (const data::Column* column = plain_column(f, c)) return drop_missing(*column, c, use);
  const std::vector<double> values = series_values(f, c);
  drop_missing(values.data(), 0, values.size(), use);
}

// Weights of all rows in view; rows with a missing or zero weight leave the sample.
std::vector<double> weights_of(const command::Weight& w, const command::Context& c, std::vector<std::uint8_t>& use) {
  std::vector<double> out(c.frame.rows, 0.0);
  const std::vector<double> values = eval::evaluate_numbers(*w.value, c.scope);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t row = c.scope.begin + i;
    const double x = values[i];
    if (!use[row]) continue;
    if (data::is_missing(x) || x == 0) {
      use[row] = 0;
      continue;
    }
    if (x < 0 && w.kind != WeightKind::iweight)
      throw Error(402, "negative weights encountered", w.value->span,
                  {"row " + std::to_string(row + 1) + " has weight " + text::macro_number(x)});
    if (w.kind == WeightKind::fweight && x != std::floor(x))
      throw Error(401, "may not use noninteger frequency weights", w.value->span,
                  {"aweights and pweights may be fractions"});
    out[row] = x;
  }
  return out;
}

}  // namespace

EstimationSample sample_from_mask(std::vector<std::uint8_t> use) {
  EstimationSample s;
  s.use = std::move(use);
  for (std::size_t i = 0; i < s.use.size(); ++i)
    if (s.use[i]) s.rows.push_back(static_cast<data::Row>(i));
  return s;
}

EstimationSample mark_sample(const command::Context& c, const command::Sample& sample, const command::Weight& weight,
                             const Needed& needed) {
  std::vector<std::uint8_t> use = c.select(sample);
  std::vector<double> weights;
  if (weight.kind != WeightKind::none) weights = weights_of(weight, c, use);
  for (const ast::Interaction& term : needed.terms)
    for (const ast::Factor& f : term.factors) drop_missing(f, c, use);
  for (const std::string& group : needed.groups)
    for (const data::Variable* v : group_variables(group, c)) drop_missing(*v->column, c, use);

  EstimationSample s = sample_from_mask(std::move(use));
  if (s.rows.empty()) throw Error(2000, "no observations", std::nullopt, {"if, in and missing values leave no row"});
  s.weight_kind = weight.kind;
  if (weight.kind != WeightKind::none)
    for (const data::Row r : s.rows) s.weights.push_back(weights[r]);
  return s;
}

void restrict_sample(EstimationSample& s, const std::vector<std::uint8_t>& keep) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < s.rows.size(); ++i) {
    if (!keep[i]) {
      s.use[s.rows[i]] = 0;
      continue;
    }
    s.rows[kept] = s.rows[i];
    if (!s.weights.empty()) s.weights[kept] = s.weights[i];
    ++kept;
  }
  s.rows.resize(kept);
  if (!s.weights.empty()) s.weights.resize(kept);
}

EstimationSample last_sample(const command::Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  for (const data::SampleMark& mark : c.frame.samples) {
    if (mark.id != c.e->sample_id || mark.id == 0) continue;
    std::vector<std::uint8_t> use(c.frame.rows, 0);
    for (std::size_t i = c.scope.begin; i < c.scope.end; ++i) use[i] = mark.column->number(i) == 1;
    EstimationSample s = sample_from_mask(std::move(use));
    if (!s.rows.empty()) return s;
  }
  throw Error(322, "the estimation sample is not in the data", std::nullopt,
              {"e(sample) is 0 in every row; run the estimation again on these data"});
}

std::vector<const data::Variable*> group_variables(const std::string& text, const command::Context& c) {
  std::vector<const data::Variable*> out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t cut = text.find('#', begin);
    std::string name = text.substr(begin, cut == std::string::npos ? std::string::npos : cut - begin);
    if (name.compare(0, 2, "i.") == 0) name.erase(0, 2);
    out.push_back(&c.variable(name));
    if (cut == std::string::npos) return out;
    begin = cut + 1;
  }
}

}  // namespace nqp::kit
