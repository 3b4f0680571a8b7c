// cls: accepted so that do-files written elsewhere run; there is nothing to do.
#include "interpreter/command/command.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

Output run(const Args&, const Context&) { return {}; }

}  // namespace

extern const Command cls_command =
    define<Args>("cls", "Accepted; clears the screen elsewhere")
        .raw(&Args::text)
        .no_by()
        .example("Accepted", "cls \nscalar ok = 1", "ok == 1")
        .runs(run);

}  // namespace nqp::commands
