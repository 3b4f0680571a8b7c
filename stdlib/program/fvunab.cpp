// fvunab: the same for lists with factor-variable and time-series operators.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/written_varlist.hpp"

namespace nqp::commands::fvunab_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

void act(const Args& a, runtime::Session& s) {
  kit::write_varlist_into_local("fvunab", a.line, kit::Operators::all, s);
}

}  // namespace

extern const Command fvunab_command =
    define<Args>("fvunab", "Write a list with factor-variable operators out in full")
        .raw(&Args::line)
        .remark("fvunab name : varlist [, min(#) max(#) name(text)]; the list lands in the local name.")
        .example("A group", "sysuse auto\nfvunab all : i.(fore rep78) c.mp\nscalar s = \"`all'\"",
                 "scalar(s) == \"i.foreign i.rep78 c.mpg\"")
        .example("An interaction", "sysuse auto\nfvunab all : fore##c.mp\nscalar s = \"`all'\"",
                 "scalar(s) == \"i.foreign##c.mpg\"")
        .acts(act);

}  // namespace nqp::commands::fvunab_
