#include "interpreter/dataset/column.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>

#include "interpreter/dataset/number_codec.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

// Without branches: stored values are ordered as numbers are, missing codes above them.
template <class T>
Facts facts_of_part(const Buffer<T>& values, std::size_t begin, std::size_t end) {
  Facts f;
  const std::size_t n = end - begin;
  T lowest = values[begin], highest = std::numeric_limits<T>::lowest(), previous = values[begin > 0 ? begin - 1 : 0];
  std::size_t missing_count = 0;
  bool descends = false, fractions = false;
  for (std::size_t i = begin; i < end; ++i) {
    const T v = values[i];
    const bool known = v < dot<T>;
    descends |= v < previous;
    previous = v;
    missing_count += !known;
    lowest = v < lowest ? v : lowest;
    highest = known && v > highest ? v : highest;
    if constexpr (std::is_floating_point_v<T>) fractions |= known && v != std::trunc(v);
  }
  f.ascending = !descends;
  f.integers = !fractions;
  f.missing_count = missing_count;
  if (missing_count < n) f.lowest = static_cast<double>(lowest), f.highest = static_cast<double>(highest);
  return f;
}

void add_facts(Facts& f, const Facts& part) {
  f.integers = f.integers && part.integers;
  f.ascending = f.ascending && part.ascending;
  f.missing_count += part.missing_count;
  if (is_missing(part.lowest)) return;
  f.lowest = std::min(f.lowest, part.lowest);
  f.highest = is_missing(f.highest) ? part.highest : std::max(f.highest, part.highest);
}

template <class T>
Facts facts_of(const Buffer<T>& values) {
  Facts f;
  if (values.size() == 0) return f;
  std::mutex joining;
  numeric::in_stretches(values.size(), [&](std::size_t begin, std::size_t end) {
    const Facts part = facts_of_part(values, begin, end);
    const std::lock_guard lock(joining);
    add_facts(f, part);
  });
  return f;
}

std::atomic<std::uint64_t> pokes{0};

std::mutex& facts_mutex() {
  static std::mutex m;
  return m;
}

}  // namespace

Column::Column(Storage storage, Numbers values) : type_{storage, 0}, numbers_(std::move(values)) {
  size_ = std::visit([](const auto& b) { return b.size(); }, numbers_);
}

Column::Column(Type type, Buffer<std::uint32_t> codes, std::shared_ptr<const Dictionary> dictionary)
    : type_(type), size_(codes.size()), codes_(std::move(codes)), dictionary_(std::move(dictionary)) {}

double Column::number(std::size_t row) const {
  return std::visit([row](const auto& b) { return decode(b[row]); }, numbers_);
}

void Column::read(std::size_t begin, std::size_t count, double* out) const {
  std::visit(
      [&]<class T>(const Buffer<T>& b) {
        const T* from = b.data() + begin;
        for (std::size_t i = 0; i < count; ++i) out[i] = decode(from[i]);
      },
      numbers_);
}

void Column::read_rows(std::span<const Row> rows, double* out) const {
  std::visit(
      [&](const auto& b) {
        for (std::size_t i = 0; i < rows.size(); ++i) out[i] = decode(b[rows[i]]);
      },
      numbers_);
}

const Facts& Column::facts() const {
  {
    const std::lock_guard lock(facts_mutex());
    if (facts_) return *facts_;
  }
  auto f = std::make_shared<const Facts>(std::visit([](const auto& b) { return facts_of(b); }, numbers_));
  const std::lock_guard lock(facts_mutex());
  if (!facts_) facts_ = std::move(f);
  return *facts_;
}

std::uint64_t poke_count() { return pokes.load(std::memory_order_relaxed); }

void Column::poke(std::size_t row, double value) {
  pokes.fetch_add(1, std::memory_order_relaxed);
  if (is_string()) {
    codes_[row] = static_cast<std::uint32_t>(value);
    return;
  }
  std::visit([&]<class T>(Buffer<T>& b) { b[row] = encode<T>(value); }, numbers_);
  facts_.reset();
}

namespace {

template <class T>
void permute_values(Buffer<T>& values, std::span<const Row> order, std::span<char> spare) {
  T* to = reinterpret_cast<T*>(spare.data());
  const T* from = values.data();
  numeric::in_stretches(order.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) to[i] = from[order[i]];
  });
  numeric::in_stretches(order.size(), [&](std::size_t begin, std::size_t end) {
    std::memcpy(values.data() + begin, to + begin, (end - begin) * sizeof(T));
  });
}

}  // namespace

std::size_t Column::value_bytes() const {
  if (is_string()) return sizeof(std::uint32_t);
  return std::visit([]<class T>(const Buffer<T>&) { return sizeof(T); }, numbers_);
}

void Column::permute(std::span<const Row> order, std::span<char> spare) {
  pokes.fetch_add(1, std::memory_order_relaxed);
  if (is_string()) return permute_values(codes_, order, spare);
  std::visit([&](auto& b) { permute_values(b, order, spare); }, numbers_);
  facts_.reset();
}

bool equal_values(const Column& a, const Column& b) {
  if (a.size() != b.size() || a.is_string() != b.is_string()) return false;
  if (a.is_string()) {
    if (a.dictionary() == b.dictionary()) return std::equal(a.codes().begin(), a.codes().end(), b.codes().begin());
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a.text(i) != b.text(i)) return false;
    }
    return true;
  }
  constexpr std::size_t chunk = 2048;
  double x[chunk], y[chunk];
  for (std::size_t i = 0; i < a.size(); i += chunk) {
    const std::size_t n = std::min(chunk, a.size() - i);
    a.read(i, n, x);
    b.read(i, n, y);
    if (!std::equal(x, x + n, y)) return false;
  }
  return true;
}

}  // namespace nqp::data
