// gettoken: takes the first word of a macro.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/macro_text_functions.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::commands::gettoken_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

struct Options {
  std::string separators = " ";
  bool quotes = false, bind = false;
};

struct Target {
  runtime::Macros* macros = nullptr;
  std::string name;
};

// Names of macros, each local unless (global) stands in front.
std::vector<Target> targets(const std::string& text, runtime::Session& s) {
  std::vector<Target> out;
  runtime::Macros* macros = &s.level().locals;
  for (const std::string& word : grammar::split_words(text)) {
    if (word == "(global)" || word == "(local)") {
      macros = word == "(global)" ? &s.globals() : &s.level().locals;
      continue;
    }
    out.push_back({macros, word});
    macros = &s.level().locals;
  }
  return out;
}

// Length of the first token of s (which starts with no blank).
std::size_t token_length(const std::string& s, const Options& o) {
  if (s.empty()) return 0;
  if (s[0] == '"') {
    const std::size_t end = s.find('"', 1);
    return end == std::string::npos ? s.size() : end + 1;
  }
  if (s.compare(0, 2, "`\"") == 0) {
    int depth = 0;
    for (std::size_t i = 0; i + 1 < s.size(); ++i) {
      if (s.compare(i, 2, "`\"") == 0) ++depth, ++i;
      else if (s.compare(i, 2, "\"'") == 0 && --depth == 0) return i + 2;
    }
    return s.size();
  }
  if (s[0] != ' ' && o.separators.find(s[0]) != std::string::npos) return 1;
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (o.bind && (s[i] == '(' || s[i] == '[')) ++depth;
    if (o.bind && (s[i] == ')' || s[i] == ']')) --depth;
    if (depth <= 0 && o.separators.find(s[i]) != std::string::npos) return i;
  }
  return s.size();
}

// Error 132 when the parenthesis that s begins with is never closed.
std::size_t parenthesised_length(const std::string& s) {
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '(') ++depth;
    if (s[i] == ')' && --depth == 0) return i + 1;
  }
  throw Error(132, "unbalanced parentheses");
}

void act(const Args& a, runtime::Session& s) {
  std::string text = a.text;
  Options options;
  std::string match, qed;
  for (const ast::Option& o : runtime::take_macro_options(text)) {
    if (o.name == "parse" || o.name == "p") {
      const std::vector<std::string> w = grammar::split_words(o.argument);
      options.separators = w.empty() ? " " : w[0];
    } else if (o.name == "match" || o.name == "m") {
      match = text::trimmed(o.argument);
    } else if (o.name == "qed") {
      qed = text::trimmed(o.argument);
    } else if (o.name == "quotes" || o.name == "q") {
      options.quotes = true;
    } else if (o.name == "bind") {
      options.bind = true;
    } else {
      throw Error(198, "option " + o.name + " not allowed", std::nullopt,
                  {"gettoken takes parse(), match(), qed(), quotes, bind"});
    }
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) throw Error(198, "invalid syntax: gettoken name [rest] : source");
  const std::vector<Target> into = targets(text.substr(0, colon), s), from = targets(text.substr(colon + 1), s);
  if (into.empty() || into.size() > 2 || from.size() != 1)
    throw Error(198, "invalid syntax: gettoken name [rest] : source");
  const Target& source = from[0];
  std::string value;
  if (const auto it = source.macros->find(source.name); it != source.macros->end()) value = it->second;
  value.erase(0, std::min(value.find_first_not_of(' '), value.size()));
  // With match() a token in parentheses is taken without them, and the local tells that there were some.
  const bool matched = !match.empty() && value[0] == '(';
  const std::size_t length = matched ? parenthesised_length(value) : token_length(value, options);
  std::string token = matched ? value.substr(1, length - 2) : value.substr(0, length), rest = value.substr(length);
  if (!match.empty()) s.level().locals[match] = matched ? "(" : "";
  if (!qed.empty()) s.level().locals[qed] = !token.empty() && (token[0] == '"' || token[0] == '`') ? "1" : "0";
  if (!options.quotes) {
    const std::vector<std::string> w = grammar::split_words(token);
    if (w.size() == 1 && (token[0] == '"' || token[0] == '`')) token = w[0];
  }
  if (into.size() > 1) (*into[1].macros)[into[1].name] = rest;
  (*into[0].macros)[into[0].name] = token;
}

}  // namespace

extern const Command gettoken_command =
    define<Args>("gettoken", "Take the first word of a macro")
        .raw(&Args::text)
        .remark("gettoken first rest : source [, parse(\"chars\") quotes bind match(local)]")
        .example("First and rest", "local list a b c\ngettoken first rest : list\nscalar f = \"`first'\"\n"
                 "scalar n = `: word count `rest''", "scalar(f) == \"a\" & n == 2")
        .example("At a comma", "local s x,y\ngettoken a s : s, parse(\",\")\nscalar a = \"`a'\"", "scalar(a) == \"x\"")
        .acts(act);

}  // namespace nqp::commands::gettoken_
