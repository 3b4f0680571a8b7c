// do: run a do-file.
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
  kit::run_do_file(f, s, true, true);
}

}  // namespace

extern const Command do_command =
    define<Args>("do", "Run a do-file")
        .anything(&Args::file)
        .flag("nostop", &Args::nostop, "accepted for compatibility")
        .remark("The suffix .nqp, then .do, is added to a name without one. Arguments arrive as `1', `2' …")
        .example("A file that does not exist", "capture do nowhere.nqp\nscalar rc = _rc", "rc == 601")
        .acts(act);

}  // namespace nqp::commands
