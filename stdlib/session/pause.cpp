// pause: a place in a program to stop and look. Do-files are not waited for: the message is shown and they go on.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::pause_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string message;
};

struct Pausing {
  bool on = false;
};

void act(const Args& a, runtime::Session& s) {
  bool& on = s.state<Pausing>().on;
  if (a.message == "on" || a.message == "off") on = a.message == "on";
  else if (on) s.say("pause:  " + a.message);
}

}  // namespace

extern const Command pause_command =
    define<Args>("pause", "Show where a program is")
        .raw(&Args::message)
        .remark(
            "pause on and pause off switch it; it is off at first. While it is on, pause shows its message; nothing "
            "waits.")
        .example("Off", "pause off\npause here\nscalar ok = 1", "ok == 1")
        .example("On", "pause on\npause here\npause off\nscalar ok = 1", "ok == 1")
        .acts(act);

}  // namespace nqp::commands::pause_
