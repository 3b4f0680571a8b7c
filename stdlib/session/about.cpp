// about: what this program is.
#include "interpreter/command/definition.hpp"

namespace nqp::commands::about_ {
namespace {

using namespace nqp::command;

struct Args {};

Output run(const Args&, const Context&) {
  Output out;
  out.line("nqp (nqp --version tells the number)");
  return out.line("open source; runs do-files for econometrics and policy evaluation");
}

}  // namespace

extern const Command about_command =
    define<Args>("about", "What this program is")
        .no_by()
        .example("About", "about\nscalar ok = 1", "ok == 1")
        .example("Its number is not that of the language", "about\nscalar v = c(stata_version)", "v >= 16")
        .runs(run);

}  // namespace nqp::commands::about_
