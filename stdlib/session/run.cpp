// run: run a do-file in silence.
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
  s.quietly([&] { kit::run_do_file(f, s, true, false); });
}

}  // namespace

extern const Command run_command =
    define<Args>("RUn", "Run a do-file in silence")
        .anything(&Args::file)
        .flag("nostop", &Args::nostop, "accepted for compatibility")
        .remark("The suffix .nqp, then .do, is added to a name without one. Arguments arrive as `1', `2' …")
        .example("A file that does not exist", "capture run nowhere.nqp\nscalar rc = _rc", "rc == 601")
        .acts(act);

}  // namespace nqp::commands
