#include <algorithm>
#include <cctype>
#include <optional>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/delimited_columns.hpp"
#include "interpreter/dataset/io/delimited_names.hpp"
#include "interpreter/dataset/io/delimited_sniff.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t sample_rows = 200;
constexpr std::size_t most_columns = 120000;

std::string whole(const ByteSource& source) {
  std::string bytes(static_cast<std::size_t>(source.size), '\0');
  bytes.resize(source.read(0, bytes.data(), bytes.size()));
  return bytes;
}

std::string start_of(const ByteSource& source, std::uint64_t begin, std::size_t bytes) {
  std::string out(bytes, '\0');
  out.resize(source.read(begin, out.data(), out.size()));
  return out;
}

bool in_wide_characters(const ByteSource& source) {
  constexpr std::size_t looked_at = 4096;
  const std::string start = start_of(source, 0, looked_at + source.size % 2);
  const std::string_view two = std::string_view(start).substr(0, 2);
  return two == "\xFF\xFE" || two == "\xFE\xFF" || unmarked_utf16(start) != nullptr;
}

bool named_utf8(const std::string& encoding) {
  std::string name;
  for (const char c : encoding)
    if (c != '-') name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name.empty() || name == "utf8";
}

void refuse_nul(const TextSurvey& s) {
  if (s.nul_line == 0) return;
  throw Error(609, "line " + std::to_string(s.nul_line) + " holds a binary zero: this is not delimited text",
              std::nullopt, {"if the file is UTF-16 without a byte-order mark, state encoding(utf-16le)"});
}

FieldSyntax syntax_of(std::string_view start, char newline, const DelimitedOptions& o) {
  FieldSyntax s;
  s.newline = newline;
  s.collapse = o.collapse_delimiters;
  s.strip_quotes = o.strip_quotes;
  s.bind_quotes = o.bind_quotes;
  s.empty_lines_are_rows = o.empty_lines_are_rows;
  std::string delimiters = o.delimiters;
  if (delimiters.empty()) {
    delimiters = guess_delimiter(start, s.newline);
    s.collapse = s.collapse || delimiters == " ";
  }
  s.set_delimiters(delimiters);
  return s;
}

// The same text with `mark` for every `delimiter` outside of quotes.
std::string with_marks(std::string_view text, std::string_view delimiter, char mark) {
  if (text.find(mark) != std::string_view::npos)
    throw Error(198, "the text holds the control character that a delimiter of several characters needs");
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') quoted = !quoted;
    const bool here = !quoted && text.substr(i, delimiter.size()) == delimiter;
    out += here ? mark : text[i];
    i += here ? delimiter.size() : 1;
  }
  return out;
}

using Record = std::vector<std::string>;

bool blank(const Record& r) { return r.size() == 1 && r[0].empty(); }

// The rows of the file that are data, with the header that belongs to them.
struct DelimitedLayout {
  DelimitedWindow::Place data;
  Record header;
  std::vector<Record> sample;
};

Record next_record(DelimitedWindow& w, const FieldSyntax& s) {
  Record r;
  with_record(w, s, [&](FieldCursor& c) { r = read_record(c, s); });
  return r;
}

void skip_records(DelimitedWindow& w, const FieldSyntax& s, std::size_t n) {
  std::string scratch;
  std::string_view text;
  for (std::size_t i = 0; i < n && !w.at_end(); ++i) {
    with_record(w, s, [&](FieldCursor& c) {
      skip_leading(c, s);
      while (read_field(c, s, scratch, text) == After::delimiter) {
      }
    });
  }
}

// Some rows from here on; few when they are long.
std::vector<Record> read_sample(DelimitedWindow& w, const FieldSyntax& s) {
  constexpr std::uint64_t bytes_looked_at = std::uint64_t{8} << 20;
  const DelimitedWindow::Place start = w.place();
  std::vector<Record> out;
  while (!w.at_end() && out.size() < sample_rows && w.place().byte - start.byte < bytes_looked_at) {
    Record r = next_record(w, s);
    if (!blank(r)) out.push_back(std::move(r));
  }
  w.go_to(start);
  return out;
}

// Guesses whether the first line with text holds names; 0 when not.
std::size_t guess_names_row(DelimitedWindow& w, const FieldSyntax& s) {
  for (std::size_t row = 1; !w.at_end(); ++row) {
    const Record first = next_record(w, s);
    if (blank(first)) continue;
    return first_row_holds_names(first, read_sample(w, s)) ? row : 0;
  }
  return 0;
}

