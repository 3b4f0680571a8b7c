// c_local: defines a local macro of the program's caller.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/macro_definition.hpp"

namespace nqp::commands::c_local_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string definition;
};

void act(const Args& a, runtime::Session& s) { kit::define_macro(a.definition, s, s.caller().locals); }

}  // namespace

extern const Command c_local_command =
    define<Args>("c_local", "Define a local macro of the caller")
        .raw(&Args::definition)
        .remark("c_local name text|= exp|: function, in a program: the macro is a local of the program or do-file that "
                "called it.")
        .example("A program that gives back a text",
                 "program answer\n  c_local text \"of the program\"\nend\nanswer\nscalar t = \"`text'\"",
                 "scalar(t) == \"of the program\"")
        .acts(act);

}  // namespace nqp::commands::c_local_
