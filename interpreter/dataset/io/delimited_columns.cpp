#include "interpreter/dataset/io/delimited_columns.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited_pieces.hpp"
#include "interpreter/dataset/number_codec.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t bytes_per_thread = std::size_t{1} << 20;  // less is not worth a thread
constexpr std::size_t most_lines = 0xfffffff0u;

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

// A column of the result while pieces are added to it. Numbers have the least storage that holds what has come so far:
// when it does not suffice the column is converted, which happens early or never.
class GrowingColumn {
 public:
  GrowingColumn(CellKind kind, bool doubles, std::size_t most_rows)
      : kind_(kind), doubles_(doubles), most_rows_(most_rows) {}

  void add(PieceColumn& piece, std::size_t at, std::size_t rows) {
    if (kind_ == CellKind::skip || conflict_) return;
    if (piece.conflict) {
      conflict_ = std::move(piece.conflict);
      writer_.reset();
    } else if (kind_ == CellKind::text) {
      add_texts(piece, at, rows);
    } else {
      add_numbers(piece, at, rows);
    }
  }
  bool conflict() const { return conflict_.has_value(); }
  bool holds_texts() const { return kind_ == CellKind::text; }
  ParsedColumn finish(std::size_t rows);

 private:
  void add_numbers(const PieceColumn& piece, std::size_t at, std::size_t rows);
  void add_texts(const PieceColumn& piece, std::size_t at, std::size_t rows);
  void change_storage(Storage to, std::size_t rows);

  CellKind kind_;
  bool doubles_, lost_digits_ = false;
  std::size_t most_rows_;
  std::optional<LateText> conflict_;
  NumberFacts facts_;
  Storage storage_ = Storage::byte_;
  std::optional<NumericWriter> writer_;
  Buffer<std::uint32_t> codes_;
  std::shared_ptr<Dictionary> dictionary_;
};

void GrowingColumn::add_numbers(const PieceColumn& piece, std::size_t at, std::size_t rows) {
  const double* x = piece.numbers.data();
  for (std::size_t i = 0; i < rows; ++i) {
    if (!(x[i] < missing)) continue;
    facts_.lowest = std::min(facts_.lowest, x[i]);
    facts_.highest = std::max(facts_.highest, x[i]);
    facts_.integers = facts_.integers && x[i] == std::trunc(x[i]);
  }
  const Storage needed = storage_of(facts_, doubles_);
  if (!writer_) {
    storage_ = needed;
    writer_.emplace(needed, most_rows_);
  } else if (needed != storage_) {
    change_storage(needed, at);
  }
  writer_->write(at, rows, x);
}

void GrowingColumn::change_storage(Storage to, std::size_t rows) {
  lost_digits_ = lost_digits_ || (storage_ == Storage::float_ && to == Storage::double_);
  const ColumnPtr from = writer_->finish();
  writer_.emplace(to, most_rows_);
  constexpr std::size_t chunk = 1024;
  double x[chunk];
  for (std::size_t i = 0; i < rows; i += chunk) {
    const std::size_t n = std::min(chunk, rows - i);
    from->read(i, n, x);
    writer_->write(i, n, x);
  }
  storage_ = to;
}

void GrowingColumn::add_texts(const PieceColumn& piece, std::size_t at, std::size_t rows) {
  const Dictionary& own = *piece.texts->dictionary();
  if (!dictionary_) {
    dictionary_ = std::make_shared<Dictionary>();
    codes_ = Buffer<std::uint32_t>(most_rows_);
  }
  // Only what the rows hold: the piece may have met the beginning of a text that the next piece has as a whole.
  std::vector<std::uint32_t> recode(own.size(), 0), used;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint32_t code = piece.codes[i];
    if (recode[code] == 0) used.push_back(code);
    recode[code] = 1;
  }
  std::vector<std::string_view> texts;
  for (const std::uint32_t code : used) texts.push_back(own.text(code));
  std::vector<std::uint32_t> joint(used.size());
  dictionary_->codes(texts, joint.data());
  for (std::size_t k = 0; k < used.size(); ++k) recode[used[k]] = joint[k];
  for (std::size_t i = 0; i < rows; ++i) codes_[at + i] = recode[piece.codes[i]];
}

