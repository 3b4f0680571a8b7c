// dwstat: the older name of estat dwatson.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/old_estat_name.hpp"

namespace nqp::commands::dwstat_ {
namespace {

command::Output run(const kit::OldEstatArgs& a, const command::Context& c) {
  return kit::run_old_estat_name("dwatson", a, c);
}

constexpr const char* series =
    "clear\nset obs 30\ngenerate t = _n\ntsset t\ngenerate x = mod(_n, 5)\ngenerate y = x + mod(_n, 7)\n"
    "quietly regress y x\n";

}  // namespace

extern const command::Command dwstat_command =
    kit::old_estat_name("dwstat", "Durbin-Watson statistic after regress")
        .stores({{"r(dw)", "Durbin-Watson statistic"}})
        .example("The same as estat",
                 std::string(series) + "dwstat\nscalar old = r(dw)\nestat dwatson",
                 "old == r(dw)")
        .example("Between 0 and 4",
                 std::string(series) + "dwstat",
                 "r(dw) > 0 & r(dw) < 4")
        .runs(run);

}  // namespace nqp::commands::dwstat_
