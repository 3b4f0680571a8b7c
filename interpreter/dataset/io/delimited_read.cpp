#include <algorithm>
#include <cstring>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/delimited_columns.hpp"
#include "interpreter/dataset/io/delimited_names.hpp"
#include "interpreter/dataset/io/delimited_sniff.hpp"
#include "interpreter/dataset/io/encoding.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t sample_rows = 200;
constexpr std::size_t most_columns = 120000;

// The text as UTF-8, copied only when it must be converted.
std::string_view decoded(std::string_view bytes, const std::string& encoding, std::string& copy) {
  constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
  const bool wide = bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF" ||
                    unmarked_utf16(bytes) != nullptr;
  if (encoding.empty() && !wide && valid_utf8_prefix(bytes) == bytes.size()) {
    return bytes.substr(0, 3) == utf8_mark ? bytes.substr(3) : bytes;
  }
  copy = to_utf8(bytes, encoding);
  return copy;
}

void refuse_nul(std::string_view text, char newline) {
  const void* nul = text.empty() ? nullptr : std::memchr(text.data(), 0, text.size());
  if (!nul) return;
  const std::size_t line = line_of(text.data(), static_cast<const char*>(nul), newline);
  throw Error(609, "line " + std::to_string(line) + " holds a binary zero: this is not delimited text", std::nullopt,
              {"if the file is UTF-16 without a byte-order mark, state encoding(utf-16le)"});
}

FieldSyntax syntax_of(std::string_view text, const DelimitedOptions& o) {
  FieldSyntax s;
  const bool has_line_feed = !text.empty() && std::memchr(text.data(), '\n', text.size());
  s.newline = has_line_feed || text.find('\r') == std::string_view::npos ? '\n' : '\r';
  s.collapse = o.collapse_delimiters;
  s.strip_quotes = o.strip_quotes;
  s.bind_quotes = o.bind_quotes;
  std::string delimiters = o.delimiters;
  if (delimiters.empty()) {
    delimiters = guess_delimiter(text, s.newline);
    s.collapse = s.collapse || delimiters == " ";
  }
  s.set_delimiters(delimiters);
  return s;
}

using Record = std::vector<std::string>;

bool blank(const Record& r) { return r.size() == 1 && r[0].empty(); }

// The rows of the file that are data, with the header that belongs to them.
struct DelimitedLayout {
  FieldCursor data{};
  Record header;
  std::vector<Record> sample;
};

void skip_records(FieldCursor& c, const FieldSyntax& s, std::size_t n) {
  std::string scratch;
  std::string_view text;
  for (std::size_t i = 0; i < n && c.p < c.end; ++i) {
    skip_leading(c, s);
    while (read_field(c, s, scratch, text) == After::delimiter) {
    }
  }
}

std::vector<Record> read_sample(FieldCursor c, const FieldSyntax& s) {
  std::vector<Record> out;
  while (c.p < c.end && out.size() < sample_rows) {
    Record r = read_record(c, s);
    if (!blank(r)) out.push_back(std::move(r));
  }
  return out;
}

// Guesses whether the first line with text holds names; 0 when not.
std::size_t guess_names_row(FieldCursor c, const FieldSyntax& s) {
  for (std::size_t row = 1; c.p < c.end; ++row) {
    const Record first = read_record(c, s);
    if (blank(first)) continue;
    return first_row_holds_names(first, read_sample(c, s)) ? row : 0;
  }
  return 0;
}

DelimitedLayout layout_of(std::string_view text, const FieldSyntax& s, const DelimitedOptions& o) {
  const FieldCursor start{text.data(), text.data(), text.data() + text.size()};
  DelimitedLayout l;
  const std::size_t names_row = o.names_row ? *o.names_row : guess_names_row(start, s);
  if (names_row > 0) {
    FieldCursor c = start;
    skip_records(c, s, names_row - 1);
    if (c.p < c.end) l.header = read_record(c, s);
  }
  const std::size_t first = std::max<std::size_t>(o.first_row.value_or(1), names_row + 1);
  l.data = start;
  skip_records(l.data, s, first - 1);
  if (o.last_row) {
    FieldCursor c = l.data;
    skip_records(c, s, *o.last_row >= first ? *o.last_row - first + 1 : 0);
    l.data.end = c.p;
  }
  l.sample = read_sample(l.data, s);
  if (l.sample.empty()) l.data.end = l.data.p;  // nothing but blank lines
  return l;
}

bool listed(const std::vector<std::size_t>& columns, std::size_t k) {
  return std::find(columns.begin(), columns.end(), k) != columns.end();
}

bool all_numbers(const std::vector<Record>& sample, std::size_t k) {
  double x;
  return std::all_of(sample.begin(), sample.end(),
                     [&](const Record& r) { return k >= r.size() || parse_cell(r[k], x); });
}

