#include "interpreter/dataset/io/delimited_columns.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>
#include <optional>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/plain_number.hpp"
#include "interpreter/dataset/number_codec.hpp"
#include "interpreter/dataset/parallel.hpp"
#include "interpreter/dataset/recent_texts.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t bytes_per_thread = std::size_t{1} << 20;  // less is not worth a thread
constexpr std::size_t most_lines = 0xfffffff0u;

// One column of one stretch of the text.
struct PieceColumn {
  CellKind kind = CellKind::skip;
  bool conflict = false;
  const char* first_text = nullptr;
  Buffer<double> numbers;
  Buffer<std::uint32_t> codes;
  std::optional<RecentTexts> texts;
};

struct Piece {
  std::vector<PieceColumn> columns;
  std::size_t rows = 0, widest = 0;
  const char* stopped = nullptr;
  std::exception_ptr failure;
};

void make_room(Piece& piece, const std::vector<CellKind>& kinds, std::size_t rows) {
  piece.columns.resize(kinds.size());
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    PieceColumn& c = piece.columns[k];
    c.kind = kinds[k];
    if (c.kind == CellKind::text) {
      c.codes = Buffer<std::uint32_t>(rows);
      c.texts.emplace(std::make_shared<Dictionary>());
    } else if (c.kind != CellKind::skip) {
      c.numbers = Buffer<double>(rows);
    }
  }
}

bool field_is_over(const FieldCursor& c, const FieldSyntax& syntax) {
  return c.p == c.end || syntax.is_delimiter(*c.p) || syntax.ends_line(c.p, c.end);
}

After read_cell(FieldCursor& c, const FieldSyntax& syntax, PieceColumn& column, std::size_t row, std::string& scratch) {
  const bool numeric = column.kind == CellKind::number || column.kind == CellKind::forced_number;
  double x = missing;
  if (numeric && !column.conflict) {
    const char* start = c.p;
    if (parse_plain_number(c.p, c.end, x) && field_is_over(c, syntax)) {
      column.numbers[row] = x;
      return step_over(c, syntax);
    }
    c.p = start;
  }
  std::string_view text;
  const char* cell = c.p;
  const After after = read_field(c, syntax, scratch, text);
  if (column.kind == CellKind::text) {
    if (text.data() == scratch.data()) column.codes[row] = column.texts->code(text);  // the next cell overwrites it
    else column.texts->later(text, &column.codes[row]);
  } else if (numeric && !column.conflict) {
    if (!parse_cell(text, x)) {
      x = missing;
      column.conflict = column.kind == CellKind::number;
      if (column.conflict) column.first_text = cell;
    }
    column.numbers[row] = x;
  }
  return after;
}

void fill_short_row(Piece& piece, std::size_t from, std::size_t row) {
  for (std::size_t k = from; k < piece.columns.size(); ++k) {
    PieceColumn& c = piece.columns[k];
    if (c.kind == CellKind::text) {
      c.codes[row] = 0;
    } else if (c.kind != CellKind::skip) {
      c.numbers[row] = missing;
    }
  }
}

// Parses the rows that begin before `stop`.
void parse_piece(FieldCursor c, const char* stop, const FieldSyntax& syntax, const std::vector<CellKind>& kinds,
                 Piece& piece) {
  make_room(piece, kinds, count_bytes(c.p, stop, syntax.newline) + 1);
  std::string scratch;
  std::string_view ignored;
  const std::size_t wanted = kinds.size();
  while (c.p < stop) {
    skip_leading(c, syntax);
    if (c.p == c.end) break;
    if (wanted > 1 && syntax.ends_line(c.p, c.end)) {
      step_over(c, syntax);
      continue;
    }
    std::size_t k = 0;
    After after = After::delimiter;
    for (; k < wanted && after == After::delimiter; ++k) {
      after = read_cell(c, syntax, piece.columns[k], piece.rows, scratch);
    }
    std::size_t fields = k;
    for (; after == After::delimiter; ++fields) after = read_field(c, syntax, scratch, ignored);
    fill_short_row(piece, k, piece.rows);
    piece.widest = std::max(piece.widest, fields);
    ++piece.rows;
  }
  for (PieceColumn& column : piece.columns)
    if (column.texts) column.texts->flush();
  piece.stopped = c.p;
}

// Where the text is cut for the threads: line ends outside of quotes, if quotes are used as they should be.
std::vector<const char*> cuts_of(const FieldCursor& c, const FieldSyntax& syntax, std::size_t pieces) {
  std::vector<const char*> cuts{c.p};
  const auto size = static_cast<std::size_t>(c.end - c.p);
  bool quoted = false;
  const char* counted = c.p;
  for (std::size_t i = 1; i < pieces; ++i) {
    const char* p = std::max(c.p + size / pieces * i, counted);
    if (syntax.bind_quotes && count_bytes(counted, p, '"') % 2 == 1) quoted = !quoted;
    for (; p < c.end && (quoted || *p != syntax.newline); ++p) quoted = quoted != (syntax.bind_quotes && *p == '"');
    if (p < c.end) ++p;
    counted = p;
    if (p > cuts.back()) cuts.push_back(p);
  }
  cuts.push_back(c.end);
  return cuts;
}

