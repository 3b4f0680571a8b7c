#include "interpreter/runtime/macro_function.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "interpreter/command/registry.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/macro_list.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::runtime {
namespace {

using text::trimmed;

// The first word of s, which is cut from it.
std::string take_word(std::string& s) {
  s = trimmed(s);
  const std::size_t end = std::min(s.find_first_of(" \t"), s.size());
  const std::string word = s.substr(0, end);
  s = trimmed(s.substr(end));
  return word;
}

std::string unquoted(std::string s) {
  s = trimmed(std::move(s));
  const std::vector<std::string> words = grammar::split_words(s);
  return words.size() == 1 && !s.empty() && (s[0] == '"' || s[0] == '`') ? words[0] : s;
}

const data::Variable& variable(const std::string& name, Session& session) {
  return eval::find_variable(session.frame(), name, session.abbreviations());
}

[[noreturn]] void bad(const std::string& call) {
  throw Error(198, "invalid macro function: " + call);
}

std::string word_function(std::string rest, Session&) {
  const std::string which = take_word(rest);
  if (which == "count") return std::to_string(grammar::split_words(rest).size());
  const std::string of = take_word(rest);
  const std::size_t n = static_cast<std::size_t>(std::max(0.0, std::strtod(which.c_str(), nullptr)));
  if (of != "of" || n == 0) bad("word " + which + " " + of);
  const std::vector<std::string> words = grammar::split_words(rest);
  return n <= words.size() ? words[n - 1] : std::string();
}

std::string variable_function(std::string rest, Session& s) {
  if (take_word(rest) != "label") bad("variable " + rest);
  return variable(rest, s).label;
}

std::string value_function(std::string rest, Session& s) {
  if (take_word(rest) != "label") bad("value " + rest);
  return variable(rest, s).value_label;
}

// label lblname 3 | label (variable) 3
std::string label_function(std::string rest, Session& s) {
  std::string name = take_word(rest);
  const data::Frame& f = s.frame();
  if (!name.empty() && name.front() == '(') {
    while (!name.empty() && name.back() != ')' && !rest.empty()) name += take_word(rest);
    name = variable(trimmed(name.substr(1, name.size() - 2)), s).value_label;
  }
  const auto it = f.value_labels.find(name);
  if (rest == "maxlength" || rest.empty()) {
    std::size_t longest = 0;
    if (it != f.value_labels.end())
      for (const auto& entry : *it->second) longest = std::max(longest, text::length(entry.second));
    return std::to_string(longest);
  }
  const std::string number = take_word(rest);
  if (it == f.value_labels.end()) return rest == "strict" ? std::string() : number;
  const auto entry = it->second->find(s.number(number));
  if (entry != it->second->end()) return entry->second;
  return rest == "strict" ? std::string() : number;
}

std::string type_function(std::string rest, Session& s) {
  return data::type_name(variable(rest, s).column->type());
}

std::string format_function(std::string rest, Session& s) { return variable(rest, s).format; }

// What the command display would print.
std::string display_function(std::string rest, Session& s) {
  bool two_words = false;
  const command::Command* display = command::find_command("display", "", two_words);
  if (!display) bad("display " + rest);
  command::Bound bound;
  bound.signature = &display->signature;
  bound.raw = trimmed(std::move(rest));
  const command::Context c = s.context();
  std::string shown;
  for (const report::Block& block : display->prepare(bound, c)(c).document.blocks)
    if (const auto* paragraph = std::get_if<report::Paragraph>(&block))
      for (const report::Run& run : paragraph->runs) shown += run.text;
  return shown;
}

std::string length_function(std::string rest, Session& s) {
  const std::string kind = take_word(rest);
  const std::string name = rest;
  const Macros& macros = kind == "global" ? s.globals() : s.level().locals;
  const auto it = macros.find(name);
  return it == macros.end() ? "0" : std::to_string(it->second.size());
}

// subinstr local name "from" "to" [, all word]
std::string subinstr_function(std::string rest, Session& s) {
  const std::string kind = take_word(rest), name = take_word(rest);
  bool all = false, count_given = false;
  std::string count_macro;
  if (const std::size_t comma = rest.rfind(','); comma != std::string::npos && rest.find('"', comma) == std::string::npos) {
    for (const ast::Option& o : grammar::parse_options(rest.substr(comma + 1))) {
      if (o.name == "all") all = true;
      if (o.name == "count") count_given = true, count_macro = o.argument;
    }
    rest.resize(comma);
  }
  const std::vector<std::string> words = grammar::split_words(rest);
  if (words.size() != 2) bad("subinstr " + kind + " " + name);
  const Macros& macros = kind == "global" ? s.globals() : s.level().locals;
  const auto it = macros.find(name);
  std::string value = it == macros.end() ? std::string() : it->second;
  int done = 0;
  for (std::size_t at = 0; !words[0].empty() && (at = value.find(words[0], at)) != std::string::npos;) {
    value.replace(at, words[0].size(), words[1]);
    at += words[1].size();
    ++done;
    if (!all) break;
  }
  if (count_given) {
    std::string target = take_word(count_macro);
    (target == "global" ? s.globals() : s.level().locals)[count_macro] = std::to_string(done);
  }
  return value;
}

std::string names_function(std::string rest, Session& s, bool rows, bool full) {
  rest = trimmed(rest);
  const ast::ExpressionPtr e = grammar::parse_expression(rest);
  const eval::Matrix* m = nullptr;
  if (e->kind == ast::Expression::Kind::stored) {
    const eval::Stored stored = s.stored(e->text[0], e->member);
    if (const auto* p = std::get_if<const eval::Matrix*>(&stored)) m = *p;
  } else {
    m = s.matrix(rest);
  }
  if (!m) throw Error(111, "matrix " + rest + " not found");
  std::string out;
  for (const std::string& name : rows ? m->row_names : m->column_names) {
    const std::size_t colon = name.find(':');
    out += (out.empty() ? "" : " ") + (full || colon == std::string::npos ? name : name.substr(colon + 1));
  }
  return out;
}

bool wild(std::string_view p, std::string_view n) {
  if (p.empty()) return n.empty();
  if (p[0] == '*') return wild(p.substr(1), n) || (!n.empty() && wild(p, n.substr(1)));
  return !n.empty() && (p[0] == '?' || p[0] == n[0]) && wild(p.substr(1), n.substr(1));
}

// dir "folder" files|dirs "pattern"
std::string dir_function(std::string rest, Session& s) {
  const std::vector<std::string> words = grammar::split_words(rest);
  if (words.size() < 2) bad("dir " + rest);
  const std::string pattern = words.size() > 2 ? words[2] : "*";
  std::string out;
  for (const std::string& name : s.host().list(words[0])) {
    const bool folder = s.host().info(words[0] + "/" + name).folder;
    if (folder != (words[1] == "dirs") || !wild(pattern, name)) continue;
    out += (out.empty() ? "\"" : " \"") + name + "\"";
  }
  return out;
}

std::string char_function(std::string rest, Session& s) {
  const std::size_t open = rest.find('['), close = rest.find(']');
  if (open == std::string::npos || close == std::string::npos) bad("char " + rest);
  const std::string name = rest.substr(0, open), key = rest.substr(open + 1, close - open - 1);
  const auto& chars = name == "_dta" ? s.frame().characteristics : variable(name, s).characteristics;
  const auto it = chars.find(key);
  return it == chars.end() ? std::string() : it->second;
}

std::string data_function(std::string rest, Session& s) {
  if (take_word(rest) != "label") bad("data " + rest);
  return s.frame().label;
}

// permname stub: a name that no variable has.
std::string permname_function(std::string rest, Session& s) {
  const std::string stub = take_word(rest);
  std::string name = stub;
  for (int i = 1; s.frame().find(name); ++i) name = stub + std::to_string(i);
  return name;
}

// piece n w of "text": the n-th piece when the text is broken at blanks into pieces of at most w bytes.
std::string piece_function(std::string rest, Session&) {
  const long n = std::strtol(take_word(rest).c_str(), nullptr, 10);
  const long width = std::strtol(take_word(rest).c_str(), nullptr, 10);
  if (take_word(rest) != "of" || n < 1 || width < 1) bad("piece");
  std::vector<std::string> pieces;
  for (const std::string& word : grammar::split_words(unquoted(rest))) {
    if (pieces.empty() || pieces.back().size() + 1 + word.size() > static_cast<std::size_t>(width)) pieces.push_back(word);
    else pieces.back() += " " + word;
  }
  return static_cast<std::size_t>(n) <= pieces.size() ? pieces[static_cast<std::size_t>(n) - 1] : std::string();
}

std::string properties_function(std::string rest, Session& s) {
  const auto it = s.programs().find(trimmed(rest));
  return it == s.programs().end() ? std::string() : it->second.result_class;
}

std::string sort_function(std::string, Session& s) {
  std::string out;
  for (const std::string& key : s.frame().sorted_by) out += (out.empty() ? "" : " ") + key;
  return out;
}

using Call = std::function<std::string(std::string, Session&)>;

const std::map<std::string, Call>& table() {
  static const std::map<std::string, Call> calls = {
      {"word", word_function},
      {"variable", variable_function},
      {"var", variable_function},
      {"value", value_function},
      {"label", label_function},
      {"type", type_function},
      {"format", format_function},
      {"display", display_function},
      {"di", display_function},
      {"length", length_function},
      {"subinstr", subinstr_function},
      {"dir", dir_function},
      {"char", char_function},
      {"data", data_function},
      {"permname", permname_function},
      {"piece", piece_function},
      {"properties", properties_function},
      {"sortedby", sort_function},
      {"list", [](std::string rest, Session& s) { return macro_list(rest, s); }},
      {"copy", [](std::string rest, Session& s) {
         const std::string kind = take_word(rest);
         const Macros& macros = kind == "global" ? s.globals() : s.level().locals;
         const auto it = macros.find(rest);
         return it == macros.end() ? std::string() : it->second;
       }},
      {"env", [](std::string rest, Session& s) { return s.host().environment(trimmed(rest)); }},
      {"environment", [](std::string rest, Session& s) { return s.host().environment(trimmed(rest)); }},
      {"sysdir", [](std::string, Session& s) { return s.host().folder(); }},
      {"colnames", [](std::string rest, Session& s) { return names_function(rest, s, false, false); }},
      {"rownames", [](std::string rest, Session& s) { return names_function(rest, s, true, false); }},
      {"colfullnames", [](std::string rest, Session& s) { return names_function(rest, s, false, true); }},
      {"rowfullnames", [](std::string rest, Session& s) { return names_function(rest, s, true, true); }},
  };
  return calls;
}

}  // namespace

std::string macro_function(const std::string& call, Session& session) {
  std::string rest = call;
  const std::string name = take_word(rest);
  const auto it = table().find(name);
  if (it != table().end()) return it->second(rest, session);
  for (const auto& [full, f] : table())
    if (name.size() >= 3 && full.compare(0, name.size(), name) == 0) return f(rest, session);
  throw Error(198, "unknown macro function " + name);
}

}  // namespace nqp::runtime
