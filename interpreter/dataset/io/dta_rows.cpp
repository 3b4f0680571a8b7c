#include "interpreter/dataset/io/dta_rows.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "interpreter/dataset/io/byte_reader.hpp"
#include "interpreter/dataset/number_codec.hpp"
#include "interpreter/dataset/parallel.hpp"
#include "interpreter/dataset/recent_texts.hpp"

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

void fill_texts(const char* row, std::size_t width, std::size_t count, const DtaField& field, Filling& to) {
  for (std::size_t i = 0; i < count; ++i, row += width) {
    to.texts->later(fixed_text(row, field.bytes), &to.codes[i]);
  }
  to.texts->flush();
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

std::vector<ColumnPtr> columns_of_rows(std::string_view data, std::size_t rows, std::size_t width,
                                       const std::vector<DtaField>& fields, bool swap) {
  std::vector<Filling> filling(fields.size());
  for (std::size_t k = 0; k < fields.size(); ++k) {
    if (fields[k].type.storage == Storage::str) {
      filling[k].codes = Buffer<std::uint32_t>(rows);
      filling[k].texts.emplace(std::make_shared<Dictionary>());
    } else if (!fields[k].type.is_string()) {
      filling[k].numbers = numbers_for(fields[k].type.storage, rows);
    }
  }
  // Texts of a column one after the other, columns of texts and stretches of numbers beside one another.
  std::vector<std::size_t> with_texts;
  for (std::size_t k = 0; k < fields.size(); ++k)
    if (filling[k].texts) with_texts.push_back(k);
  const std::size_t blocks = (rows + block - 1) / block;
  const std::size_t stretches = rows < worth_a_thread ? 1 : 4 * cores();
  in_parallel(with_texts.size() + stretches, [&](std::size_t task) {
    if (task < with_texts.size()) {
      const std::size_t k = with_texts[task];
      fill_texts(data.data() + fields[k].offset, width, rows, fields[k], filling[k]);
      return;
    }
    const std::size_t part = task - with_texts.size();
    for (std::size_t b = blocks * part / stretches; b < blocks * (part + 1) / stretches; ++b) {
      const std::size_t begin = b * block, count = std::min(block, rows - begin);
      for (std::size_t k = 0; k < fields.size(); ++k) {
        if (fields[k].type.is_string()) continue;
        const char* at = data.data() + begin * width + fields[k].offset;
        std::visit([&](auto& to) { gather_field(at, width, count, swap, to.data() + begin); }, filling[k].numbers);
      }
    }
  });
  std::vector<ColumnPtr> out(fields.size());
  for (std::size_t k = 0; k < fields.size(); ++k) {
    const Type type = fields[k].type;
    if (type.storage == Storage::str) {
      out[k] = std::make_shared<const Column>(type, std::move(filling[k].codes), filling[k].texts->dictionary());
    } else if (!type.is_string()) {
      out[k] = std::make_shared<const Column>(type.storage, std::move(filling[k].numbers));
    }
  }
  return out;
}

ColumnPtr long_string_column(std::string_view data, std::size_t rows, std::size_t width, const DtaField& field,
                             const DtaLayout& layout, bool swap, const LongStrings& texts) {
  const std::size_t v_bytes = layout.strl_v_bytes;
  const auto integer = [swap](const char* p, std::size_t bytes) {
    std::uint64_t value = 0;
    const bool big = swap == (std::endian::native == std::endian::little);
    for (std::size_t i = 0; i < bytes; ++i) {
      const auto byte = static_cast<unsigned char>(p[big ? i : bytes - 1 - i]);
      value = value << 8 | byte;
    }
    return value;
  };
  StringWriter w(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const char* p = data.data() + i * width + field.offset;
    const std::uint64_t v = integer(p, v_bytes), o = integer(p + v_bytes, 8 - v_bytes);
    if (v == 0 && o == 0) continue;
    auto it = texts.find(gso_key(v, o));
    // ReadStat writes version 119 with the pointers of 118: two bytes for the variable, six for the observation.
    if (it == texts.end() && v_bytes == 3) it = texts.find(gso_key(integer(p, 2), integer(p + 2, 6)));
    if (it == texts.end()) {
      throw Error(688, "the file is damaged: observation " + std::to_string(i + 1) + " points to the long string (" +
                           std::to_string(v) + ", " + std::to_string(o) + "), which is not there");
    }
    w.set(i, it->second);
  }
  return w.finish(Type{Storage::strl, 0});
}

void append_rows(const Frame& f, const std::vector<DtaField>& fields, const DtaLayout& layout,
                 const std::vector<std::vector<Row>>& first_row_of_code, std::string& out) {
  const std::size_t width = fields.empty() ? 0 : fields.back().offset + fields.back().bytes;
  const std::size_t start = out.size();
  out.resize(start + f.rows * width);
  for (std::size_t begin = 0; begin < f.rows; begin += block) {
    const std::size_t count = std::min(block, f.rows - begin);
    char* first = out.data() + start + begin * width;
    for (std::size_t k = 0; k < fields.size(); ++k) {
      const Column& c = *f.variables[k].column;
      char* at = first + fields[k].offset;
      if (fields[k].type.storage == Storage::strl) {
        scatter_pointers(c, k, layout, first_row_of_code[k], begin, count, width, at);
      } else if (c.is_string()) {
        scatter_texts(c, fields[k], begin, count, width, at);
      } else {
        scatter_numbers(c, begin, count, width, at);
      }
    }
  }
}

}  // namespace nqp::data