std::vector<Piece> parse_pieces(const FieldCursor& c, const std::vector<const char*>& cuts, const FieldSyntax& syntax,
                                const std::vector<CellKind>& kinds) {
  std::vector<Piece> pieces(cuts.size() - 1);
  in_parallel(pieces.size(), [&](std::size_t i) {
    try {
      parse_piece({c.begin, cuts[i], c.end}, cuts[i + 1], syntax, kinds, pieces[i]);
    } catch (...) {
      pieces[i].failure = std::current_exception();
    }
  });
  return pieces;
}

bool fit_together(const std::vector<Piece>& pieces, const std::vector<const char*>& cuts) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].failure || pieces[i].stopped != cuts[i + 1]) return false;
  }
  return true;
}

// --- From pieces to columns ---

struct NumberFacts {
  double lowest = HUGE_VAL, highest = -HUGE_VAL;
  bool integers = true;
};

Storage storage_of(const NumberFacts& f, bool doubles) {
  constexpr double largest_float = 0x1.fffffep126;
  if (f.lowest > f.highest) return Storage::byte_;
  if (f.integers) return narrowest(f.lowest, f.highest, true, false);
  return doubles || std::max(-f.lowest, f.highest) > largest_float ? Storage::double_ : Storage::float_;
}

ColumnPtr join_numbers(std::vector<Piece>& pieces, std::size_t k, std::size_t rows, bool doubles) {
  NumberFacts facts;
  for (const Piece& piece : pieces) {
    const double* x = piece.columns[k].numbers.data();
    for (std::size_t i = 0; i < piece.rows; ++i) {
      if (!(x[i] < missing)) continue;
      facts.lowest = std::min(facts.lowest, x[i]);
      facts.highest = std::max(facts.highest, x[i]);
      facts.integers = facts.integers && x[i] == std::trunc(x[i]);
    }
  }
  NumericWriter w(storage_of(facts, doubles), rows);
  std::size_t at = 0;
  for (Piece& piece : pieces) {
    w.write(at, piece.rows, piece.columns[k].numbers.data());
    at += piece.rows;
    piece.columns[k].numbers = Buffer<double>();
  }
  return w.finish();
}

ColumnPtr join_texts(std::vector<Piece>& pieces, std::size_t k, std::size_t rows) {
  const auto joint = pieces[0].columns[k].texts->dictionary();
  Buffer<std::uint32_t> codes(rows);
  std::size_t at = 0;
  for (const Piece& piece : pieces) {
    const PieceColumn& c = piece.columns[k];
    const Dictionary& own = *c.texts->dictionary();
    std::vector<std::uint32_t> recode(own.size());
    if (&own == joint.get()) {
      std::iota(recode.begin(), recode.end(), 0u);
    } else {
      std::vector<std::string_view> texts(own.size());
      for (std::uint32_t code = 0; code < recode.size(); ++code) texts[code] = own.text(code);
      joint->codes(texts, recode.data());
    }
    for (std::size_t i = 0; i < piece.rows; ++i) codes[at + i] = recode[c.codes[i]];
    at += piece.rows;
  }
  std::size_t longest = 1;
  for (std::uint32_t code = 0; code < joint->size(); ++code) longest = std::max(longest, joint->text(code).size());
  const Type fixed{Storage::str, static_cast<std::uint16_t>(std::min<std::size_t>(longest, max_str_width))};
  const Type type = longest > max_str_width ? Type{Storage::strl, 0} : fixed;
  return std::make_shared<const Column>(type, std::move(codes), joint);
}

}  // namespace

ParsedRows parse_rows(const FieldCursor& cursor, const FieldSyntax& syntax, const std::vector<CellKind>& kinds,
                      bool doubles) {
  const auto size = static_cast<std::size_t>(cursor.end - cursor.p);
  std::vector<const char*> cuts = cuts_of(cursor, syntax, std::clamp<std::size_t>(size / bytes_per_thread, 1, cores()));
  std::vector<Piece> pieces = parse_pieces(cursor, cuts, syntax, kinds);
  if (pieces.size() > 1 && !fit_together(pieces, cuts)) {  // stray quotes: only reading from the start is right
    cuts = {cursor.p, cursor.end};
    pieces = parse_pieces(cursor, cuts, syntax, kinds);
  }
  if (pieces[0].failure) std::rethrow_exception(pieces[0].failure);

  ParsedRows out;
  for (const Piece& piece : pieces) {
    out.rows += piece.rows;
    out.widest = std::max(out.widest, piece.widest);
  }
  if (out.rows > most_lines) throw Error(901, "too many observations: " + std::to_string(out.rows));
  out.columns.resize(kinds.size());
  in_parallel(kinds.size(), [&](std::size_t k) {
    ParsedColumn& c = out.columns[k];
    c.kind = kinds[k];
    for (const Piece& piece : pieces) {
      if (!c.conflict) c.first_text = piece.columns[k].first_text;
      c.conflict = c.conflict || piece.columns[k].conflict;
    }
    if (c.conflict || c.kind == CellKind::skip) return;
    c.column = c.kind == CellKind::text ? join_texts(pieces, k, out.rows) : join_numbers(pieces, k, out.rows, doubles);
  });
  return out;
}

}  // namespace nqp::data
