// Fields of delimited text, one at a time.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::data {

struct FieldSyntax {
  std::array<bool, 256> delimiter{};
  std::array<bool, 256> special{};  // delimiters and the bytes of line ends
  char newline = '\n';              // '\r' for files that hold no '\n'
  bool collapse = false;         // neighbouring delimiters count as one
  bool empty_lines_are_rows = false;
  bool strip_quotes = true;
  bool bind_quotes = true;

  void set_delimiters(std::string_view characters) {
    for (const char c : characters) delimiter[static_cast<unsigned char>(c)] = true;
    special = delimiter;
    special['\r'] = special['\n'] = true;
  }
  bool is_special(char c) const { return special[static_cast<unsigned char>(c)]; }
  bool is_delimiter(char c) const { return delimiter[static_cast<unsigned char>(c)]; }
  // A '\r' before '\n' belongs to the end of the line.
  bool ends_line(const char* p, const char* end) const {
    return *p == newline || (*p == '\r' && newline == '\n' && p + 1 < end && p[1] == '\n');
  }
};

enum class After { delimiter, line };  // the end of the text ends a line too

// A position within text that begins with a line of the file.
struct FieldCursor {
  const char* begin;
  const char* p;
  const char* end;
  std::size_t line = 1;        // number of the line at `begin`
  bool partial = false;        // the file goes on behind `end`
  const char* open = nullptr;  // a quote that is not closed before `end`, of partial text

  // What was read last may go on behind the end.
  bool cut_off(const FieldSyntax& syntax) const {
    return partial && (open || p == begin || (p == end && p[-1] != syntax.newline));
  }
};

// Reads the field at c.p and moves behind its delimiter or line end. The text is valid until `scratch` changes.
// Error 459 naming the line of a quote that never closes.
After read_field(FieldCursor& c, const FieldSyntax& syntax, std::string& scratch, std::string_view& text);

// Error 459: it is never closed.
[[noreturn]] void unclosed_quote(const FieldCursor& c, const FieldSyntax& syntax, const char* quote);

// Moves behind the delimiter or line end at c.p.
After step_over(FieldCursor& c, const FieldSyntax& syntax);

// Delimiters at the start of a line when they collapse.
void skip_leading(FieldCursor& c, const FieldSyntax& syntax);

std::vector<std::string> read_record(FieldCursor& c, const FieldSyntax& syntax);

// Numbers, empty and . (missing), .a-.z; outer blanks are ignored.
bool parse_cell(std::string_view text, double& value);

std::size_t count_bytes(const char* begin, const char* end, char c);
std::size_t line_of(const char* begin, const char* at, char newline);

}  // namespace nqp::data
