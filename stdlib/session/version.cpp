// version: accepted; nqp has one behaviour so far.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::version_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string number, born;
  bool missing = false, user = false;
};

void act(const Args& a, runtime::Session& s) {
  if (a.number.empty()) return s.say("version 18.0");
  const double v = s.number(a.number);
  if (data::is_missing(v) || v < 1) throw Error(198, "invalid version number " + a.number);
}

}  // namespace

extern const Command version_command =
    define<Args>("VERsion", "State the version a do-file was written for")
        .anything(&Args::number)
        .flag("missing", &Args::missing, "accepted: missing values are always those of today")
        .flag("user", &Args::user, "accepted")
        .text("born", &Args::born, "accepted: nqp has no earlier builds to refuse")
        .remark("Accepted and checked; every version behaves alike.")
        .example("At the top of a do-file", "version 16\nscalar ok = 1", "ok == 1")
        .example("As a prefix", "version 14: scalar ok = 2", "ok == 2")
        .acts(act);

}  // namespace nqp::commands::version_
