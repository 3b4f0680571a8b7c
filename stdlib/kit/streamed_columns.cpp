#include "stdlib/kit/streamed_columns.hpp"

#include <cmath>

#include "stdlib/kit/series.hpp"

namespace nqp::kit {
namespace {

// Less is quickly done with copies, too.
constexpr std::size_t least_streamed_rows = 1000;

const data::Column* streamed_column(const ast::Interaction& term, const command::Context& c) {
  if (term.factors.size() != 1 || !term.factors[0].group.empty()) return nullptr;
  const ast::Factor& f = term.factors[0];
  if (!f.operators.empty()) return nullptr;
  const data::Variable& v = eval::find_variable(c.frame, f.pattern, false, f.span);
  return v.is_string() ? nullptr : v.column.get();
}

const double* streamed_values(const data::Column& column, StreamedColumns& held) {
  if (const auto* doubles = std::get_if<data::Buffer<double>>(&column.numbers())) return doubles->data();
  std::vector<double>& copy = held.values.emplace_back(column.size());
  column.read(0, column.size(), copy.data());
  return copy.data();
}

std::vector<std::int32_t> copied_codes(const data::Column& column, double lowest) {
  std::vector<std::int32_t> out(column.size());
  std::vector<double> block(4096);
  for (std::size_t begin = 0; begin < out.size(); begin += block.size()) {
    const std::size_t n = std::min(block.size(), out.size() - begin);
    column.read(begin, n, block.data());
    for (std::size_t i = 0; i < n; ++i)
      out[begin + i] = static_cast<std::int32_t>(data::is_missing(block[i]) ? lowest : block[i]);
  }
  return out;
}

// Whole numbers of a narrow range are their own codes; missing ones, which are not in use, get any.
std::optional<numeric::CodeSource> stored_codes(const data::Column& column, StreamedColumns& held) {
  const data::Facts& facts = column.facts();
  const double range = facts.highest - facts.lowest;
  if (!facts.integers || data::is_missing(facts.lowest) || !(range < 2.0 * static_cast<double>(column.size())) ||
      !(std::fabs(facts.lowest) < 0x1p30))
    return std::nullopt;
  numeric::CodeSource out;
  out.lowest = static_cast<std::int64_t>(facts.lowest);
  out.levels = static_cast<std::size_t>(range) + 1;
  const bool whole = facts.missing_count == 0;
  const auto* longs = std::get_if<data::Buffer<std::int32_t>>(&column.numbers());
  const auto* ints = std::get_if<data::Buffer<std::int16_t>>(&column.numbers());
  const auto* bytes = std::get_if<data::Buffer<std::int8_t>>(&column.numbers());
  if (whole && longs) out.values = longs->data();
  else if (whole && ints) out.values = ints->data();
  else if (whole && bytes) out.values = bytes->data();
  else out.values = held.codes.emplace_back(copied_codes(column, facts.lowest)).data();
  return out;
}

numeric::CodeSource streamed_codes(const std::string& name, const command::Context& c, StreamedColumns& held) {
  std::vector<data::ColumnPtr> keys;
  for (const data::Variable* v : group_variables(name, c)) keys.push_back(v->column);
  if (keys.size() == 1 && !keys.front()->is_string()) {
    if (auto codes = stored_codes(*keys.front(), held)) return *codes;
  }
  const auto& groups = held.groups.emplace_back(data::shared_groups(keys));
  // Codes are below 2^31: there are fewer rows.
  return {.values = reinterpret_cast<const std::int32_t*>(groups->codes.data()), .lowest = 0, .levels = groups->count};
}

// The same variable is read from the same place, whether it is absorbed or clusters.
class CodeReader {
 public:
  CodeReader(const command::Context& c, StreamedColumns& held) : c_(c), held_(held) {}
  numeric::CodeSource of(const std::string& name) {
    for (const auto& [known, codes] : read_)
      if (known == name) return codes;
    return read_.emplace_back(name, streamed_codes(name, c_, held_)).second;
  }

 private:
  const command::Context& c_;
  StreamedColumns& held_;
  std::vector<std::pair<std::string, numeric::CodeSource>> read_;
};

bool misses_something(const data::Column& column) {
  if (!column.is_string()) return column.facts().missing_count > 0;
  for (std::size_t i = 0; i < column.size(); ++i)
    if (column.missing_at(i)) return true;
  return false;
}

bool all_rows(const StreamedRequest& r, const std::vector<const data::Column*>& columns, const command::Context& c) {
  if (r.sample.condition || r.sample.range || r.weight.kind != command::WeightKind::none) return false;
  for (const data::Column* column : columns)
    if (misses_something(*column)) return false;
  for (const auto* names : {&r.effects, &r.clusters})
    for (const std::string& name : *names)
      for (const data::Variable* v : group_variables(name, c))
        if (misses_something(*v->column)) return false;
  return true;
}

// False when few rows are used.
bool weigh_rows(const StreamedRequest& r, const command::Context& c, numeric::StreamedData& data) {
  Needed needed{r.terms, r.effects};
  needed.groups.insert(needed.groups.end(), r.clusters.begin(), r.clusters.end());
  const EstimationSample s = mark_sample(c, r.sample, r.weight, needed);
  if (2 * s.size() < data.rows) return false;
  data.weights.assign(data.rows, 0.0);
  for (std::size_t i = 0; i < s.size(); ++i) data.weights[s.rows[i]] = s.weights.empty() ? 1.0 : s.weights[i];
  data.weight_kind = s.weight_kind;
  return true;
}

}  // namespace

std::optional<StreamedColumns> streamed_columns(const StreamedRequest& request, const command::Context& c) {
  const std::size_t n = c.frame.rows;
  if (n < least_streamed_rows || c.scope.begin != 0 || c.scope.end != n || n > 0x7fffffffU) return std::nullopt;
  if (request.weight.kind == command::WeightKind::iweight || request.effects.empty()) return std::nullopt;
  std::vector<const data::Column*> columns;
  for (const ast::Interaction& term : request.terms) {
    columns.push_back(streamed_column(term, c));
    if (!columns.back()) return std::nullopt;
  }
  StreamedColumns out;
  out.data.rows = n;
  if (!all_rows(request, columns, c) && !weigh_rows(request, c, out.data)) return std::nullopt;
  for (const data::Column* column : columns) out.data.columns.push_back(streamed_values(*column, out));
  CodeReader reader(c, out);
  for (const std::string& name : request.effects) out.data.effects.push_back(reader.of(name));
  for (const std::string& name : request.clusters) out.data.clusters.push_back(reader.of(name));
  return out;
}

std::optional<std::vector<std::string>> intercept_names(const AbsorbRequest& request) {
  std::vector<std::string> out;
  for (const AbsorbTerm& t : request.terms) {
    if (!t.slopes.empty()) return std::nullopt;
    out.push_back(t.groups);
  }
  return out;
}

Design names_only(const command::Terms& x, bool constant) {
  Design d;
  d.constant = constant;
  d.x.cols = x.size();
  for (std::size_t j = 0; j < x.size(); ++j) {
    Slot slot;
    slot.term.span = x[j].span;
    slot.term.factors.push_back(series_of(x[j].factors[0]));
    slot.at_base.push_back(false);
    slot.column = j;
    d.slots.push_back(std::move(slot));
  }
  return d;
}

EstimationSample streamed_sample(std::vector<std::uint8_t> used, std::size_t rows) {
  EstimationSample s;
  s.use = std::move(used);
  if (s.use.empty()) s.use.assign(rows, 1);
  return s;
}

}  // namespace nqp::kit
