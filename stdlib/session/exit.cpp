// exit: leaves a program, a do-file or the session.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::commands::exit_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string code;
  bool clear = false, stata = false;
};

void act(const Args& a, runtime::Session& s) {
  const int code = a.code.empty() ? 0 : static_cast<int>(s.number(a.code));
  const bool prompt = s.depth() == 1;
  if (prompt && code == 0 && !a.clear && s.frame().changed)
    throw Error(4, "no; data in memory would be lost", std::nullopt, {"save them, or exit, clear"});
  throw runtime::ExitRequest{code, prompt || a.stata};
}

}  // namespace

extern const Command exit_command =
    define<Args>("Exit", "Leave a program, a do-file or nqp")
        .anything(&Args::code)
        .flag("clear", &Args::clear, "leave even when the data have unsaved changes")
        .flag("STATA", &Args::stata, "end the whole session, not only the do-file")
        .alias("bye")
        .example("A return code", "program p\n  exit 9\nend\ncapture p\nscalar rc = _rc", "rc == 9")
        .example("A normal end", "program q\n  exit\n  error 9\nend\nq\nscalar ok = 1", "ok == 1")
        .acts(act);

}  // namespace nqp::commands::exit_
