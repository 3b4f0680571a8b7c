// infix: text in fixed columns.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/raw_dictionary.hpp"
#include "stdlib/kit/raw_text.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::infix_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file, using_option;
  Sample sample;
  bool clear = false;
};

struct Layout {
  std::vector<kit::RawVariable> variables;
  std::size_t lines = 1, first_line = 1;  // of an observation; of the file
};

std::optional<std::size_t> whole(const std::string& s) {
  if (s.empty() || s.size() > 6 || s.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return static_cast<std::size_t>(std::stoul(s));
}

[[noreturn]] void wrong(const std::string& word) {
  throw Error(198, word + " is not expected here", std::nullopt, {"write infix [type] name first-last ... using file"});
}

// "2 firstlineoffile", "3 lines", "2:", "/", "str name 1-10", "x 11 12-14".
Layout layout_of(const std::string& body) {
  Layout out;
  std::string text;
  for (const char c : body) text += c == ':' || c == '/' ? std::string(" ") + c + " " : std::string(1, c);
  std::string_view rest = text;
  std::string type, name, number;
  std::size_t line = 1;
  const auto place = [&](std::size_t first, std::size_t last) {
    if (name.empty() || first < 1 || last < first) wrong(std::to_string(first));
    kit::RawVariable v;
    v.name = name;
    v.type = type;
    v.line = line;
    v.first = first;
    v.last = last;
    out.variables.push_back(v);
    name.clear();
    type.clear();
  };
  const auto counted = [&] {
    if (!number.empty() && *whole(number) == 0) throw Error(198, "lines are counted from 1");
    return !number.empty();
  };
  while (!kit::trim(rest).empty()) {
    const std::string word = kit::take_word(rest);
    const std::size_t dash = word.find('-');
    const auto first = whole(word.substr(0, dash)),
               last = dash == std::string::npos ? first : whole(word.substr(dash + 1));
    if (word == "/") ++line;
    else if (first && last && !name.empty()) place(*first, *last);
    else if (first && dash == std::string::npos && number.empty()) number = word;
    else if (word == ":" && counted()) line = *whole(number), number.clear();
    else if (word == "lines" && counted()) out.lines = *whole(number), number.clear();
    else if ((word == "firstlineoffile" || word == "first") && counted())
      out.first_line = *whole(number), number.clear();
    else if (!name.empty() || !number.empty()) wrong(word);
    else if (data::parse_type(word)) type = word;
    else if (data::valid_name(word)) name = word;
    else wrong(word);
  }
  if (!name.empty()) wrong(name);
  if (out.variables.empty()) throw Error(100, "names of new variables are needed");
  for (const kit::RawVariable& v : out.variables) out.lines = std::max(out.lines, v.line);
  return out;
}

Output run(const Args& a, const Context& c) {
  kit::require_saved(c, a.clear);
  const auto existing = [&](const std::string& file, const char* extension) {
    const std::string path = kit::unquoted(file);
    return c.host.info(path).exists ? path : kit::with_extension(path, extension);
  };
  const std::string path = existing(a.file, a.body.empty() ? "dct" : "raw");
  std::string body = a.body, text = kit::raw_text(c, path);
  if (body.empty()) {
    const auto d = kit::read_dictionary(text, "infix", path);
    if (!d) throw Error(613, path + " is no dictionary", std::nullopt, {"it begins with: infix dictionary { ... }"});
    body = d->layout;
    const std::string data_file = a.using_option.empty() ? d->data_file : a.using_option;
    text = data_file.empty() ? d->data : kit::raw_text(c, existing(data_file, "raw"));
  }
  Layout layout;
  try {
    layout = layout_of(body);
  } catch (const Error& e) {
    if (!a.body.empty()) throw;
    throw Error(613, path + ": the dictionary: " + e.what(), std::nullopt, e.notes);
  }
  const std::vector<std::string_view> lines = kit::raw_lines(text);
  const std::size_t before = std::min(std::max<std::size_t>(layout.first_line, 1) - 1, lines.size());
  const std::size_t rows = (lines.size() - before + layout.lines - 1) / layout.lines;
  kit::RawTable table(layout.variables, rows, c);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t k = 0; k < layout.variables.size(); ++k) {
      const kit::RawVariable& v = layout.variables[k];
      const std::size_t at = before + row * layout.lines + v.line - 1;
      const bool there = at < lines.size() && lines[at].size() >= v.first;
      table.set(k, row, there ? kit::trim(lines[at].substr(v.first - 1, v.last - v.first + 1)) : "");
    }
  }
  return kit::raw_output(table.finish(), a.sample, c);
}

}  // namespace

extern const Command infix_command = kit::loose_body(
    define<Args>("infix", "Read text in fixed columns")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .using_file(&Args::file)
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .text("using", &Args::using_option, "with a dictionary: the file of the data")
        .no_by()
        .changes(Effect::data | Effect::files | Effect::results)
        .stores({{"r(N)", "observations read"}})
        .remark(
            "infix [# firstlineoffile] [# lines] [#:] [type] name first-last ... using file. Columns count bytes from "
            "1; str without a width takes that of the longest text. Without variables the file is a dictionary: infix "
            "dictionary [using data] { ... } holds what would stand in the command.")
        .example("Codes side by side",
                 "tempfile t\nfile open h using \"`t'\", write text\nfile write h \"11Beijing 2.5\" _n \"12Tianjin "
                 "3.5\" _n\n"
                 "file close h\ninfix byte code 1-2 str city 3-10 rate 11-13 using \"`t'\", clear",
                 "r(N) == 2 & code[2] == 12 & city[1] == \"Beijing\" & rate[2] == 3.5")
        .example("Two lines an observation",
                 "tempfile t\nfile open h using \"`t'\", write text\nfile write h \"title\" _n \"12\" _n \"34\" _n "
                 "\"56\" _n \"78\" _n\n"
                 "file close h\ninfix 2 firstlineoffile 2 lines 1: a 1 b 2 2: c 1-2 using \"`t'\", clear",
                 "_N == 2 & b[1] == 2 & c[2] == 78")
        .example("A dictionary",
                 "tempfile t\nfile open h using \"`t'\", write text\nfile write h \"infix dictionary {\" _n "
                 "\"byte code 1-2\" _n \"str city 3-10\" _n \"}\" _n \"11Beijing\" _n\nfile close h\n"
                 "infix using \"`t'\", clear",
                 "_N == 1 & code == 11 & city == \"Beijing\"")
        .runs(run));

}  // namespace nqp::commands::infix_
