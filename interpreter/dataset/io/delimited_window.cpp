#include "interpreter/dataset/io/delimited_window.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/encoding.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t longest_record = std::size_t{256} << 20;

}  // namespace

TextSurvey survey_text(const ByteSource& source) {
  constexpr std::size_t looked_at = std::size_t{1} << 20, longest_character = 4;
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  TextSurvey s;
  std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(looked_at, source.size)), '\0');
  std::size_t carried = 0;  // the start of a character at the end of the last piece
  for (std::uint64_t at = 0; at < source.size;) {
    bytes.resize(std::max(bytes.size(), looked_at));
    const std::size_t n = source.read(at, bytes.data() + carried, looked_at - carried);
    if (n == 0) break;
    const std::string_view fresh(bytes.data() + carried, n), all(bytes.data(), carried + n);
    if (at == 0 && fresh.substr(0, mark.size()) == mark) s.begin = mark.size();
    const void* nul = s.nul_line == 0 ? std::memchr(fresh.data(), 0, n) : nullptr;
    if (nul) s.nul_line = 1 + s.line_feeds + count_bytes(fresh.data(), static_cast<const char*>(nul), '\n');
    s.line_feeds += count_bytes(fresh.data(), fresh.data() + n, '\n');
    if (s.line_feeds == 0) s.returns += count_bytes(fresh.data(), fresh.data() + n, '\r');
    at += n;
    carried = 0;
    if (!s.utf8) continue;
    const std::size_t good = valid_utf8_prefix(all);
    const bool may_go_on = at < source.size && all.size() - good < longest_character;
    s.utf8 = good == all.size() || may_go_on;
    if (s.utf8) carried = all.size() - good;
    std::memmove(bytes.data(), bytes.data() + good, carried);
  }
  return s;
}

FieldCursor DelimitedWindow::cursor() const {
  const std::string_view t = text();
  FieldCursor c{t.data(), t.data(), t.data() + t.size()};
  c.line = place_.line;
  c.partial = place_.byte + t.size() < end_;
  return c;
}

void DelimitedWindow::pass(const char* to) {
  pass(to, count_bytes(bytes_.data() + at_, to, newline_));
}

void DelimitedWindow::pass(const char* to, std::size_t lines) {
  const char* from = bytes_.data() + at_;
  place_.line += lines;
  place_.byte += static_cast<std::uint64_t>(to - from);
  at_ += static_cast<std::size_t>(to - from);
}

void DelimitedWindow::go_to(Place place) {
  bytes_.clear();
  next_.clear();
  at_ = 0;
  place_ = place;
}

void DelimitedWindow::load(std::size_t wanted) {
  bytes_.erase(0, at_);
  at_ = 0;
  const std::size_t had = bytes_.size();
  if (!next_.empty()) {
    bytes_ += next_;
    next_.clear();
    if (bytes_.size() >= wanted) return;
  }
  const std::uint64_t from = place_.byte + bytes_.size();
  const auto more = static_cast<std::size_t>(std::min<std::uint64_t>(wanted - bytes_.size(), end_ - from));
  const std::size_t size = bytes_.size();
  bytes_.resize(size + more);
  const std::size_t n = source_.read(from, bytes_.data() + size, more);
  bytes_.resize(size + n);
  if (bytes_.size() == had) end_ = place_.byte + had;  // the file has become shorter
}

void DelimitedWindow::fill() {
  // Not for every record: what is left moves to the front.
  if (text().size() < at_once_ / 2 && place_.byte + text().size() < end_) load(at_once_);
}

void DelimitedWindow::prefetch() {
  const std::uint64_t from = place_.byte + text().size();
  if (!next_.empty() || from >= end_) return;
  next_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(at_once_, end_ - from)));
  next_.resize(source_.read(from, next_.data(), next_.size()));
}

void DelimitedWindow::extend(const FieldCursor& tried, const FieldSyntax& syntax) {
  const std::size_t size = text().size();
  if (size >= longest_record) {
    if (tried.open) unclosed_quote(tried, syntax, tried.open);
    throw Error(459, "line " + std::to_string(place_.line) + " is longer than " +
                         std::to_string(longest_record >> 20) + " MiB: this is not a table",
                std::nullopt, {"check the line ends, the delimiter and the quotation marks of the file"});
  }
  load(std::min(longest_record, std::max(2 * size, at_once_)));
}

}  // namespace nqp::data
