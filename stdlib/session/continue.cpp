// continue: the next round of a loop, or its end.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::continue_ {
namespace {

using namespace nqp::command;

struct Args {
  bool leave = false;
};

void act(const Args& a, runtime::Session& s) {
  if (s.level().loops == 0) throw Error(119, "continue stands outside a loop", std::nullopt,
                                            {"exit leaves a do-file or a program"});
  throw runtime::LoopRequest{a.leave};
}

}  // namespace

extern const Command continue_command =
    define<Args>("continue", "Go on with the next round of a loop, or leave it")
        .flag("break", &Args::leave, "leave the loop")
        .example("Skip", "scalar n = 0\nforvalues i = 1/4 {\n  if `i' == 2 continue\n  scalar n = n + `i'\n}", "n == 8")
        .example("Leave", "scalar n = 0\nforvalues i = 1/4 {\n  if `i' == 3 continue, break\n  scalar n = n + `i'\n}",
                 "n == 3")
        .acts(act);

}  // namespace nqp::commands::continue_
