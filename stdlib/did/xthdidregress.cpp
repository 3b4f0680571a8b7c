// xthdidregress: difference in differences with effects that differ by cohort and period.
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/two_list_did.hpp"

namespace nqp::commands::xthdidregress_ {
namespace {

using namespace command;

Output run(const kit::TwoListArgs& a, const Context& c) { return kit::run_cohort_did("xthdidregress", true, a, c); }

constexpr const char* panel =
    "clear\nset obs 96\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\nxtset id t\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 6, 0))\ngenerate byte d = g > 0 & t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command xthdidregress_command = kit::loose_body(
    kit::cohort_did_declaration("xthdidregress", "Heterogeneous difference in differences, panel data", true)
        .example("The same as csdid",
                 std::string(panel) + "xthdidregress ra (y) (d), group(id)\nscalar b = _b[g4:t_3_5]\n"
                                      "quietly csdid y, ivar(id) time(t) gvar(g) method(reg)",
                 "b == _b[g4:t_3_5]")
        .example("Averages by time since treatment, and the effects of each cohort as a figure",
                 std::string(panel) + "xthdidregress aipw (y) (d), group(id)\nestat aggregation, dynamic graph\n"
                                      "matrix b = r(b)\nestat atetplot",
                 "abs(b[1,2] - 2) < .3 & !missing(_did_cohort)")
        .example("Extended two-way fixed effects",
                 std::string(panel) + "xthdidregress twfe (y) (d), group(id)\nestat event",
                 "abs(el(r(b), 1, 2) - 2) < .3")
        .runs(run));

}  // namespace nqp::commands::xthdidregress_
