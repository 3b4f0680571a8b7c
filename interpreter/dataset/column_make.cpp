// How columns come to be: writers, gathering, conversion.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/column.hpp"
#include "interpreter/dataset/number_codec.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t chunk = 2048;

Column::Numbers make_buffer(Storage storage, std::size_t rows) {
  switch (storage) {
    case Storage::byte_: return Buffer<std::int8_t>(rows);
    case Storage::int_: return Buffer<std::int16_t>(rows);
    case Storage::long_: return Buffer<std::int32_t>(rows);
    case Storage::float_: return Buffer<float>(rows);
    default: return Buffer<double>(rows);
  }
}

Storage numeric_storage(Storage s) { return s >= Storage::str ? Storage::double_ : s; }

Buffer<std::uint32_t> zero_codes(std::size_t rows) {
  Buffer<std::uint32_t> codes(rows);
  std::fill(codes.begin(), codes.end(), 0u);
  return codes;
}

Type type_of_width(std::size_t bytes) {
  if (bytes > max_str_width) return {Storage::strl, 0};
  return {Storage::str, static_cast<std::uint16_t>(std::max<std::size_t>(bytes, 1))};
}

Type wider_string(Type a, Type b) {
  if (a.storage == Storage::strl || b.storage == Storage::strl) return {Storage::strl, 0};
  return {Storage::str, std::max(a.width, b.width)};
}

std::size_t longest_text(const Buffer<std::uint32_t>& codes, const Dictionary& d) {
  std::vector<std::uint8_t> used(d.size(), 0);
  for (const std::uint32_t c : codes) used[c] = 1;
  std::size_t longest = 0;
  for (std::size_t c = 0; c < used.size(); ++c) {
    if (used[c]) longest = std::max(longest, d.text(static_cast<std::uint32_t>(c)).size());
  }
  return longest;
}

template <class T>
Buffer<T> gather_values(const Buffer<T>& from, std::span<const Row> rows, T absent) {
  Buffer<T> to(rows.size());
  const std::size_t n = from.size();
  numeric::in_stretches(rows.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) to[i] = rows[i] < n ? from[rows[i]] : absent;
  });
  return to;
}

template <class T>
Buffer<T> join(const Buffer<T>& top, const Buffer<T>& bottom) {
  Buffer<T> to(top.size() + bottom.size());
  if (top.size()) std::memcpy(to.data(), top.data(), top.size() * sizeof(T));
  if (bottom.size()) std::memcpy(to.data() + top.size(), bottom.data(), bottom.size() * sizeof(T));
  return to;
}

// Whole blocks of ordinary numbers are converted without branches, also when some are `.`.
template <class T>
void encode_block(const double* from, std::size_t n, T* to) {
  std::int64_t unusual = 0, dots = 0;
  for (std::size_t i = 0; i < n; ++i) {
    unusual += !(std::abs(from[i]) <= surely_kept<T>());
    dots += from[i] == missing;
  }
  if (unusual == 0) {
    for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<T>(from[i]);
  } else if (unusual == dots) {
    const T absent = encode<T>(missing);
    for (std::size_t i = 0; i < n; ++i) {
      const T number = static_cast<T>(from[i] == missing ? 0.0 : from[i]);
      to[i] = from[i] == missing ? absent : number;
    }
  } else {
    for (std::size_t i = 0; i < n; ++i) to[i] = encode<T>(from[i]);
  }
}

void copy_into(NumericWriter& w, std::size_t at, const Column& c) {
  numeric::in_stretches(c.size(), [&](std::size_t begin, std::size_t end) {
    double x[chunk];
    for (std::size_t i = begin; i < end; i += chunk) {
      const std::size_t n = std::min(chunk, end - i);
      c.read(i, n, x);
      w.write(at + i, n, x);
    }
  });
}

ColumnPtr append_strings(const Column& top, const Column& bottom) {
  const Type type = wider_string(top.type(), bottom.type());
  Buffer<std::uint32_t> codes(top.size() + bottom.size());
  std::copy(top.codes().begin(), top.codes().end(), codes.begin());
  std::uint32_t* to = codes.begin() + top.size();
  if (top.dictionary() == bottom.dictionary()) {
    std::copy(bottom.codes().begin(), bottom.codes().end(), to);
    return std::make_shared<const Column>(type, std::move(codes), top.dictionary());
  }
  auto joint = std::make_shared<Dictionary>(*top.dictionary());
  constexpr std::uint32_t unseen = 0xffffffffu;
  std::vector<std::uint32_t> recode(bottom.dictionary()->size(), unseen);
  for (const std::uint32_t c : bottom.codes()) {
    if (recode[c] == unseen) recode[c] = joint->code(bottom.dictionary()->text(c));
    *to++ = recode[c];
  }
  return std::make_shared<const Column>(type, std::move(codes), std::move(joint));
}

struct ValueRange {
  double lowest = HUGE_VAL, highest = -HUGE_VAL;  // of what is not missing
  bool integers = true;
};

