// program drop, list and dir. (A block `program name … end` is a statement, not a command.)
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::program_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  const std::vector<std::string> words = grammar::split_words(a.text);
  const std::string what = words.empty() ? "dir" : words[0];
  if (what == "dir") {
    for (const auto& [name, p] : s.programs())
      s.say("  " + name + (p.result_class.empty() ? "" : "   " + p.result_class));
    return;
  }
  if (what == "drop") {
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i] == "_all") {
        s.programs().clear();
        continue;
      }
      if (s.level().program && s.level().program->name == words[i])
        throw Error(310, "program " + words[i] + " is running and cannot be dropped", std::nullopt,
                    {"drop it behind the line that calls it"});
      if (s.programs().erase(words[i]) == 0) throw Error(111, "program " + words[i] + " not found");
    }
    return;
  }
  if (what == "list" && words.size() == 2) {
    const auto it = s.programs().find(words[1]);
    if (it == s.programs().end()) throw Error(111, "program " + words[1] + " not found");
    return s.say(it->second.source);
  }
  throw Error(198, "invalid syntax: program drop, list or dir", std::nullopt,
              {"a definition ends with a line that says end"});
}

}  // namespace

extern const Command program_command =
    define<Args>("PRogram", "Define, drop and list programs")
        .raw(&Args::text)
        .remark(
            "program name [, rclass eclass sclass byable(recall) sortpreserve] … end defines a program. Its body is "
            "expanded when it runs.")
        .example("Define and drop",
                 "program hello\n  scalar said = 1\nend\nhello\nprogram drop hello\n"
                 "capture hello\nscalar rc = _rc",
                 "said == 1 & rc == 199")
        .example("Arguments", "program add\n  args a b\n  scalar sum = `a' + `b'\nend\nadd 2 3", "sum == 5")
        .acts(act);

}  // namespace nqp::commands::program_
