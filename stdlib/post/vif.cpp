// vif: variance inflation factors; the older name of estat vif.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/estat.hpp"

namespace nqp::commands::vif_ {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

Output run(const Args& a, const Context& c) {
  if (!c.e || c.e->results.macro_or("cmd") != "regress")
    throw Error(301, "last estimates not found", std::nullopt, {"vif follows regress"});
  kit::EstatCall call{kit::split_options(a.raw), c.e->results, c};
  return kit::estat_vif(call);
}

}  // namespace

extern const Command vif_command =
    define<Args>("vif", "Variance inflation factors after regress")
        .raw(&Args::raw)
        .stores({{"r(vif_1)", "the largest factor, r(vif_2) the next, and so on"},
                 {"r(name_1)", "the regressor it belongs to"}})
        .changes(Effect::results)
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
