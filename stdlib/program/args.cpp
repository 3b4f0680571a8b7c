// args: names the words a program was called with.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::args_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string names;
};

void act(const Args& a, runtime::Session& s) {
  auto& locals = s.level().locals;
  int i = 0;
  for (const std::string& name : grammar::split_words(a.names)) {
    const auto it = locals.find(std::to_string(++i));
    if (it == locals.end()) locals.erase(name);
    else locals[name] = it->second;
  }
}

}  // namespace

extern const Command args_command =
    define<Args>("args", "Name the words a program or do-file was called with")
        .raw(&Args::names)
        .example("Two arguments", "program p\n  args x y\n  scalar d = `x' - `y'\nend\np 5 3", "d == 2")
        .example("An absent one is empty", "program q\n  args x y\n  scalar n = length(\"`y'\")\nend\nq 5", "n == 0")
        .acts(act);

}  // namespace nqp::commands::args_