// Column k (0-based) of the file; columns outside of the asked-for range are skipped.
CellKind kind_of(std::size_t k, const DelimitedOptions& o, const std::vector<Record>& sample) {
  const std::size_t first = o.first_column.value_or(1);
  if (k + 1 < first || (o.last_column && k + 1 > *o.last_column)) return CellKind::skip;
  const std::size_t in_result = k + 2 - std::max<std::size_t>(first, 1);
  if (listed(o.string_columns, in_result)) return CellKind::text;
  if (listed(o.numeric_columns, in_result)) return CellKind::forced_number;
  if (o.all_strings) return CellKind::text;
  if (o.all_numeric) return CellKind::forced_number;
  return all_numbers(sample, k) ? CellKind::number : CellKind::text;
}

// Parses all columns. What the sample did not show (text further down, longer rows) is read in another pass over
// the columns concerned.
std::vector<ParsedColumn> parse_columns(const DelimitedLayout& l, const FieldSyntax& s, const DelimitedOptions& o,
                                        std::size_t& rows, std::vector<const char*>& first_texts) {
  std::size_t width = l.header.size();
  for (const Record& r : l.sample) width = std::max(width, r.size());
  std::vector<ParsedColumn> done;
  std::vector<CellKind> kinds;
  while (true) {
    for (std::size_t k = kinds.size(); k < width; ++k) kinds.push_back(kind_of(k, o, l.sample));
    done.resize(width);
    first_texts.resize(width, nullptr);
    ParsedRows parsed = parse_rows(l.data, s, kinds, o.doubles);
    rows = parsed.rows;
    bool again = parsed.widest > width;
    for (std::size_t k = 0; k < width; ++k) {
      const bool conflict = parsed.columns[k].conflict;
      again = again || conflict;
      if (conflict) first_texts[k] = parsed.columns[k].first_text;
      if (kinds[k] != CellKind::skip && !conflict) done[k] = std::move(parsed.columns[k]);
      kinds[k] = conflict ? CellKind::text : CellKind::skip;
    }
    if (!again) return done;
    // With one column blank lines are rows; with more they are not.
    if (width == 1 && parsed.widest > 1) kinds.clear(), done.clear(), first_texts.clear();
    width = std::max(width, parsed.widest);
    if (width > most_columns) throw Error(103, "too many variables: a line holds " + std::to_string(width) + " fields");
  }
}

// Numbers at first, text further down: which cell made a string variable of the column.
std::string late_text(const std::string& name, std::string_view text, const char* cell, const FieldSyntax& s) {
  constexpr std::size_t shown = 20;
  const char* begin = text.data();
  const char* start = cell;
  while (start > begin && start[-1] != s.newline) --start;
  FieldCursor c{begin, cell, begin + text.size()};
  std::string scratch;
  std::string_view value;
  read_field(c, s, scratch, value);
  const bool cut = value.size() > shown;
  std::string quoted(value.substr(0, shown));
  if (cut) quoted.resize(valid_utf8_prefix(quoted));
  return name + " is a string variable: line " + std::to_string(line_of(begin, cell, s.newline)) + ", character " +
         std::to_string(cell - start + 1) + " holds \"" + quoted + (cut ? "…" : "") + "\"";
}

}  // namespace

DelimitedResult read_delimited(std::string_view bytes, const DelimitedOptions& options) {
  std::string copy;
  const std::string_view text = decoded(bytes, options.encoding, copy);
  const FieldSyntax syntax = syntax_of(text, options);
  refuse_nul(text, syntax.newline);
  DelimitedLayout layout = layout_of(text, syntax, options);
  DelimitedResult result;
  Frame& f = result.frame;
  std::vector<const char*> first_texts;
  const std::vector<ParsedColumn> columns = parse_columns(layout, syntax, options, f.rows, first_texts);

  std::vector<std::string> headers;
  std::vector<ColumnPtr> kept;
  std::vector<const char*> texts_of_kept;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (!columns[k].column) continue;
    headers.push_back(k < layout.header.size() ? layout.header[k] : std::string());
    kept.push_back(columns[k].column);
    texts_of_kept.push_back(first_texts[k]);
  }
  const std::vector<NamedColumn> names = name_columns(headers, options.name_case, result.notes);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    f.variables.push_back({names[k].name, kept[k], default_format(kept[k]->type()), names[k].label, {}, {}});
  }
  for (std::size_t k = 0; k < kept.size(); ++k) {
    if (texts_of_kept[k]) result.notes.push_back(late_text(names[k].name, text, texts_of_kept[k], syntax));
  }
  if (kept.empty()) f.rows = 0;
  f.changed = true;
  return result;
}

}  // namespace nqp::data
