#include "interpreter/dataset/io/delimited_pieces.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "interpreter/dataset/io/plain_number.hpp"

namespace nqp::data {
namespace {

void make_room(DelimitedPiece& piece, const std::vector<CellKind>& kinds, std::size_t rows) {
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

LateText late_text_at(const FieldCursor& c, const FieldSyntax& syntax, const char* cell, std::string_view text) {
  constexpr std::size_t kept = 64;
  const char* start = cell;
  while (start > c.begin && start[-1] != syntax.newline) --start;
  return {c.line - 1 + line_of(c.begin, cell, syntax.newline), static_cast<std::size_t>(cell - start) + 1,
          std::string(text.substr(0, kept))};
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
      if (column.kind == CellKind::number) {
        column.conflict = late_text_at(c, syntax, cell, text);
        column.conflict_row = row;
      }
    }
    column.numbers[row] = x;
  }
  return after;
}

void fill_short_row(DelimitedPiece& piece, std::size_t from, std::size_t row) {
  for (std::size_t k = from; k < piece.columns.size(); ++k) {
    PieceColumn& c = piece.columns[k];
    if (c.kind == CellKind::text) {
      c.codes[row] = 0;
    } else if (c.kind != CellKind::skip) {
      c.numbers[row] = missing;
    }
  }
}

// They are rare in most files.
std::size_t quotes_between(const char* p, const char* end) {
  std::size_t n = 0;
  while (const void* quote = p < end ? std::memchr(p, '"', static_cast<std::size_t>(end - p)) : nullptr) {
    p = static_cast<const char*>(quote) + 1;
    ++n;
  }
  return n;
}

// Where the text is cut for the threads: line ends outside of quotes, if quotes are used as they should be.
std::vector<const char*> cuts_of(const FieldCursor& c, const FieldSyntax& syntax, std::size_t pieces) {
  std::vector<const char*> cuts{c.p};
  const auto size = static_cast<std::size_t>(c.end - c.p);
  bool quoted = false;
  const char* counted = c.p;
  for (std::size_t i = 1; i < pieces; ++i) {
    const char* p = std::max(c.p + size / pieces * i, counted);
    if (syntax.bind_quotes && quotes_between(counted, p) % 2 == 1) quoted = !quoted;
    for (; p < c.end && (quoted || *p != syntax.newline); ++p) quoted = quoted != (syntax.bind_quotes && *p == '"');
    if (p < c.end) ++p;
    counted = p;
    if (p > cuts.back()) cuts.push_back(p);
  }
  cuts.push_back(c.end);
  return cuts;
}

}  // namespace

PieceParser::PieceParser(const FieldCursor& text, const FieldSyntax& syntax, const std::vector<CellKind>& kinds,
                         std::size_t pieces)
    : text_(text), syntax_(syntax), kinds_(kinds), cuts_(cuts_of(text, syntax, pieces)), pieces_(cuts_.size() - 1) {}

// Parses the rows that begin before `stop`.
void PieceParser::parse_rows(FieldCursor c, const char* stop, DelimitedPiece& piece) const {
  piece.lines = count_bytes(c.p, stop, syntax_.newline);
  make_room(piece, kinds_, piece.lines + 1);
  std::string scratch;
  std::string_view ignored;
  const std::size_t wanted = kinds_.size();
  piece.stopped = c.p;
  while (c.p < stop) {
    skip_leading(c, syntax_);
    if (c.p == c.end) break;
    if (wanted > 1 && !syntax_.empty_lines_are_rows && syntax_.ends_line(c.p, c.end)) {
      step_over(c, syntax_);
      piece.stopped = c.p;
      continue;
    }
    std::size_t k = 0;
    After after = After::delimiter;
    for (; k < wanted && after == After::delimiter; ++k) {
      after = read_cell(c, syntax_, piece.columns[k], piece.rows, scratch);
    }
    std::size_t fields = k;
    for (; after == After::delimiter; ++fields) after = read_field(c, syntax_, scratch, ignored);
    if (c.cut_off(syntax_)) break;
    fill_short_row(piece, k, piece.rows);
    piece.widest = std::max(piece.widest, fields);
    piece.stopped = c.p;
    ++piece.rows;
  }
  if (!c.cut_off(syntax_)) piece.stopped = c.p;
  piece.rest = c;
  if (piece.stopped < stop) piece.lines -= count_bytes(piece.stopped, stop, syntax_.newline);
  else piece.lines += count_bytes(stop, piece.stopped, syntax_.newline);
  for (PieceColumn& column : piece.columns) {
    if (column.texts) column.texts->flush();
    if (column.conflict_row >= piece.rows) column.conflict.reset();  // of a record that is cut off
  }
}

void PieceParser::parse(std::size_t i) {
  FieldCursor c = text_;
  c.p = cuts_[i];
  try {
    parse_rows(c, cuts_[i + 1], pieces_[i]);
  } catch (...) {
    pieces_[i].failure = std::current_exception();
  }
}

bool PieceParser::fit_together() const {
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const bool last = i + 1 == pieces_.size();
    if (pieces_[i].failure || (!last && pieces_[i].stopped != cuts_[i + 1])) return false;
  }
  return true;
}

std::vector<DelimitedPiece> PieceParser::take() {
  if (pieces_.size() > 1 && !fit_together()) {  // stray quotes: only reading from the start is right
    cuts_ = {text_.p, text_.end};
    pieces_.clear();
    pieces_.resize(1);
    parse(0);
  }
  if (pieces_[0].failure) std::rethrow_exception(pieces_[0].failure);
  return std::move(pieces_);
}

}  // namespace nqp::data
