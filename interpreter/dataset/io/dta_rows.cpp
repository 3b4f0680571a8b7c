#include "interpreter/dataset/io/dta_rows.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "interpreter/dataset/io/byte_reader.hpp"
#include "interpreter/dataset/number_codec.hpp"
#include "interpreter/dataset/recent_texts.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t block = 512;  // rows that stay in the cache while every field is visited

// Values that are no number and no missing code become `.`.
template <class T>
T clean_value(T v) {
  if constexpr (std::is_floating_point_v<T>) {
    if (!(v < dot<T> && v > -dot<T>)) return encode<T>(decode(v));
  }
  return v;
}

template <class T>
void gather_field(const char* row, std::size_t width, std::size_t count, bool swap, T* to) {
  if (swap) {
    for (std::size_t i = 0; i < count; ++i, row += width) to[i] = clean_value(load_number<T>(row, true));
    return;
  }
  for (std::size_t i = 0; i < count; ++i, row += width) {
    T v;
    std::memcpy(&v, row, sizeof(T));
    to[i] = clean_value(v);
  }
}

Column::Numbers numbers_for(Storage s, std::size_t rows) {
  switch (s) {
    case Storage::byte_: return Buffer<std::int8_t>(rows);
    case Storage::int_: return Buffer<std::int16_t>(rows);
    case Storage::long_: return Buffer<std::int32_t>(rows);
    case Storage::float_: return Buffer<float>(rows);
    default: return Buffer<double>(rows);
  }
}

// A column being filled block by block.
struct Filling {
  Column::Numbers numbers;
  Buffer<std::uint32_t> codes;
  std::optional<RecentTexts> texts;
};

std::string_view fixed_text(const char* p, std::size_t width) {
  if (width <= 16) {  // a call of memchr costs more than looking
    std::size_t n = 0;
    while (n < width && p[n]) ++n;
    return {p, n};
  }
  const void* nul = std::memchr(p, 0, width);
  return {p, nul ? static_cast<std::size_t>(static_cast<const char*>(nul) - p) : width};
}

void fill_texts(const char* row, std::size_t width, std::size_t first, std::size_t count, const DtaField& field,
                Filling& to) {
  for (std::size_t i = 0; i < count; ++i, row += width)
    to.texts->later(fixed_text(row, field.bytes), &to.codes[first + i]);
  to.texts->flush();
}

std::uint64_t dta_integer(const char* p, std::size_t bytes, bool swap) {
  const bool big = swap == (std::endian::native == std::endian::little);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<unsigned char>(p[big ? i : bytes - 1 - i]);
  return value;
}

// `first` is the number of the first row.
void fill_long_strings(const char* row, const DtaRows& at, std::size_t first, std::size_t count, std::size_t v_bytes,
                       const LongStrings& texts, Filling& to) {
  for (std::size_t i = 0; i < count; ++i, row += at.width) {
    const std::uint64_t v = dta_integer(row, v_bytes, at.swap), o = dta_integer(row + v_bytes, 8 - v_bytes, at.swap);
    std::optional<std::uint32_t> code = v == 0 && o == 0 ? 0u : texts.find(gso_key(v, o));
    // ReadStat writes version 119 with the pointers of 118: two bytes for the variable, six for the observation.
    if (!code && v_bytes == 3)
      code = texts.find(gso_key(dta_integer(row, 2, at.swap), dta_integer(row + 2, 6, at.swap)));
    if (!code) {
      throw Error(688, "the file is damaged: observation " + std::to_string(first + i + 1) +
                           " points to the long string (" + std::to_string(v) + ", " + std::to_string(o) +
                           "), which is not there");
    }
    to.codes[first + i] = *code;
  }
}

ColumnPtr finish_texts(Filling& from, Type type, const LongStrings& texts) {
  if (type.storage == Storage::strl)
    return std::make_shared<const Column>(type, std::move(from.codes), texts.texts);
  return std::make_shared<const Column>(type, std::move(from.codes), from.texts->dictionary());
}

void store(char* to, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) to[i] = static_cast<char>(value >> (8 * i));
}

void scatter_texts(const Column& c, const DtaField& field, std::size_t begin, std::size_t count, std::size_t width,
                   char* row) {
  for (std::size_t i = begin; i < begin + count; ++i, row += width) {
    const std::string_view text = until_nul(c.text(i));
    const std::size_t n = std::min(text.size(), field.bytes);
    if (n) std::memcpy(row, text.data(), n);
    std::memset(row + n, 0, field.bytes - n);
  }
}

void scatter_pointers(const Column& c, std::size_t variable, const DtaLayout& layout, const std::vector<Row>& first,
                      std::size_t begin, std::size_t count, std::size_t width, char* row) {
  const std::size_t v = layout.strl_v_bytes;
  for (std::size_t i = begin; i < begin + count; ++i, row += width) {
    const std::uint32_t code = c.codes()[i];
    store(row, code ? variable + 1 : 0, v);
    store(row + v, code ? first[code] + std::uint64_t{1} : 0, 8 - v);
  }
}

void scatter_numbers(const Column& c, std::size_t begin, std::size_t count, std::size_t width, char* row) {
  std::visit(
      [&]<class T>(const Buffer<T>& b) {
        char* to = row;
        for (std::size_t i = begin; i < begin + count; ++i, to += width) {
          const T v = clean_value(b[i]);
          std::memcpy(to, &v, sizeof(T));
        }
      },
      c.numbers());
}

}  // namespace

