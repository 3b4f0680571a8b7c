// tempname: names that belong to the running do-file or program and vanish with it.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::tempname_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string macros;
};

void act(const Args& a, runtime::Session& s) {
  for (const std::string& macro : grammar::split_words(a.macros)) {
    const std::string name = s.temporary_name();
    s.level().locals[macro] = name;
    s.level().temporary_names.push_back(name);
  }
}

}  // namespace

extern const Command tempname_command =
    define<Args>("tempname", "Name temporary scalars and matrices")
        .raw(&Args::macros)
        .example("A scalar", "tempname a\nscalar `a' = 2\nscalar b = `a' + 1", "b == 3")
        .acts(act);

}  // namespace nqp::commands::tempname_
