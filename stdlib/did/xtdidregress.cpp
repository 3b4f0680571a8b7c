// xtdidregress: difference in differences with panel data.
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/two_list_did.hpp"

namespace nqp::commands::xtdidregress_ {
namespace {

using namespace command;

Output run(const kit::TwoListArgs& a, const Context& c) { return kit::run_group_did("xtdidregress", true, a, c); }

constexpr const char* panel =
    "clear\nset obs 80\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\nxtset id t\n"
    "generate byte d = id <= 4 & t >= 5\ngenerate x = mod(13*_n, 7)\n"
    "generate y = id + .3*t + 2*d + .1*x + mod(7*_n, 11)/20\n";

}  // namespace

extern const Command xtdidregress_command = kit::loose_body(
    kit::group_did_declaration("xtdidregress", "Difference in differences with panel data", true)
        .example("A treatment of groups",
                 std::string(panel) + "xtdidregress (y x) (d), group(id) time(t)\nscalar b = _b[ATET:r1vs0.d]\n"
                                      "quietly xtreg y d x i.t, fe vce(cluster id)",
                 "reldif(b, _b[d]) < 1e-10")
        .example("Were trends parallel?",
                 std::string(panel) +
                     "xtdidregress (y) (d), group(id) time(t)\nestat trendplots\nestat granger\nestat ptrends",
                 "r(df_m) == 1 & r(p) > 0")
        .runs(run));

}  // namespace nqp::commands::xtdidregress_