std::size_t place_fields(std::vector<DtaField>& fields) {
  constexpr std::size_t bytes[] = {1, 2, 4, 4, 8};
  std::size_t width = 0;
  for (DtaField& f : fields) {
    f.offset = width;
    f.bytes = f.type.storage == Storage::str    ? f.type.width
              : f.type.storage == Storage::strl ? 8
                                                : bytes[static_cast<std::size_t>(f.type.storage)];
    width += f.bytes;
  }
  return width;
}

std::optional<std::uint32_t> LongStrings::find(std::uint64_t key) const {
  const auto it = std::lower_bound(codes.begin(), codes.end(), std::pair<std::uint64_t, std::uint32_t>{key, 0});
  if (it == codes.end() || it->first != key) return std::nullopt;
  return it->second;
}

std::vector<ColumnPtr> columns_of_rows(const ByteSource& source, const DtaRows& at, const std::vector<DtaField>& fields,
                                       const DtaLayout& layout, const LongStrings& texts) {
  constexpr std::size_t bytes_at_once = std::size_t{2} << 20, worth_threads = std::size_t{1} << 18;
  std::vector<Filling> filling(fields.size());
  std::vector<std::size_t> with_texts;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    if (!fields[k].type.is_string()) {
      filling[k].numbers = numbers_for(fields[k].type.storage, at.rows);
      continue;
    }
    with_texts.push_back(k);
    filling[k].codes = Buffer<std::uint32_t>(at.rows);
    if (fields[k].type.storage == Storage::str) filling[k].texts.emplace(std::make_shared<Dictionary>());
  }
  const std::size_t at_once = std::max<std::size_t>(at.width ? bytes_at_once / at.width / block * block : 0, block);
  std::string now, next;
  const auto fetch = [&](std::size_t first, std::string& to) {
    to.resize(std::min(at_once, at.rows - first) * at.width);
    const std::size_t n = source.read(at.begin + first * at.width, to.data(), to.size());
    if (n < to.size())
      throw Error(612, "the file ends early, within observation " + std::to_string(first + n / at.width + 1));
  };
  const auto fill_numbers = [&](std::size_t first, std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; row += block) {
      const std::size_t count = std::min(block, end - row);
      for (std::size_t k = 0; k < fields.size(); ++k) {
        if (fields[k].type.is_string()) continue;
        const char* from = now.data() + row * at.width + fields[k].offset;
        std::visit([&](auto& to) { gather_field(from, at.width, count, at.swap, to.data() + first + row); },
                   filling[k].numbers);
      }
    }
  };
  if (at.rows > 0) fetch(0, now);
  for (std::size_t first = 0; first < at.rows; first += at_once) {
    const std::size_t count = std::min(at_once, at.rows - first);
    const std::size_t stretches = count * at.width < worth_threads ? 1 : 2 * numeric::cores();
    const auto work = [&](std::size_t task) {
      if (task == 0) {  // the next rows, while these are looked at
        if (first + at_once < at.rows) fetch(first + at_once, next);
      } else if (task <= with_texts.size()) {  // the texts of a column one after the other
        const std::size_t k = with_texts[task - 1];
        const char* from = now.data() + fields[k].offset;
        if (filling[k].texts) fill_texts(from, at.width, first, count, fields[k], filling[k]);
        else fill_long_strings(from, at, first, count, layout.strl_v_bytes, texts, filling[k]);
      } else {
        const std::size_t part = task - 1 - with_texts.size(), blocks = (count + block - 1) / block;
        fill_numbers(first, blocks * part / stretches * block,
                     std::min(count, blocks * (part + 1) / stretches * block));
      }
    };
    const std::size_t tasks = 1 + with_texts.size() + stretches;
    if (stretches > 1) numeric::in_parallel(tasks, work);
    else for (std::size_t task = 0; task < tasks; ++task) work(task);
    std::swap(now, next);
  }
  std::vector<ColumnPtr> out(fields.size());
  for (std::size_t k = 0; k < fields.size(); ++k) {
    const Type type = fields[k].type;
    out[k] = type.is_string() ? finish_texts(filling[k], type, texts)
                              : std::make_shared<const Column>(type.storage, std::move(filling[k].numbers));
  }
  return out;
}

void append_rows(const Frame& f, const std::vector<DtaField>& fields, const DtaLayout& layout,
                 const std::vector<std::vector<Row>>& first_row_of_code, std::size_t begin, std::size_t end,
                 std::string& out) {
  const std::size_t width = fields.empty() ? 0 : fields.back().offset + fields.back().bytes;
  const std::size_t start = out.size(), blocks = (end - begin + block - 1) / block;
  out.resize(start + (end - begin) * width);
  const auto write_block = [&](std::size_t b) {
    const std::size_t row = begin + b * block, count = std::min(block, end - row);
    char* first = out.data() + start + (row - begin) * width;
    for (std::size_t k = 0; k < fields.size(); ++k) {
      const Column& c = *f.variables[k].column;
      char* at = first + fields[k].offset;
      if (fields[k].type.storage == Storage::strl) {
        scatter_pointers(c, k, layout, first_row_of_code[k], row, count, width, at);
      } else if (c.is_string()) {
        scatter_texts(c, fields[k], row, count, width, at);
      } else {
        scatter_numbers(c, row, count, width, at);
      }
    }
  };
  constexpr std::size_t worth_threads = 16;
  if (blocks >= worth_threads) numeric::in_parallel(blocks, write_block);
  else for (std::size_t b = 0; b < blocks; ++b) write_block(b);
}

}  // namespace nqp::data
