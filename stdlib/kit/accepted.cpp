#include "stdlib/kit/accepted.hpp"

#include "interpreter/command/definition.hpp"

namespace nqp::kit {
namespace {

struct AcceptedArgs {
  std::string text;
};

command::Output run_accepted(const AcceptedArgs&, const command::Context&) { return {}; }

}  // namespace

command::Command accepted(const std::string& name, const std::string& title, const std::string& call) {
  return command::define<AcceptedArgs>(name, title)
      .raw(&AcceptedArgs::text)
      .no_by()
      .example("Accepted", call + "\nscalar ok = 1", "ok == 1")
      .runs(run_accepted);
}

}  // namespace nqp::kit
