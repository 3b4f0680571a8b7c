// error: ends a program with a return code.
#include "interpreter/command/definition.hpp"
#include "interpreter/command/return_codes.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::error_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string code;
};

void act(const Args& a, runtime::Session& s) {
  if (a.code.empty()) throw Error(198, "error needs a return code");
  const int code = static_cast<int>(s.number(a.code));
  if (code != 0) throw Error(code, return_code_text(code));
}

}  // namespace

extern const Command error_command =
    define<Args>("error", "End with a return code and its message")
        .anything(&Args::code)
        .example("Raise and capture", "capture error 459\nscalar rc = _rc", "rc == 459")
        .example("Zero is no error", "error 0\nscalar ok = 1", "ok == 1")
        .acts(act);

}  // namespace nqp::commands::error_
