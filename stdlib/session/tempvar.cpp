// tempvar: names that belong to the running do-file or program and vanish with it.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::tempvar_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string macros;
};

void act(const Args& a, runtime::Session& s) {
  for (const std::string& macro : grammar::split_words(a.macros)) {
    const std::string name = s.temporary_name();
    s.level().locals[macro] = name;
    s.level().temporary_variables.push_back(name);
  }
}

}  // namespace

extern const Command tempvar_command =
    define<Args>("tempvar", "Name temporary variables")
        .raw(&Args::macros)
        .example("A variable that vanishes", "set obs 2\ntempvar x\ngenerate `x' = 1\nscalar n = `x'[1]", "n == 1")
        .acts(act);

}  // namespace nqp::commands::tempvar_
