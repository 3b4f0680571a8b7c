// tokenize: words of a string into `1', `2' …
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/macro_text_functions.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::tokenize_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

// Splits at every character of `separators`, which become words of their own, as blanks do not.
std::vector<std::string> split_at(const std::string& s, const std::string& separators) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : s) {
    if (separators.find(c) == std::string::npos) {
      word += c;
      continue;
    }
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
    if (c != ' ') out.emplace_back(1, c);
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

void act(const Args& a, runtime::Session& s) {
  std::string text = a.text, separators;
  for (const ast::Option& o : runtime::take_macro_options(text)) {
    if (o.name[0] != 'p')
      throw Error(198, "option " + o.name + " not allowed", std::nullopt, {"tokenize takes parse()"});
    const std::vector<std::string> w = grammar::split_words(o.argument);
    separators = w.empty() ? " " : w[0];
  }
  const std::vector<std::string> whole = grammar::split_words(text);
  const bool quoted = whole.size() == 1 && !text.empty() && (text[0] == '"' || text[0] == '`');
  const std::string source = quoted ? whole[0] : text;
  const std::vector<std::string> words =
      separators.empty() ? grammar::split_words(source) : split_at(source, separators);
  auto& locals = s.level().locals;
  for (std::size_t i = words.size() + 1; locals.erase(std::to_string(i)) > 0; ++i) {
  }
  for (std::size_t i = 0; i < words.size(); ++i) locals[std::to_string(i + 1)] = words[i];
  locals["*"] = source;
}

}  // namespace

extern const Command tokenize_command =
    define<Args>("TOKENize", "Put the words of a string into `1', `2' …")
        .raw(&Args::text)
        .example("Words", "tokenize one two three\nscalar w = \"`2'\"", "scalar(w) == \"two\"")
        .example("Another separator", "tokenize \"a-b\", parse(\"-\")\nscalar w = \"`3'\"", "scalar(w) == \"b\"")
        .acts(act);

}  // namespace nqp::commands::tokenize_
