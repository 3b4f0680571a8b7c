// bacondecomp: the two-way fixed effects coefficient as an average of two-group comparisons.
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/bacon.hpp"
#include "stdlib/kit/display.hpp"

namespace nqp::commands::bacondecomp_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y;
  Terms x;
  Sample sample;
  bool details = false, no_graph = false, robust = false;
  std::string graph, stub;
};

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("bacondecomp", a, c);
  if (a.x.empty())
    throw Error(102, "too few variables specified", std::nullopt, {"bacondecomp y d: outcome and 0/1 treatment"});
  kit::BaconRequest q;
  q.data.y = a.y;
  q.data.treat = term_name(a.x[0]);
  q.data.x.assign(a.x.begin() + 1, a.x.end());
  q.data.sample = a.sample;
  q.data.level = a.level;
  q.details = a.details;
  q.stub = a.stub;
  q.graph = !a.no_graph, q.graph_options = a.graph;
  return kit::estimate_bacon(q, c);
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, .))\ngenerate byte d = t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command bacondecomp_command =
    define<Args>("bacondecomp", "Goodman-Bacon decomposition of the two-way fixed effects coefficient")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .flag("DDETail", &Args::details, "show every pair of cohorts")
        .text("stub", &Args::stub, "keep the pairs as variables stubT stubC stubB stubS stubcgroup")
        .flag("noGRaph", &Args::no_graph, "no figure")
        .text("GROPtions", &Args::graph, "options of the figure: title(), name(), saving() …")
        .flag("Robust", &Args::robust, "accepted; errors are clustered by unit")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(dd)", "Σ weight · estimate, equal to the coefficient"},
                 {"e(wt_sum_e)", "weight of early against later treated"},
                 {"e(wt_sum_l)", "weight of later against early treated"},
                 {"e(wt_sum_u)", "weight of treated against never treated"},
                 {"e(dd_avg_e)", "average estimate, early against later"},
                 {"e(dd_avg_l)", "average estimate, later against early"},
                 {"e(dd_avg_u)", "average estimate, against never treated"},
                 {"e(sumdd)", "average estimate and weight by type"},
                 {"e(wt_types)", "type, cohort, control cohort, estimate and weight of every pair"},
                 {"e(b)", "the two-way fixed effects coefficient"},
                 {"e(V)", "its variance"},
                 {"e(N)", "observations"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference("Goodman-Bacon, A. (2021). Journal of Econometrics 225, 254-277.")
        .remark("The panel has to be balanced and the treatment to stay once it is there. wt_sum_a and dd_avg_a are "
                "filed when units are treated from the first period on.")
        .remark("The figure has the estimate of every pair against its weight and a line at the coefficient.")
        .example("Two cohorts and never-treated units", std::string(panel) + "bacondecomp y d, ddetail",
                 "abs(e(dd) - _b[d]) < 1e-10 & abs(e(wt_sum_e) + e(wt_sum_l) + e(wt_sum_u) - 1) < 1e-12")
        .example("The pairs", std::string(panel) + "bacondecomp y d\nmatrix W = e(wt_types)",
                 "rowsof(W) == 4 & abs(_b[d] - 2) < .2")
        .example("The pairs as variables",
                 std::string(panel) + "bacondecomp y d, stub(Bacon_) nograph\n"
                                      "generate bs = sum(Bacon_B*Bacon_S)",
                 "abs(bs[_N] - _b[d]) < 1e-6")
        .runs(run);

}  // namespace nqp::commands::bacondecomp_
