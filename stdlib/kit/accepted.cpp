#include "stdlib/kit/accepted.hpp"

namespace nqp::kit {
namespace {

struct Args {
  std::string text;
};

command::Output run(const Args&, const command::Context&) { return {}; }

}  // namespace

command::Command accepted(const std::string& name, const std::string& title, const std::string& call) {
  return command::define<Args>(name, title)
      .raw(&Args::text)
      .no_by()
      .example("Accepted", call + "\nscalar ok = 1", "ok == 1")
      .runs(run);
}

}  // namespace nqp::kit
