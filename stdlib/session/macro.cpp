// macro: list, drop and shift macros.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/width.hpp"
#include "interpreter/text/wildcard.hpp"

namespace nqp::commands::macro_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

// All macros, or those named; a local's name has an underscore in front. Error 111 for an unknown one.
void list(const std::vector<std::string>& wanted, runtime::Session& s) {
  report::Document d;
  std::size_t found = 0;
  const auto show = [&](const std::string& name, const std::string& value) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) return;
    d.line(text::pad_right(name + ":", 16) + value);
    ++found;
  };
  for (const auto& [name, value] : s.globals()) show(name, value);
  for (const auto& [name, value] : s.level().locals) show("_" + name, value);
  if (found < wanted.size()) throw Error(111, "macro not found", std::nullopt, {"macro list shows all of them"});
  s.show(d);
}

// `2' becomes `1' and so on; `*' loses its first word.
void shift(runtime::Macros& locals, int times) {
  for (int t = 0; t < times; ++t) {
    int i = 1;
    for (; locals.count(std::to_string(i + 1)); ++i) locals[std::to_string(i)] = locals[std::to_string(i + 1)];
    locals.erase(std::to_string(i));
    std::string all;
    for (int j = 1; j < i; ++j) all += (j > 1 ? " " : "") + locals[std::to_string(j)];
    locals["*"] = all;
  }
}

void act(const Args& a, runtime::Session& s) {
  const std::vector<std::string> words = grammar::split_words(a.text);
  const std::string what = words.empty() ? "list" : words[0];
  if (what == "list" || what == "dir" || what == "l" || what == "di") {
    const bool all = words.size() < 2 || words[1] == "_all";
    return list(all ? std::vector<std::string>{} : std::vector<std::string>(words.begin() + 1, words.end()), s);
  }
  if (what == "shift") return shift(s.level().locals, words.size() > 1 ? std::atoi(words[1].c_str()) : 1);
  if (what != "drop") throw Error(198, "macro " + what + " not allowed", std::nullopt, {"macro list, drop or shift"});
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& name = words[i];
    if (name == "_all") {
      s.globals().clear();
      s.level().locals.clear();
      continue;
    }
    // A local's name has an underscore in front here.
    std::erase_if(s.globals(), [&](const auto& m) { return text::matches_wildcard(name, m.first); });
    std::erase_if(s.level().locals, [&](const auto& m) { return text::matches_wildcard(name, "_" + m.first); });
  }
}

}  // namespace

extern const Command macro_command =
    define<Args>("MAcro", "List, drop and shift macros")
        .raw(&Args::text)
        .example("Drop a global", "global x 1\nmacro drop x\nscalar n = length(\"$x\")", "n == 0")
        .example("Shift arguments", "tokenize a b c\nmacro shift\nscalar first = \"`1'\"", "scalar(first) == \"b\"")
        .acts(act);

}  // namespace nqp::commands::macro_
