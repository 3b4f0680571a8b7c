// Stretches of delimited rows, parsed beside one another.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/dataset/buffer.hpp"
#include "interpreter/dataset/io/delimited_columns.hpp"
#include "interpreter/dataset/recent_texts.hpp"

namespace nqp::data {

// One column of one stretch of the text.
struct PieceColumn {
  CellKind kind = CellKind::skip;
  std::optional<LateText> conflict;  // the first cell that is no number
  std::size_t conflict_row = 0;
  Buffer<double> numbers;
  Buffer<std::uint32_t> codes;
  std::optional<RecentTexts> texts;
};

struct DelimitedPiece {
  std::vector<PieceColumn> columns;
  std::size_t rows = 0, widest = 0;
  std::size_t lines = 0;             // of the text up to `stopped`, when the pieces fit together
  const char* stopped = nullptr;     // behind the last whole record
  FieldCursor rest{};                // of a record that is cut off: how far it was read
  std::exception_ptr failure;
};

// Parses the text at the cursor, at most up to its last whole record, in about `pieces` stretches. They follow each
// other without a gap. Throws what the first unreadable record says.
class PieceParser {
 public:
  PieceParser(const FieldCursor& text, const FieldSyntax& syntax, const std::vector<CellKind>& kinds,
              std::size_t pieces);
  std::size_t size() const { return cuts_.size() - 1; }
  void parse(std::size_t i);         // each may run beside the others
  std::vector<DelimitedPiece> take();

 private:
  void parse_rows(FieldCursor c, const char* stop, DelimitedPiece& piece) const;
  bool fit_together() const;

  FieldCursor text_;
  const FieldSyntax& syntax_;
  const std::vector<CellKind>& kinds_;
  std::vector<const char*> cuts_;
  std::vector<DelimitedPiece> pieces_;
};

}  // namespace nqp::data
