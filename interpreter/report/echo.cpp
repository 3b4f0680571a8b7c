#include "interpreter/report/echo.hpp"

#include <algorithm>

#include "interpreter/text/width.hpp"

namespace nqp::report {
namespace {

constexpr std::size_t echo_tab = 8;

// Tabs go to the next stop, so that indented blocks stay indented.
std::string echoed_line(std::string_view s) {
  std::string spaced;
  for (const char c : s)
    if (c == '\t') spaced.append(echo_tab - spaced.size() % echo_tab, ' ');
    else spaced += c;
  return text::printable(spaced);
}

std::string_view without_blanks(std::string_view s) {
  const std::size_t from = s.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return s.substr(from, s.find_last_not_of(" \t\r") + 1 - from);
}

bool begins_with(std::string_view s, std::string_view head) { return s.substr(0, head.size()) == head; }

bool goes_on(std::string_view line) { return line.size() > 2 && line.substr(line.size() - 3) == "///"; }

bool is_comment(std::string_view line) { return begins_with(line, "*") || begins_with(line, "//"); }

// The number of the first line inside what this line opens; 0 when it opens nothing that is numbered.
int first_inner_line(std::string_view line) {
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  if (word == "input") return 1;
  const bool program = word.size() > 1 && std::string_view("program").substr(0, word.size()) == word;
  if (program && word.size() < line.size()) return 1;
  line = without_blanks(line.substr(0, line.find(" //")));
  return !line.empty() && line.back() == '{' ? 2 : 0;
}

bool is_branch(std::string_view line) { return begins_with(line, "if ") || begins_with(line, "else"); }

std::string numbered_prompt(int line) {
  const std::string number = std::to_string(line);
  return std::string(number.size() < 3 ? 3 - number.size() : 0, ' ') + number + ". ";
}

}  // namespace

std::string echo_text(std::string_view command, int& column) {
  std::string out = column > 0 ? "\n" : "";
  column = 0;
  std::string prompt = ". ";
  int inner = 0;  // number of the next line of a block
  bool branch = false;
  while (true) {
    const std::size_t end = command.find('\n');
    const std::string line = echoed_line(command.substr(0, end));
    const std::string_view words = without_blanks(line);
    if (!words.empty() || inner > 0)
      out.append(line.empty() ? prompt.substr(0, prompt.find_last_not_of(' ') + 1) : prompt + line).push_back('\n');
    if (end == std::string_view::npos) return out.empty() || out == "\n" ? out + ".\n" : out;
    command.remove_prefix(end + 1);
    const bool more = goes_on(words);
    if (inner == 0 && !branch && !is_comment(words)) {
      inner = first_inner_line(words);
      branch = inner > 0 && is_branch(words);
      if (branch) inner = 0;
    }
    if (more) prompt = "> ";
    else if (inner > 0) prompt = numbered_prompt(inner++);
    else if (branch || words.empty() || is_comment(words) || begins_with(words, "#delimit")) prompt = ". ";
    else prompt = "> ";
  }
}

}  // namespace nqp::report