DelimitedLayout layout_of(DelimitedWindow& w, const FieldSyntax& s, const DelimitedOptions& o) {
  const DelimitedWindow::Place start = w.place();
  DelimitedLayout l;
  const std::size_t names_row = o.names_row ? *o.names_row : guess_names_row(w, s);
  w.go_to(start);
  if (names_row > 0) {
    skip_records(w, s, names_row - 1);
    if (!w.at_end()) l.header = next_record(w, s);
    w.go_to(start);
  }
  const std::size_t first = std::max<std::size_t>(o.first_row.value_or(1), names_row + 1);
  skip_records(w, s, first - 1);
  l.data = w.place();
  if (o.last_row) {
    skip_records(w, s, *o.last_row >= first ? *o.last_row - first + 1 : 0);
    w.end_here();
    w.go_to(l.data);
  }
  l.sample = read_sample(w, s);
  if (l.sample.empty()) w.end_here();  // nothing but blank lines
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
std::vector<ParsedColumn> parse_columns(DelimitedWindow& w, const DelimitedLayout& l, const FieldSyntax& s,
                                        const DelimitedOptions& o, std::size_t most_rows, std::size_t& rows,
                                        std::vector<std::optional<LateText>>& late) {
  std::size_t width = l.header.size();
  for (const Record& r : l.sample) width = std::max(width, r.size());
  std::vector<ParsedColumn> done;
  ParseRequest request;
  request.most_rows = most_rows;
  std::vector<CellKind>& kinds = request.kinds;
  while (true) {
    for (std::size_t k = kinds.size(); k < width; ++k) kinds.push_back(kind_of(k, o, l.sample));
    request.doubles.resize(width, o.doubles);
    done.resize(width);
    late.resize(width);
    w.go_to(l.data);
    ParsedRows parsed = parse_rows(w, s, request);
    rows = parsed.rows;
    bool again = parsed.widest > width;
    for (std::size_t k = 0; k < width; ++k) {
      ParsedColumn& column = parsed.columns[k];
      const bool open = column.conflict || column.wants_doubles;
      again = again || open;
      if (column.conflict) late[k] = std::move(column.conflict);
      request.doubles[k] = request.doubles[k] || column.wants_doubles;
      const CellKind next = column.wants_doubles ? kinds[k] : CellKind::text;
      if (kinds[k] != CellKind::skip && !open) done[k] = std::move(column);
      kinds[k] = open ? next : CellKind::skip;
    }
    if (!again) return done;
    // With one column blank lines are rows; with more they are not.
    if (width == 1 && parsed.widest > 1) kinds.clear(), done.clear(), late.clear();
    width = std::max(width, parsed.widest);
    if (width > most_columns) {
      throw Error(103, "too many variables: a line at or behind line " + std::to_string(parsed.widest_line) +
                           " holds " + std::to_string(width) + " fields",
                  std::nullopt, {"check the delimiter and the line ends of the file"});
    }
  }
}

// Numbers at first, text further down: which cell made a string variable of the column.
std::string late_text(const std::string& name, const LateText& cell) {
  constexpr std::size_t shown = 20;
  const bool cut = cell.text.size() > shown;
  std::string quoted(cell.text.substr(0, shown));
  if (cut) quoted.resize(valid_utf8_prefix(quoted));
  return name + " is a string variable: line " + std::to_string(cell.line) + ", character " +
         std::to_string(cell.character) + " holds \"" + quoted + (cut ? "…" : "") + "\"";
}

DelimitedResult read_text(const ByteSource& source, const TextSurvey& survey, const DelimitedOptions& options) {
  constexpr std::size_t looked_at = (std::size_t{1} << 16) + 1;
  refuse_nul(survey);
  const FieldSyntax syntax = syntax_of(start_of(source, survey.begin, looked_at), survey.newline(), options);
  const std::size_t at_once = options.bytes_at_once > 0 ? options.bytes_at_once
                                                        : std::clamp<std::size_t>(numeric::cores(), 2, 4) << 21;
  DelimitedWindow window(source, survey.begin, syntax.newline, std::max<std::size_t>(at_once, 2));
  const DelimitedLayout layout = layout_of(window, syntax, options);
  const std::uint64_t passed = std::min<std::uint64_t>(survey.lines(), layout.data.line - 1);
  auto most_rows = static_cast<std::size_t>(survey.lines() - passed);
  if (options.last_row) most_rows = std::min(most_rows, *options.last_row);
  DelimitedResult result;
  Frame& f = result.frame;
  std::vector<std::optional<LateText>> late;
  const std::vector<ParsedColumn> columns = parse_columns(window, layout, syntax, options, most_rows, f.rows, late);

  std::vector<std::string> headers;
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (!columns[k].column) continue;
    headers.push_back(k < layout.header.size() ? layout.header[k] : std::string());
    kept.push_back(k);
  }
  const std::vector<NamedColumn> names = name_columns(headers, options.name_case, result.notes);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const ColumnPtr& column = columns[kept[i]].column;
    f.variables.push_back({names[i].name, column, default_format(column->type()), names[i].label, {}, {}});
  }
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (late[kept[i]]) result.notes.push_back(late_text(names[i].name, *late[kept[i]]));
  if (kept.empty()) f.rows = 0;
  f.changed = true;
  return result;
}

}  // namespace

DelimitedResult read_delimited(std::string_view bytes, const DelimitedOptions& options) {
  return read_delimited(source_of(bytes), options);
}

DelimitedResult read_delimited(const ByteSource& source, const DelimitedOptions& options) {
  if (!options.delimiter_text.empty()) {
    constexpr char mark = '\x1F';
    const std::string text = with_marks(to_utf8(whole(source), options.encoding), options.delimiter_text, mark);
    DelimitedOptions marked = options;
    marked.delimiters = mark;
    const ByteSource converted = source_of(text);
    return read_text(converted, survey_text(converted), marked);
  }
  if (named_utf8(options.encoding) && !in_wide_characters(source)) {
    const TextSurvey survey = survey_text(source);
    if (survey.utf8) return read_text(source, survey, options);
  }
  const std::string text = to_utf8(whole(source), options.encoding);
  const ByteSource converted = source_of(text);
  return read_text(converted, survey_text(converted), options);
}

}  // namespace nqp::data
