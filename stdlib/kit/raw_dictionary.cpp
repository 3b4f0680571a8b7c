#include "stdlib/kit/raw_dictionary.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

[[noreturn]] void bad_dictionary(std::size_t line, const std::string& what) {
  // What stands in a file that is no dictionary may be as long as the file.
  constexpr std::size_t most = 120;
  const std::string_view start = std::string_view(what).substr(0, most);
  std::string shown(start.size() < what.size() ? start.substr(0, data::valid_utf8_prefix(start)) : start);
  if (shown.size() < what.size()) shown += "…";
  throw Error(613, "line " + std::to_string(line) + " of the dictionary: " + shown, std::nullopt,
              {"a variable is written as: [_column(#)] [type] name [:label] [%format] [\"variable label\"]"});
}

// "_column(12)" → 12 for the word "_column"; also "_column 12" is not written by anybody.
std::optional<std::size_t> dictionary_number(const std::string& word, std::string_view name, std::size_t line) {
  if (!starts_with(word, std::string(name) + "(") || word.back() != ')') return std::nullopt;
  const std::string digits = word.substr(name.size() + 1, word.size() - name.size() - 2);
  if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos)
    bad_dictionary(line, word + " needs a number");
  const auto n = static_cast<std::size_t>(std::stoul(digits));
  if (n == 0 && name != "_lines" && name != "_skip") bad_dictionary(line, word + " counts from 1");
  return n;
}

// The pieces of a line: quoted texts whole, "name(1)" whole, the rest by blanks.
std::vector<std::string> dictionary_words(std::string_view line, std::size_t number) {
  std::vector<std::string> out;
  std::string_view rest = trim(line);
  while (!rest.empty()) {
    std::size_t n = quoted_length(rest);
    if (n == 0) {
      int depth = 0;
      while (n < rest.size() && (depth > 0 || (rest[n] != ' ' && rest[n] != '\t' && rest[n] != '"'))) {
        depth += rest[n] == '(' ? 1 : rest[n] == ')' ? -1 : 0;
        ++n;
      }
    }
    if (n == 0) bad_dictionary(number, "a quotation mark is not closed");
    out.emplace_back(rest.substr(0, n));
    rest = trim(rest.substr(n));
  }
  return out;
}

// Where the next variable of a line begins.
struct DictionaryPlace {
  std::size_t line = 1, column = 0;  // column 0: behind the one before
};

void read_format(DictionaryVariable& v, const std::string& word, std::size_t line) {
  const std::size_t digits = word.find_first_of("0123456789"), end = word.find_first_not_of("0123456789", digits);
  if (digits != 1 || end == std::string::npos || end > 6) {
    if (word != "%f" && word != "%g" && word != "%e" && word != "%s")
      bad_dictionary(line, word + " is no input format");
    return;
  }
  v.width = static_cast<std::size_t>(std::stoul(word.substr(1, end - 1)));
  v.whole_text = word.back() == 'S';
  if (word[end] == '.' && end + 1 < word.size() && word[end + 1] >= '0' && word[end + 1] <= '9')
    v.decimals = static_cast<std::size_t>(word[end + 1] - '0');
  if (std::string("fgesS").find(word.back()) == std::string::npos) bad_dictionary(line, word + " is no input format");
}

// One line between the braces.
void read_dictionary_line(RawDictionary& d, DictionaryPlace& at, std::string_view text, std::size_t number) {
  DictionaryVariable v;
  bool named = false;
  for (const std::string& word : dictionary_words(text, number)) {
    if (const auto n = dictionary_number(word, "_lines", number)) d.lines = *n;
    else if (const auto first = dictionary_number(word, "_firstlineoffile", number)) d.first_line = *first;
    else if (const auto first_too = dictionary_number(word, "_first", number)) d.first_line = *first_too;
    else if (const auto line = dictionary_number(word, "_line", number)) at = {*line, 1}, d.free_format = false;
    else if (const auto column = dictionary_number(word, "_column", number)) at.column = *column, d.free_format = false;
    else if (const auto skipped = dictionary_number(word, "_skip", number))
      at.column = std::max<std::size_t>(at.column, 1) + *skipped, d.free_format = false;
    else if (word == "_newline") at = {at.line + 1, 1};
    else if (const auto lines = dictionary_number(word, "_newline", number)) at = {at.line + *lines, 1};
    else if (word.front() == '"' || word.front() == '`') v.label = unquoted(word);
    else if (word.front() == '%') read_format(v, word, number);
    else if (!named && data::parse_type(word.substr(0, word.find(':')))) {
      v.variable.type = word.substr(0, word.find(':'));
      if (word.find(':') != std::string::npos) v.value_label = word.substr(word.find(':') + 1);
    } else if (!named) {
      v.variable.name = word.substr(0, word.find(':'));
      if (word.find(':') != std::string::npos) v.value_label = word.substr(word.find(':') + 1);
      if (!data::valid_name(v.variable.name)) bad_dictionary(number, v.variable.name + " is no valid variable name");
      named = true;
    } else if (word.front() == ':') {
      v.value_label = word.substr(1);
    } else {
      bad_dictionary(number, word + " is not expected");
    }
  }
  if (!named) return;
  if (v.width > 0) d.free_format = false;
  v.variable.line = at.line;
  v.variable.first = at.column;
  at.column = at.column > 0 && v.width > 0 ? at.column + v.width : 0;
  d.lines = std::max(d.lines, at.line);
  d.variables.push_back(v);
}

