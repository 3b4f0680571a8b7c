// Reads a script statement by statement, or line by line where text is kept untouched.
#pragma once

#include <optional>
#include <string_view>

#include "grammar/ast/error.hpp"
#include "grammar/logical_line.hpp"

namespace nqp::grammar {

// More text could repair this: an open block, comment or program.
struct Incomplete : Error {
  using Error::Error;
};

class LineReader {
 public:
  explicit LineReader(std::string_view source) : source_(source) {}

  // The next statement that is not empty; nothing at the end.
  std::optional<LogicalLine> next();

  // The next physical line; nothing at the end.
  std::optional<std::string_view> next_raw();

  std::string_view source() const { return source_; }
  std::uint32_t position() const { return static_cast<std::uint32_t>(position_); }
  void stop() { position_ = source_.size(); }

  // Whether a semicolon ends statements.
  bool semicolon() const { return semicolon_; }

  // At the end: whether the last statement waits for a further line.
  bool waits() const { return waits_; }

  std::size_t line_number(std::size_t at) const;

 private:
  std::string_view source_;
  std::size_t position_ = 0;
  bool semicolon_ = false;
  bool waits_ = false;
  std::size_t semicolon_line_end_ = 0;  // a place found once serves all quotes before it
};

}  // namespace nqp::grammar
