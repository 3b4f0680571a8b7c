// include: run a do-file with the macros of the caller.
#include "interpreter/command/command.hpp"
#include "stdlib/kit/do_file.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;

struct Args {
  std::string file;
  bool nostop = false;
};

void act(const Args& a, runtime::Session& s) {
  const kit::DoFile f = kit::find_do_file(a.file, s);
  kit::run_do_file(f, s, false, true);
}

}  // namespace

extern const Command include_command =
    define<Args>("INCLude", "Run a do-file with the macros of the caller")
        .anything(&Args::file)
        .flag("nostop", &Args::nostop, "accepted for compatibility")
        .remark("The suffix .nqp, then .do, is added to a name without one. Arguments arrive as `1', `2' …")
        .example("A file that does not exist", "capture include nowhere.nqp\nscalar rc = _rc", "rc == 601")
        .acts(act);

}  // namespace nqp::commands
