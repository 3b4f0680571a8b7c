// local: macros of the running do-file, program or prompt.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/macro_definition.hpp"

namespace nqp::commands::local_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string definition;
};

void act(const Args& a, runtime::Session& s) { kit::define_macro(a.definition, s, s.level().locals); }

}  // namespace

extern const Command local_command =
    define<Args>("LOCal", "Define a local macro")
        .raw(&Args::definition)
        .remark("local x text; local x = exp; local x : function; local ++x. Without a value the macro is dropped.")
        .example("Text and values", "local a 1+1\nlocal b = 1+1\nscalar a = \"`a'\"\nscalar b = `b'",
                 "scalar(a) == \"1+1\" & scalar(b) == 2")
        .example("A macro function", "local words one two three\nlocal n : word count `words'\nscalar n = `n'",
                 "n == 3")
        .acts(act);

}  // namespace nqp::commands::local_
