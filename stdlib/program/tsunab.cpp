// tsunab: the same for lists with time-series operators.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/written_varlist.hpp"

namespace nqp::commands::tsunab_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

void act(const Args& a, runtime::Session& s) {
  kit::write_varlist_into_local("tsunab", a.line, kit::Operators::time, s);
}

}  // namespace

extern const Command tsunab_command =
    define<Args>("tsunab", "Write a list with time-series operators out in full")
        .raw(&Args::line)
        .remark("tsunab name : varlist [, min(#) max(#) name(text)]; the list lands in the local name.")
        .example("Two lags", "sysuse auto\ntsunab all : L(1/2).pri d.mpg\nscalar s = \"`all'\"",
                 "scalar(s) == \"L.price L2.price D.mpg\"")
        .example("Factor operators are refused", "sysuse auto\ncapture tsunab all : i.rep78\nscalar rc = _rc",
                 "rc == 101")
        .acts(act);

}  // namespace nqp::commands::tsunab_
