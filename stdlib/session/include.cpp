// include: run a do-file with the macros of the caller.
#include "stdlib/kit/do_file.hpp"

namespace nqp::commands::include_ {
namespace {

void act(const kit::DoFileArgs& a, runtime::Session& s) {
  kit::run_do_file(a, s, false, true);
}

}  // namespace

extern const command::Command include_command =
    kit::define_do_file("INCLude", "Run a do-file with the macros of the caller", act);

}  // namespace nqp::commands::include_
