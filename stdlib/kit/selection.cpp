#include "stdlib/kit/selection.hpp"

#include <algorithm>
#include <bit>

#include "stdlib/kit/row_plans.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {

std::size_t Selection::count() const {
  if (use.empty()) return end - begin;
  return static_cast<std::size_t>(std::count_if(use.begin(), use.end(), [](std::uint8_t u) { return u != 0; }));
}

std::vector<std::uint8_t> Selection::flags(std::size_t rows) const {
  std::vector<std::uint8_t> out(rows);
  write_flags(out);
  return out;
}

void Selection::write_flags(std::span<std::uint8_t> out) const {
  std::fill(out.begin(), out.begin() + begin, std::uint8_t{0});
  if (use.empty()) std::fill(out.begin() + begin, out.begin() + end, std::uint8_t{1});
  else std::copy(use.begin(), use.end(), out.begin() + begin);
  std::fill(out.begin() + end, out.end(), std::uint8_t{0});
}

void Selection::put(data::Row first, std::span<const double> fresh, double* out) const {
  if (use.empty()) {
    std::copy(fresh.begin(), fresh.end(), out);
    return;
  }
  // Masks instead of branches: conditions on data are hard to foresee.
  const std::uint8_t* chosen = use.data() + (first - begin);
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const std::uint64_t mask = chosen[i] ? ~std::uint64_t{0} : 0;
    out[i] = std::bit_cast<double>((std::bit_cast<std::uint64_t>(fresh[i]) & mask) |
                                   (std::bit_cast<std::uint64_t>(out[i]) & ~mask));
  }
}

Selection select(const command::Context& c, const command::Sample& s) {
  Selection out;
  out.begin = c.scope.begin;
  out.end = c.scope.end;
  if (s.range) {
    if (c.by) throw Error(190, "in may not be combined with by", s.range->span);
    const auto [first, last] = eval::resolve_range(*s.range, c.frame.rows);
    out.begin = std::max(out.begin, first);
    out.end = std::max(out.begin, std::min(out.end, last));
  }
  if (!s.condition) return out;
  out.use.resize(out.end - out.begin);
  const auto compiled = [&] { return eval::compile(*s.condition, c.scope); };
  for_chunks_on_cores(*s.condition, compiled, out.begin, out.end, [&](const Chunk& k) {
    std::uint8_t* to = out.use.data() + (k.first - out.begin);
    for (std::size_t i = 0; i < k.values.size(); ++i) to[i] = k.values[i] != 0 ? 1 : 0;
  });
  if (out.begin == out.end) out.use.clear();
  return out;
}

void for_chunks(eval::Plan& plan, data::Row begin, data::Row end, const ChunkReader& f, double* home) {
  if (plan.is_string()) throw Error(109, "type mismatch: a number is needed, this is a string");
  double block[chunk_of_rows];
  for (data::Row i = begin; i < end; i += static_cast<data::Row>(std::min<std::size_t>(chunk_of_rows, end - i))) {
    const std::size_t n = std::min<std::size_t>(chunk_of_rows, end - i);
    double* x = home ? home + (i - begin) : block;
    plan.numbers(i, n, x);
    f({i, {x, n}, plan.largest()});
  }
}

SelectedPlan::SelectedPlan(const ast::Expression& e, const command::Context& c, const command::Sample& sample,
                           const Selection& s, const eval::Overlay* overlay) {
  // One flag per row of the frame would cost more than a narrow range.
  const bool narrow = s.end - s.begin < c.frame.rows / 8;
  if (!sample.condition || narrow) {
    plan_ = eval::compile(e, c.scope, overlay);
    return;
  }
  flags_ = s.flags(c.frame.rows);
  plan_ = eval::compile_where(e, sample.condition, flags_, c.scope, overlay);
}

void for_selected(const ast::Expression& e, const command::Context& c, const command::Sample& sample,
                  const Selection& s, const ChunkReader& f, double* home) {
  if (rows_stand_alone(e)) {
    for_chunks_on_cores(e, [&] { return eval::compile(e, c.scope); }, s.begin, s.end, f, home);
  } else {
    for_chunks(*SelectedPlan(e, c, sample, s), s.begin, s.end, f, home);
  }
}

std::vector<double> values_of(const ast::Expression& e, const command::Context& c, const command::Sample& sample,
                              const Selection& s) {
  std::vector<double> out(c.frame.rows, data::missing);
  for_selected(e, c, sample, s, [&](const Chunk& k) { s.put(k.first, k.values, &out[k.first]); });
  return out;
}

std::vector<double> numbers_of(const data::Column& c) {
  std::vector<double> out(c.size());
  numeric::in_stretches(c.size(), [&](std::size_t begin, std::size_t end) { c.read(begin, end - begin, &out[begin]); });
  return out;
}

}  // namespace nqp::kit
