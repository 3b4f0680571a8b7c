// do: run a do-file.
#include "stdlib/kit/do_file.hpp"

namespace nqp::commands::do_ {
namespace {

void act(const kit::DoFileArgs& a, runtime::Session& s) {
  kit::run_do_file(a, s, true, true);
}

}  // namespace

extern const command::Command do_command = kit::define_do_file("do", "Run a do-file", act);

}  // namespace nqp::commands::do_