// Several running values instead of one: the loop takes that many numbers at a time.
ValueRange range_of(std::span<const double> values) {
  constexpr std::size_t lanes = 8;
  double low[lanes], high[lanes], broken[lanes];
  std::fill(low, low + lanes, HUGE_VAL), std::fill(high, high + lanes, -HUGE_VAL), std::fill(broken, broken + lanes, 0);
  const auto take = [&](std::size_t lane, double x) {
    const double y = x < missing ? x : -HUGE_VAL;
    low[lane] = x < low[lane] ? x : low[lane];  // missing values are above all numbers
    high[lane] = y > high[lane] ? y : high[lane];
    broken[lane] += y == std::trunc(y) ? 0.0 : 1.0;
  };
  std::size_t i = 0;
  for (; i + lanes <= values.size(); i += lanes)
    for (std::size_t l = 0; l < lanes; ++l) take(l, values[i + l]);
  for (; i < values.size(); ++i) take(0, values[i]);
  ValueRange out;
  for (std::size_t l = 0; l < lanes; ++l) {
    if (low[l] < missing) out.lowest = std::min(out.lowest, low[l]);
    out.highest = std::max(out.highest, high[l]);
    out.integers = out.integers && broken[l] == 0;
  }
  return out;
}

}  // namespace

NumericWriter::NumericWriter(Storage storage, std::size_t rows)
    : storage_(numeric_storage(storage)), values_(make_buffer(storage, rows)) {}

void NumericWriter::write(std::size_t begin, std::size_t count, const double* values) {
  std::visit(
      [&]<class T>(Buffer<T>& b) {
        for (std::size_t i = 0; i < count; i += chunk)
          encode_block(values + i, std::min(chunk, count - i), b.data() + begin + i);
      },
      values_);
}

double* NumericWriter::doubles() {
  auto* values = std::get_if<Buffer<double>>(&values_);
  return values ? values->data() : nullptr;
}

void NumericWriter::shorten(std::size_t rows) {
  std::visit([rows](auto& b) { b.shorten(rows); }, values_);
}

ColumnPtr NumericWriter::finish() { return std::make_shared<const Column>(storage_, std::move(values_)); }

StringWriter::StringWriter(std::size_t rows, std::shared_ptr<const Dictionary> start)
    : codes_(zero_codes(rows)), start_(std::move(start)) {
  if (!start_) own_ = std::make_shared<Dictionary>();
}

void StringWriter::set(std::size_t row, std::string_view text) {
  if (!own_) {
    if (const auto known = start_->find(text)) {
      codes_[row] = *known;
      return;
    }
    own_ = std::make_shared<Dictionary>(*start_);
  }
  codes_[row] = own_->code(text);
}

ColumnPtr StringWriter::finish(std::optional<Type> at_least) {
  std::shared_ptr<const Dictionary> dictionary = own_ ? std::shared_ptr<const Dictionary>(std::move(own_)) : start_;
  Type type = type_of_width(longest_text(codes_, *dictionary));
  if (at_least && at_least->is_string()) type = wider_string(type, *at_least);
  return std::make_shared<const Column>(type, std::move(codes_), std::move(dictionary));
}

ColumnPtr make_numeric(Storage storage, std::span<const double> values) {
  NumericWriter w(storage, values.size());
  numeric::in_stretches(values.size(), [&](std::size_t begin, std::size_t end) {
    w.write(begin, end - begin, values.data() + begin);
  });
  return w.finish();
}

ColumnPtr make_narrowest(std::span<const double> values) {
  auto [lowest, highest, integers] = range_of(values);
  bool float_exact = true;
  // Of integers that a long holds only the range matters.
  constexpr double largest_long = static_cast<double>(dot<std::int32_t>) - 1;
  if (!integers || highest > largest_long || -lowest > largest_long) {
    for (const double x : values) float_exact = float_exact && (is_missing(x) || fits(x, Storage::float_));
  }
  if (lowest > highest) lowest = highest = missing;
  return make_numeric(narrowest(lowest, highest, integers, float_exact), values);
}

ColumnPtr make_constant(Storage storage, std::size_t rows, double value) {
  Column::Numbers values = make_buffer(storage, rows);
  std::visit([&]<class T>(Buffer<T>& b) { std::fill(b.begin(), b.end(), encode<T>(value)); }, values);
  return std::make_shared<const Column>(numeric_storage(storage), std::move(values));
}

ColumnPtr make_strings(std::span<const std::string> values) {
  StringWriter w(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) w.set(i, values[i]);
  return w.finish();
}

ColumnPtr gather(const Column& c, std::span<const Row> rows) {
  if (c.is_string()) {
    Buffer<std::uint32_t> codes(rows.size());
    const auto from = c.codes();
    numeric::in_stretches(rows.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) codes[i] = rows[i] < from.size() ? from[rows[i]] : 0u;
    });
    return std::make_shared<const Column>(c.type(), std::move(codes), c.dictionary());
  }
  return std::visit(
      [&]<class T>(const Buffer<T>& b) -> ColumnPtr {
        return std::make_shared<const Column>(c.type().storage, gather_values(b, rows, dot<T>));
      },
      c.numbers());
}

ColumnPtr convert(const Column& c, Storage storage) {
  NumericWriter w(storage, c.size());
  copy_into(w, 0, c);
  return w.finish();
}

ColumnPtr append(const Column& top, const Column& bottom) {
  if (top.is_string() != bottom.is_string()) throw Error(106, "a string and a numeric variable cannot be joined");
  if (top.is_string()) return append_strings(top, bottom);
  const Storage storage = wider(top.type().storage, bottom.type().storage);
  if (top.type() == bottom.type()) {
    return std::visit(
        [&]<class T>(const Buffer<T>& b) -> ColumnPtr {
          return std::make_shared<const Column>(storage, join(b, std::get<Buffer<T>>(bottom.numbers())));
        },
        top.numbers());
  }
  NumericWriter w(storage, top.size() + bottom.size());
  copy_into(w, 0, top);
  copy_into(w, top.size(), bottom);
  return w.finish();
}

}  // namespace nqp::data
