// run: run a do-file in silence.
#include "stdlib/kit/do_file.hpp"

namespace nqp::commands::run_ {
namespace {

void act(const kit::DoFileArgs& a, runtime::Session& s) {
  s.quietly([&] { kit::run_do_file(a, s, true, false); });
}

}  // namespace

extern const command::Command run_command = kit::define_do_file("RUn", "Run a do-file in silence", act);

}  // namespace nqp::commands::run_
