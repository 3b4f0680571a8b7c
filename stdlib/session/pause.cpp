// pause: accepted so that do-files written elsewhere run; there is nothing to do.
#include "interpreter/command/command.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

Output run(const Args&, const Context&) { return {}; }

}  // namespace

extern const Command pause_command =
    define<Args>("pause", "Accepted; nothing is interrupted")
        .raw(&Args::text)
        .no_by()
        .example("Accepted", "pause off\nscalar ok = 1", "ok == 1")
        .runs(run);

}  // namespace nqp::commands
