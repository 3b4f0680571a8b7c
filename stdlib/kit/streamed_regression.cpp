#include "stdlib/kit/streamed_regression.hpp"

#include <cmath>
#include <list>

#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/numeric/panel/fit_streamed.hpp"

namespace nqp::kit {
namespace {

// Less is quickly done with copies, too.
constexpr std::size_t least_streamed_rows = 1000;

// What must live as long as the views of it.
struct StreamedData {
  std::list<std::vector<double>> values;
  std::list<std::vector<std::int32_t>> codes;
  std::list<std::shared_ptr<const data::Groups>> groups;
};

const data::Column* streamed_column(const ast::Interaction& term, const command::Context& c) {
  if (term.factors.size() != 1 || !term.factors[0].group.empty()) return nullptr;
  const ast::Factor& f = term.factors[0];
  if (!f.operators.empty()) return nullptr;
  const data::Variable& v = eval::find_variable(c.frame, f.pattern, false, f.span);
  if (v.is_string() || v.column->facts().missing_count > 0) return nullptr;
  return v.column.get();
}

const double* streamed_values(const data::Column& column, StreamedData& held) {
  if (const auto* doubles = std::get_if<data::Buffer<double>>(&column.numbers())) return doubles->data();
  std::vector<double>& copy = held.values.emplace_back(column.size());
  column.read(0, column.size(), copy.data());
  return copy.data();
}

// Whole numbers of a narrow range are their own codes.
std::optional<numeric::CodeSource> stored_codes(const data::Column& column, StreamedData& held) {
  const data::Facts& facts = column.facts();
  const double range = facts.highest - facts.lowest;
  if (!facts.integers || !(range < 2.0 * static_cast<double>(column.size())) || !(std::fabs(facts.lowest) < 0x1p30))
    return std::nullopt;
  numeric::CodeSource out;
  out.lowest = static_cast<std::int64_t>(facts.lowest);
  out.levels = static_cast<std::size_t>(range) + 1;
  if (const auto* longs = std::get_if<data::Buffer<std::int32_t>>(&column.numbers())) out.values = longs->data();
  else if (const auto* ints = std::get_if<data::Buffer<std::int16_t>>(&column.numbers())) out.values = ints->data();
  else if (const auto* bytes = std::get_if<data::Buffer<std::int8_t>>(&column.numbers())) out.values = bytes->data();
  else {
    std::vector<std::int32_t>& copy = held.codes.emplace_back(column.size());
    std::vector<double> block(4096);
    for (std::size_t begin = 0; begin < copy.size(); begin += block.size()) {
      const std::size_t n = std::min(block.size(), copy.size() - begin);
      column.read(begin, n, block.data());
      for (std::size_t i = 0; i < n; ++i) copy[begin + i] = static_cast<std::int32_t>(block[i]);
    }
    out.values = copy.data();
  }
  return out;
}

std::optional<numeric::CodeSource> streamed_codes(const std::string& name, const command::Context& c,
                                                  StreamedData& held) {
  if (name.find('#') != std::string::npos) return std::nullopt;
  const std::vector<const data::Variable*> variables = group_variables(name, c);
  const data::ColumnPtr& column = variables.front()->column;
  if (!column->is_string()) {
    if (column->facts().missing_count > 0) return std::nullopt;
    if (auto codes = stored_codes(*column, held)) return codes;
  }
  const auto& groups = held.groups.emplace_back(data::shared_groups({&column, 1}));
  if (column->is_string() && column->missing_at(groups->first.front())) return std::nullopt;
  // Codes are below 2^31: there are fewer rows.
  return numeric::CodeSource{.values = reinterpret_cast<const std::int32_t*>(groups->codes.data()), .lowest = 0,
                             .levels = groups->count};
}

// The same variable is read from the same place, whether it is absorbed or clusters.
class CodeReader {
 public:
  CodeReader(const command::Context& c, StreamedData& held) : c_(c), held_(held) {}
  std::optional<numeric::CodeSource> of(const std::string& name) {
    for (const auto& [known, codes] : read_)
      if (known == name) return codes;
    const auto codes = streamed_codes(name, c_, held_);
    if (codes) read_.emplace_back(name, *codes);
    return codes;
  }

 private:
  const command::Context& c_;
  StreamedData& held_;
  std::vector<std::pair<std::string, numeric::CodeSource>> read_;
};

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

}  // namespace

std::optional<StreamedRegression> streamed_regression(const StreamedRequest& request, const command::Context& c) {
  const std::size_t n = c.frame.rows;
  if (n < least_streamed_rows || c.scope.begin != 0 || c.scope.end != n || n > 0x7fffffffU) return std::nullopt;
  const std::string kind = request.vce.kind.empty() || request.vce.kind == "ols" ? "unadjusted" : request.vce.kind;
  StreamedData held;
  numeric::StreamedSpec spec{.rows = n, .constant = request.constant, .allow_singletons = request.keep_singletons,
                             .count_nested = request.count_nested, .options = request.options};
  if (kind == "robust") spec.kind = numeric::VceKind::robust;
  else if (kind == "cluster") spec.kind = numeric::VceKind::cluster;
  else if (kind != "unadjusted") return std::nullopt;
  command::Terms terms = {request.y.front()};
  terms.insert(terms.end(), request.x.begin(), request.x.end());
  for (const ast::Interaction& term : terms) {
    const data::Column* column = streamed_column(term, c);
    if (!column) return std::nullopt;
    spec.columns.push_back(streamed_values(*column, held));
  }
  CodeReader reader(c, held);
  for (const AbsorbTerm& t : request.absorb.terms) {
    const auto codes = reader.of(t.groups);
    if (!codes || !t.slopes.empty()) return std::nullopt;
    spec.effects.push_back(*codes);
  }
  if (spec.effects.empty()) return std::nullopt;
  StreamedRegression out;
  if (spec.kind == numeric::VceKind::cluster) {
    for (const std::string& name : request.vce.variables) {
      const auto codes = reader.of(name);
      if (!codes) return std::nullopt;
      spec.clusters.push_back(*codes);
      out.vce.variables.push_back(name);
    }
  }
  out.vce.kind = kind;
  if (kind != "unadjusted") out.vce.type = "Robust";
  auto fit = compute(c, [&](numeric::Progress& p) { return numeric::fit_streamed(spec, p); });
  if (!fit) return std::nullopt;
  out.fit = *std::move(fit);
  out.design = names_only(request.x, request.constant);
  out.sample.use.assign(n, 1);
  return out;
}

}  // namespace nqp::kit
