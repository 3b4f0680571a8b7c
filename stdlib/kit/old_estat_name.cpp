#include "stdlib/kit/old_estat_name.hpp"

#include <utility>

#include "stdlib/kit/estat.hpp"

namespace nqp::kit {

command::Output run_old_estat_name(const char* word, const OldEstatArgs& a, const command::Context& c) {
  if (!c.e || c.e->results.macro_or("cmd") != "regress")
    throw Error(301, "last estimates not found", std::nullopt, {"it follows regress"});
  const EstatSubcommand& subcommand = estat_subcommand(word, c.e->results);
  EstatCall call{split_options(a.raw), c.e->results, c};
  return subcommand.run(call);
}

command::Definition<OldEstatArgs> old_estat_name(const char* name, const char* title) {
  return std::move(command::define<OldEstatArgs>(name, title)
                       .raw(&OldEstatArgs::raw)
                       .changes(command::Effect::results)
                       .remark("An older name of the subcommand of estat; help estat has its options."));
}

}  // namespace nqp::kit
