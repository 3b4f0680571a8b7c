#include "interpreter/runtime/macro_text_functions.hpp"

#include <algorithm>
#include <cmath>

#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/utf8.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::runtime {
namespace {

using text::trimmed;

[[noreturn]] void bad_text_function(const std::string& call) { throw Error(198, "invalid macro function: " + call); }

// Begin of the comma that no quote or parenthesis encloses, counted from the right; npos without one.
std::size_t last_comma(const std::string& s) {
  std::size_t found = std::string::npos;
  int compound = 0, depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s.compare(i, 2, "`\"") == 0) ++compound, ++i;
    else if (compound > 0 && s.compare(i, 2, "\"'") == 0) --compound, ++i;
    else if (compound > 0) continue;
    else if (s[i] == '"') quoted = !quoted;
    else if (quoted) continue;
    else if (s[i] == '(') ++depth;
    else if (s[i] == ')') --depth;
    else if (s[i] == ',' && depth == 0) found = i;
  }
  return found;
}

// Pieces of at most `width` bytes cut at blanks; longer words are cut too unless they are to stay whole.
std::vector<std::string> pieces_of(const std::string& text, std::size_t width, bool whole_words) {
  std::vector<std::string> out;
  for (std::string word : grammar::split_words(text)) {
    if (!out.empty() && out.back().size() + 1 + word.size() <= width) {
      out.back() += " " + word;
      continue;
    }
    while (!whole_words && word.size() > width) {
      std::size_t cut = width;
      while (cut > 1 && (static_cast<unsigned char>(word[cut]) & 0xC0) == 0x80) --cut;
      out.push_back(word.substr(0, cut));
      word.erase(0, cut);
    }
    out.push_back(std::move(word));
  }
  return out;
}

bool stands_alone(const std::string& s, std::size_t at, std::size_t length) {
  const auto blank = [&](std::size_t i) { return i >= s.size() || s[i] == ' ' || s[i] == '\t'; };
  return (at == 0 || blank(at - 1)) && blank(at + length);
}

}  // namespace

std::string take_macro_word(std::string& s) {
  s = trimmed(s);
  const std::size_t end = std::min(s.find_first_of(" \t"), s.size());
  const std::string word = s.substr(0, end);
  s = trimmed(s.substr(end));
  return word;
}

std::vector<ast::Option> take_macro_options(std::string& s) {
  const std::size_t comma = last_comma(s);
  if (comma == std::string::npos) return {};
  std::vector<ast::Option> options = grammar::parse_options(s.substr(comma + 1));
  s = trimmed(s.substr(0, comma));
  return options;
}

std::string macro_value(const std::string& kind, const std::string& name, Session& session) {
  if (kind != "local" && kind != "global") bad_text_function(kind + " " + name);
  const Macros& macros = kind == "global" ? session.globals() : session.level().locals;
  const auto it = macros.find(trimmed(name));
  return it == macros.end() ? std::string() : it->second;
}

std::string word_function(std::string rest) {
  const std::string which = take_macro_word(rest);
  if (which == "count") return std::to_string(grammar::split_words(rest).size());
  const std::string of = take_macro_word(rest);
  char* end = nullptr;
  const double n = std::strtod(which.c_str(), &end);
  if (of != "of" || which.empty() || *end != '\0' || !(n >= 1)) bad_text_function("word " + which + " " + of);
  const std::vector<std::string> words = grammar::split_words(rest);
  return n <= static_cast<double>(words.size()) ? words[static_cast<std::size_t>(n) - 1] : std::string();
}

std::string piece_function(std::string rest) {
  const std::vector<ast::Option> options = take_macro_options(rest);
  const long n = std::strtol(take_macro_word(rest).c_str(), nullptr, 10);
  const long width = std::strtol(take_macro_word(rest).c_str(), nullptr, 10);
  if (take_macro_word(rest) != "of" || n < 1 || width < 1) bad_text_function("piece");
  const std::vector<std::string> words = grammar::split_words(rest);
  const bool quoted = words.size() == 1 && !rest.empty() && (rest[0] == '"' || rest[0] == '`');
  const std::vector<std::string> pieces = pieces_of(quoted ? words[0] : rest, static_cast<std::size_t>(width),
                                                    !options.empty() && options[0].name == "nobreak");
  return static_cast<std::size_t>(n) <= pieces.size() ? pieces[static_cast<std::size_t>(n) - 1] : std::string();
}

std::string subinstr_function(std::string rest, Session& session) {
  const std::string kind = take_macro_word(rest), name = take_macro_word(rest);
  bool all = false, whole_words = false;
  std::string count_kind, count_name;
  for (const ast::Option& o : take_macro_options(rest)) {
    if (o.name == "all") all = true;
    else if (o.name == "word") whole_words = true;
    else if (o.name == "count") {
      count_name = o.argument;
      count_kind = take_macro_word(count_name);
    } else {
      throw Error(198, "option " + o.name + " not allowed with subinstr");
    }
  }
  const std::vector<std::string> words = grammar::split_words(rest);
  if (words.size() != 2) bad_text_function("subinstr " + kind + " " + name);
  std::string value = macro_value(kind, name, session);
  int done = 0;
  for (std::size_t at = 0; !words[0].empty() && (all || done == 0);) {
    if (at = value.find(words[0], at); at == std::string::npos) break;
    if (whole_words && !stands_alone(value, at, words[0].size())) {
      ++at;
      continue;
    }
    value.replace(at, words[0].size(), words[1]);
    at += words[1].size();
    ++done;
  }
  if (!count_name.empty())
    (count_kind == "global" ? session.globals() : session.level().locals)[count_name] = std::to_string(done);
  return value;
}

std::string length_function(std::string rest, Unit unit, Session& session) {
  const std::string kind = take_macro_word(rest);
  const std::string value = macro_value(kind, rest, session);
  if (unit == Unit::bytes) return std::to_string(value.size());
  return std::to_string(unit == Unit::characters ? text::length(value) : text::display_width(value));
}

}  // namespace nqp::runtime
