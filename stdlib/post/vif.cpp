// vif: the older name of estat vif.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/old_estat_name.hpp"

namespace nqp::commands::vif_ {
namespace {

command::Output run(const kit::OldEstatArgs& a, const command::Context& c) {
  return kit::run_old_estat_name("vif", a, c);
}

}  // namespace

extern const command::Command vif_command =
    kit::old_estat_name("vif", "Variance inflation factors after regress")
        .stores({{"r(vif_1)", "the largest factor, r(vif_2) the next, and so on"},
                 {"r(name_1)", "the regressor it belongs to"}})
        .remark("Option uncentered computes them around zero.")
        .example("Two regressors share one factor",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate z = mod(_n, 7)\ngenerate y = x + mod(_n, 3)\n"
                 "regress y x z\nvif",
                 "r(vif_1) >= 1 & abs(r(vif_1) - r(vif_2)) < 1e-9")
        .example("Around zero",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate z = mod(_n, 7)\ngenerate y = x + mod(_n, 3)\n"
                 "regress y x z\nvif, uncentered",
                 "r(vif_1) > 1")
        .runs(run);

}  // namespace nqp::commands::vif_