std::string_view first_line_of(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

std::size_t find_outside_quotes(std::string_view s, char c) {
  for (std::size_t i = 0; i < s.size(); i += std::max<std::size_t>(quoted_length(s.substr(i)), 1))
    if (s[i] == c) return i;
  return std::string_view::npos;
}

bool is_remark(std::string_view line) {
  const std::string_view text = trim(line);
  return text.empty() || text.front() == '*' || starts_with(text, "//");
}

// A word of the line at `at`, moved behind it; quoted words may hold blanks.
std::string_view word_at(std::string_view line, std::size_t number, std::size_t& at) {
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t' || line[at] == ',')) ++at;
  if (at >= line.size()) return {};
  RawWords words(line.substr(at), number);
  const std::string_view word = words.next().value_or("");
  const std::size_t quoted = quoted_length(line.substr(at));
  at += quoted > 0 ? quoted : word.size();
  return word;
}

// %5.2f reads 12345 as 123.45.
std::string with_point(std::string text, std::size_t decimals) {
  if (decimals == 0 || text.size() < decimals || text.find_first_not_of("0123456789+-") != std::string::npos)
    return text;
  return text.insert(text.size() - decimals, ".");
}

std::string dictionary_cell(const DictionaryVariable& v, std::string_view line, std::size_t number, std::size_t& at) {
  if (v.variable.first > 0) at = v.variable.first - 1;
  if (v.width == 0) return std::string(word_at(line, number, at));
  const std::string_view part = at < line.size() ? line.substr(at, v.width) : std::string_view();
  at += v.width;
  return v.whole_text ? std::string(part) : with_point(std::string(trim(part)), v.decimals);
}

std::optional<RawDictionary> parse_dictionary(std::string_view text, std::string_view command) {
  if (starts_with(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t number = 0;
  std::string head;
  while (!text.empty() && head.find('{') == std::string::npos && number < 100) {
    const std::string_view line = first_line_of(text);
    ++number;
    if (!is_remark(line)) head += std::string(head.empty() ? "" : " ") + std::string(trim(line));
  }
  std::string_view start = head;
  if (starts_with(start, command)) start = trim(start.substr(command.size()));
  if (!starts_with(start, "dictionary")) return std::nullopt;
  RawDictionary d;
  const std::size_t brace = head.find('{');
  if (brace == std::string::npos) throw Error(613, "the dictionary has no {");
  std::string_view before = trim(std::string_view(head).substr(0, brace));
  if (const std::size_t by = before.find("using"); by != std::string_view::npos) {
    d.data_file = unquoted(std::string(trim(before.substr(by + 5))));
  }
  DictionaryPlace at;
  std::string line = head.substr(brace + 1);
  for (bool closed = false; !closed;) {
    const std::size_t end = find_outside_quotes(line, '}');
    closed = end != std::string::npos;
    if (closed) line.resize(end);
    if (!is_remark(line)) {
      if (command == "infix") d.layout += " " + line;
      else read_dictionary_line(d, at, line, number);
    }
    if (closed) break;
    if (text.empty()) throw Error(613, "the dictionary has no }");
    line = std::string(first_line_of(text));
    ++number;
  }
  d.data = text;
  d.lines_before = number;
  return d;
}

}  // namespace

std::optional<RawDictionary> read_dictionary(std::string_view text, std::string_view command, const std::string& file) {
  try {
    return parse_dictionary(text, command);
  } catch (const Error& e) {
    throw Error(e.code, file + ": " + e.what(), e.span, e.notes);
  }
}

RawFrame read_by_dictionary(const RawDictionary& d, std::string_view text, const command::Context& c) {
  const std::size_t k = d.variables.size();
  std::vector<RawVariable> variables;
  for (const DictionaryVariable& v : d.variables) variables.push_back(v.variable);
  const std::vector<std::string_view> lines = raw_lines(text);
  const std::size_t before = std::min(std::max<std::size_t>(d.first_line, 1) - 1, lines.size());
  const std::size_t first_number = 1 + before + d.lines_before;
  if (d.free_format && d.lines <= 1) {
    if (before < lines.size()) text.remove_prefix(static_cast<std::size_t>(lines[before].data() - text.data()));
    else text = {};
    std::size_t found = 0;
    for (RawWords words(text, first_number); words.next();) ++found;
    const std::size_t rows = (found + k - 1) / k;
    RawTable table(variables, rows, c);
    RawWords words(text);
    for (std::size_t w = 0; w < rows * k; ++w) table.set(w % k, w / k, words.next().value_or(""));
    return table.finish();
  }
  const std::size_t step = std::max<std::size_t>(d.lines, 1);
  const std::size_t rows = (lines.size() - before + step - 1) / step;
  RawTable table(variables, rows, c);
  for (std::size_t i = 0; i < rows; ++i) {
    std::size_t at = 0, current = 1;
    for (std::size_t v = 0; v < k; ++v) {
      const std::size_t line = d.variables[v].variable.line, number = before + i * step + line - 1;
      if (line != current) at = 0, current = line;
      const bool there = number < lines.size();
      table.set(v, i, there ? dictionary_cell(d.variables[v], lines[number], first_number + number - before, at) : "");
    }
  }
  return table.finish();
}

}  // namespace nqp::kit
