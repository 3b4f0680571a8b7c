// hdidregress: difference in differences with effects that differ by cohort and period, in repeated cross sections.
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/two_list_did.hpp"

namespace nqp::commands::hdidregress_ {
namespace {

using namespace command;

Output run(const kit::TwoListArgs& a, const Context& c) { return kit::run_cohort_did("hdidregress", false, a, c); }

// Four people a year in each of twelve states; those of six are treated from period 4 or 6 on.
constexpr const char* sections =
    "clear\nset obs 384\ngenerate state = mod(_n - 1, 12) + 1\ngenerate t = mod(ceil(_n/12) - 1, 8) + 1\n"
    "generate byte d = (state <= 3 & t >= 4) | (inrange(state, 4, 6) & t >= 6)\n"
    "generate y = state + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command hdidregress_command = kit::loose_body(
    kit::cohort_did_declaration("hdidregress", "Heterogeneous difference in differences, cross sections", false)
        .example("Averages by time since treatment",
                 std::string(sections) + "hdidregress ra (y) (d), group(state) time(t)\nestat aggregation, dynamic",
                 "e(N_clust) == 12 & abs(el(r(b), 1, 2) - 2) < .3 & e(datatype) == \"rcs\"")
        .example("The same as csdid without ivar()",
                 std::string(sections) + "hdidregress aipw (y) (d), group(state) time(t) controlgroup(notyet)\n"
                                         "scalar b = _b[g4:t_3_5]\n"
                                         "quietly csdid y, time(t) gvar(_did_cohort) notyet vce(cluster state)",
                 "b == _b[g4:t_3_5]")
        .example("Extended two-way fixed effects, group and period effects",
                 std::string(sections) +
                     "hdidregress twfe (y) (d), group(state) time(t)\nestat aggregation\nmatrix b = r(b)\n"
                     "estat atetplot",
                 "abs(b[1,1] - 2) < .3")
        .runs(run));

}  // namespace nqp::commands::hdidregress_
