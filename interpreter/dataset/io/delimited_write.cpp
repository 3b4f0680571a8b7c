#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

bool needs_quotes(std::string_view text, const DelimitedOutput& o) {
  const char first = o.delimiter.empty() ? '"' : o.delimiter[0];
  bool special = false;
  for (const char c : text) special |= (c == '"') | (c == '\r') | (c == '\n') | (c == first);
  if (!special || o.delimiter.size() < 2) return special;
  return text.find(o.delimiter) != std::string_view::npos || text.find_first_of("\"\r\n") != std::string_view::npos;
}

void put_text(std::string& out, std::string_view text, const DelimitedOutput& o, bool quote) {
  if (!quote && !needs_quotes(text, o)) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

// The shortest digits that read back as the same value of the column's type; whole numbers in full.
void put_number(std::string& out, double x, Storage storage) {
  std::array<char, 32> room;
  char *begin = room.data(), *end = begin + room.size();
  if (x == std::trunc(x) && std::abs(x) < 1e15) {
    end = std::to_chars(begin, end, static_cast<long long>(x)).ptr;
  } else if (storage == Storage::float_) {
    end = std::to_chars(begin, end, static_cast<float>(x)).ptr;
  } else {
    end = std::to_chars(begin, end, x).ptr;
  }
  out.append(begin, end);
}

// One column ready to be written row by row.
struct DelimitedWriter {
  const Column* column;
  const ValueLabel* labels;
  text::Format format;

  void put(std::string& out, std::size_t row, const DelimitedOutput& o) const {
    if (column->is_string()) return put_text(out, column->text(row), o, o.quote_all);
    const double x = column->number(row);
    if (labels) {
      if (const auto it = labels->find(x); it != labels->end()) return put_text(out, it->second, o, o.quote_all);
    }
    if (is_missing(x)) {
      if (missing_index(x) > 0) out += missing_text(x);
    } else if (o.data_format) {
      put_text(out, text::trimmed(text::format_number(x, format)), o, false);
    } else {
      put_number(out, x, column->type().storage);
    }
  }
};

}  // namespace

void write_delimited(const Frame& f, const std::vector<std::size_t>& columns, std::span<const Row> rows,
                     const DelimitedOutput& o, const std::function<void(std::string_view)>& sink) {
  std::string names;
  std::vector<DelimitedWriter> writers;
  for (const std::size_t k : columns) {
    const Variable& v = f.variables[k];
    const auto format = text::parse_format(v.format).value_or(text::Format{});
    writers.push_back({v.column.get(), o.value_labels ? f.labels_of(v) : nullptr, format});
    if (writers.size() > 1) names += o.delimiter;
    names += v.name;
  }
  if (o.names) sink(names + '\n');
  const std::size_t n = rows.empty() ? f.rows : rows.size();
  const auto write_rows = [&](std::string& to, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t row = rows.empty() ? i : rows[i];
      for (std::size_t k = 0; k < writers.size(); ++k) {
        if (k > 0) to += o.delimiter;
        writers[k].put(to, row, o);
      }
      to += '\n';
    }
  };
  // A few pieces at a time, each on a core, while those before them are written.
  constexpr std::size_t piece = std::size_t{1} << 13;
  std::vector<std::string> now(2 * numeric::cores()), before(now.size());
  for (std::size_t begin = 0; begin < n; begin += piece * now.size()) {
    const auto make = [&](std::size_t i) {
      now[i].clear();
      const std::size_t from = std::min(n, begin + i * piece);
      write_rows(now[i], from, std::min(n, from + piece));
    };
    if (n <= piece) {
      make(0);
    } else {
      numeric::in_parallel(now.size() + 1, [&](std::size_t task) {
        if (task > 0) return make(task - 1);
        for (const std::string& text : before)
          if (!text.empty()) sink(text);
      });
    }
    std::swap(now, before);
  }
  for (const std::string& text : before)
    if (!text.empty()) sink(text);
}

std::string write_delimited(const Frame& f, const std::vector<std::size_t>& columns, std::span<const Row> rows,
                            const DelimitedOutput& o) {
  std::string out;
  write_delimited(f, columns, rows, o, [&](std::string_view piece) { out += piece; });
  return out;
}

}  // namespace nqp::data