ParsedColumn GrowingColumn::finish(std::size_t rows) {
  ParsedColumn out;
  out.kind = kind_;
  out.conflict = std::move(conflict_);
  out.wants_doubles = lost_digits_;
  if (kind_ == CellKind::skip || out.conflict || lost_digits_) return out;
  if (kind_ != CellKind::text) {
    if (!writer_) writer_.emplace(Storage::byte_, 0);
    writer_->shorten(rows);
    out.column = writer_->finish();
    return out;
  }
  if (!dictionary_) dictionary_ = std::make_shared<Dictionary>();
  codes_.shorten(rows);
  std::size_t longest = 1;
  for (std::uint32_t code = 0; code < dictionary_->size(); ++code)
    longest = std::max(longest, dictionary_->text(code).size());
  const Type fixed{Storage::str, static_cast<std::uint16_t>(std::min<std::size_t>(longest, max_str_width))};
  const Type type = longest > max_str_width ? Type{Storage::strl, 0} : fixed;
  out.column = std::make_shared<const Column>(type, std::move(codes_), dictionary_);
  return out;
}

// Pieces that were parsed, waiting to be added to the columns while the next ones are parsed.
struct Waiting {
  std::vector<DelimitedPiece> pieces;
  std::size_t first_row = 0;

  void add_to(GrowingColumn& column, std::size_t k) {
    std::size_t at = first_row;
    for (DelimitedPiece& piece : pieces) {
      column.add(piece.columns[k], at, piece.rows);
      at += piece.rows;
    }
  }
};

}  // namespace

ParsedRows parse_rows(DelimitedWindow& window, const FieldSyntax& syntax, const ParseRequest& request) {
  std::vector<CellKind> kinds = request.kinds;
  std::vector<GrowingColumn> columns;
  for (std::size_t k = 0; k < kinds.size(); ++k)
    columns.emplace_back(kinds[k], request.doubles[k], request.most_rows);
  ParsedRows out;
  Waiting waiting;
  while (true) {
    window.fill();
    const FieldCursor text = window.cursor();
    const auto size = static_cast<std::size_t>(text.end - text.begin);
    const std::size_t stretch = std::min(bytes_per_thread, window.bytes_at_once() / 2);
    PieceParser parser(text, syntax, kinds, std::clamp<std::size_t>(size / stretch, 1, 2 * numeric::cores()));
    // Reading ahead, adding what was parsed before and parsing, all beside one another: what takes long comes first.
    std::vector<std::function<void()>> tasks{[&] { window.prefetch(); }};
    const auto add_columns = [&](bool of_texts) {
      for (std::size_t k = 0; k < columns.size() && !waiting.pieces.empty(); ++k)
        if (columns[k].holds_texts() == of_texts) tasks.push_back([&, k] { waiting.add_to(columns[k], k); });
    };
    add_columns(true);
    for (std::size_t i = 0; i < parser.size(); ++i) tasks.push_back([&, i] { parser.parse(i); });
    add_columns(false);
    if (size >= bytes_per_thread || out.rows * columns.size() >= numeric::worth_a_thread)
      numeric::in_parallel(tasks.size(), [&](std::size_t i) { tasks[i](); });
    else for (const auto& task : tasks) task();
    for (std::size_t k = 0; k < columns.size(); ++k)
      if (columns[k].conflict()) kinds[k] = CellKind::skip;

    waiting = {parser.take(), out.rows};
    std::size_t rows = 0, lines = 0;
    for (const DelimitedPiece& piece : waiting.pieces) {
      rows += piece.rows;
      lines += piece.lines;
      if (piece.widest > out.widest) out.widest = piece.widest, out.widest_line = window.place().line;
    }
    out.rows += rows;
    if (out.rows > most_lines) throw Error(901, "too many observations: " + std::to_string(out.rows));
    const DelimitedPiece& last = waiting.pieces.back();
    if (size == 0) break;
    if (last.stopped > text.begin) window.pass(last.stopped, lines);
    else window.extend(last.rest, syntax);
  }
  numeric::in_parallel(columns.size(), [&](std::size_t k) { waiting.add_to(columns[k], k); });
  out.columns.resize(columns.size());
  for (std::size_t k = 0; k < columns.size(); ++k) out.columns[k] = columns[k].finish(out.rows);
  return out;
}

}  // namespace nqp::data
