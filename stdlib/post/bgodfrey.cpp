// bgodfrey: the older name of estat bgodfrey.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/old_estat_name.hpp"

namespace nqp::commands::bgodfrey_ {
namespace {

command::Output run(const kit::OldEstatArgs& a, const command::Context& c) {
  return kit::run_old_estat_name("bgodfrey", a, c);
}

constexpr const char* series =
    "clear\nset obs 30\ngenerate t = _n\ntsset t\ngenerate x = mod(_n, 5)\ngenerate y = x + mod(_n, 7)\n"
    "quietly regress y x\n";

}  // namespace

extern const command::Command bgodfrey_command =
    kit::old_estat_name("bgodfrey", "Breusch-Godfrey test for serial correlation after regress")
        .stores({{"r(chi2)", "matrix of chi-squared"}, {"r(p)", "matrix of p-values"}})
        .example("The same as estat",
                 std::string(series) + "bgodfrey, lags(1)\nmatrix A = r(chi2)\n"
                                       "estat bgodfrey, lags(1)\nmatrix B = r(chi2)",
                 "A[1,1] == B[1,1]")
        .example("Two lags",
                 std::string(series) + "bgodfrey, lags(1 2)\nmatrix P = r(p)",
                 "colsof(P) == 2 | rowsof(P) == 2")
        .runs(run);

}  // namespace nqp::commands::bgodfrey_
