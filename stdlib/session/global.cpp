// global: macros that all do-files and programs see.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/macro_definition.hpp"

namespace nqp::commands::global_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string definition;
};

void act(const Args& a, runtime::Session& s) { kit::define_macro(a.definition, s, s.globals()); }

}  // namespace

extern const Command global_command =
    define<Args>("GLobal", "Define a global macro")
        .raw(&Args::definition)
        .example("A list of controls", "global controls x1 x2\nscalar n = wordcount(\"$controls\")", "n == 2")
        .example("A value", "global half = 1/2\nscalar half = $half", "half == .5")
        .acts(act);

}  // namespace nqp::commands::global_
