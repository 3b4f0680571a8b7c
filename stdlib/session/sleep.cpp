// sleep: waits.
#include <chrono>
#include <thread>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::sleep_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string milliseconds;
};

void act(const Args& a, runtime::Session& s) {
  const double total = s.number(a.milliseconds);
  if (data::is_missing(total) || total < 0) throw Error(198, "sleep needs a number of milliseconds");
  // In short steps, so that Ctrl-C is heard.
  for (double waited = 0; waited < total; waited += 20) {
    s.poll();
    std::this_thread::sleep_for(std::chrono::milliseconds(static_cast<long>(std::min(20.0, total - waited))));
  }
}

}  // namespace

extern const Command sleep_command =
    define<Args>("sleep", "Wait a number of milliseconds")
        .anything(&Args::milliseconds)
        .example("A moment", "sleep 5\nscalar ok = 1", "ok == 1")
        .example("A bad number", "capture sleep -1\nscalar rc = _rc", "rc == 198")
        .acts(act);

}  // namespace nqp::commands::sleep_
