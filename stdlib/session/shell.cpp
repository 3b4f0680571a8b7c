// shell: a command for the system, where the host has one.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::shell_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  const std::string text(kit::trim(a.text));
  if (text.empty()) throw Error(198, "a command for the system is needed", std::nullopt, {"write shell command"});
  const int status = s.host().run(text);
  if (status != 0) s.say("(the command ended with status " + std::to_string(status) + ")", report::Style::note);
}

}  // namespace

extern const Command shell_command =
    define<Args>("shell", "Run a command of the operating system")
        .raw(&Args::text)
        .alias("!")
        .alias("winexec")
        .alias("xshell")
        .no_by()
        .changes(Effect::process)
        .remark(
            "The command's output goes to the terminal. A command that fails is not an error. Where the host runs no "
            "commands, r(198).")
        .example("A command that does nothing", "capture shell true\nscalar rc = _rc", "rc == 0 | rc == 198")
        .example("Without a command", "capture shell", "_rc == 198")
        .acts(act);

}  // namespace nqp::commands::shell_
