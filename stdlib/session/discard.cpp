// discard: accepted so that do-files written elsewhere run; there is nothing to do.
#include "interpreter/command/command.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

Output run(const Args&, const Context&) { return {}; }

}  // namespace

extern const Command discard_command =
    define<Args>("discard", "Accepted; programs are never cached")
        .raw(&Args::text)
        .no_by()
        .example("Accepted", "discard \nscalar ok = 1", "ok == 1")
        .runs(run);

}  // namespace nqp::commands
