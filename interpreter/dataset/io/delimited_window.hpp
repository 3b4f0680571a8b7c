// Delimited text in UTF-8 as it passes by: the part of a file that is in memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "interpreter/dataset/io/byte_source.hpp"
#include "interpreter/dataset/io/delimited_fields.hpp"

namespace nqp::data {

// What one pass over a file tells.
struct TextSurvey {
  bool utf8 = true;
  std::uint64_t begin = 0;          // behind the byte-order mark
  std::uint64_t line_feeds = 0, returns = 0;
  std::uint64_t nul_line = 0;       // of the first binary zero, 1-based; 0: there is none
  char newline() const { return line_feeds > 0 || returns == 0 ? '\n' : '\r'; }
  std::uint64_t lines() const { return (newline() == '\n' ? line_feeds : returns) + 1; }  // at most
};
TextSurvey survey_text(const ByteSource& source);

class DelimitedWindow {
 public:
  struct Place {
    std::uint64_t byte = 0;
    std::size_t line = 1;
  };

  DelimitedWindow(const ByteSource& source, std::uint64_t begin, char newline, std::size_t bytes_at_once)
      : source_(source), newline_(newline), at_once_(bytes_at_once), end_(source.size), place_{begin, 1} {}

  std::size_t bytes_at_once() const { return at_once_; }

  // The text from the current place on; `partial` tells whether the file goes on behind it.
  FieldCursor cursor() const;
  bool at_end() const { return place_.byte >= end_; }
  Place place() const { return place_; }
  void pass(const char* to);         // a pointer into the text
  void pass(const char* to, std::size_t lines);  // for those who have counted them
  void go_to(Place place);
  void end_here() { end_ = place_.byte; }
  // More text behind what is there. Error 459 when a line is longer than any table has.
  void extend(const FieldCursor& tried, const FieldSyntax& syntax);
  void fill();                       // about as much text as is read at once, unless it is there
  void prefetch();                   // what fill() will want next; may run beside those who read the text

 private:
  std::string_view text() const { return std::string_view(bytes_).substr(at_); }
  void load(std::size_t bytes);

  const ByteSource& source_;
  char newline_;
  std::size_t at_once_;
  std::uint64_t end_;                // of what is to be read
  Place place_;                      // of bytes_[at_]
  std::string bytes_, next_;         // next_: what follows bytes_
  std::size_t at_ = 0;
};

// Calls read(cursor) at the current place with as much text as one record needs, and passes it.
template <class Read>
void with_record(DelimitedWindow& window, const FieldSyntax& syntax, const Read& read) {
  while (true) {
    window.fill();
    FieldCursor c = window.cursor();
    read(c);
    if (!c.cut_off(syntax)) return window.pass(c.p);
    window.extend(c, syntax);
  }
}

}  // namespace nqp::data
