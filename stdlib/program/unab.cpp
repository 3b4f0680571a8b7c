// unab: writes a list of variables out in full, into a local.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/written_varlist.hpp"

namespace nqp::commands::unab_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

void act(const Args& a, runtime::Session& s) {
  kit::write_varlist_into_local("unab", a.line, kit::Operators::none, s);
}

}  // namespace

extern const Command unab_command =
    define<Args>("unab", "Write a list of variables out in full")
        .raw(&Args::line)
        .remark("unab name : varlist [, min(#) max(#) name(text)]; the list lands in the local name.")
        .example("A pattern", "sysuse auto\nunab all : m*\nscalar s = \"`all'\"", "scalar(s) == \"make mpg\"")
        .example("A range and an abbreviation", "sysuse auto\nunab all : price-rep78 tu\nscalar s = \"`all'\"",
                 "scalar(s) == \"price mpg rep78 turn\"")
        .example("Limits", "sysuse auto\ncapture unab all : m*, max(1)\nscalar rc = _rc", "rc == 103")
        .acts(act);

}  // namespace nqp::commands::unab_
