// csdid_stats: averages of csdid's effects.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/csdid_statistics.hpp"

namespace nqp::commands::csdid_stats_ {
namespace {

using namespace command;
using Args = kit::StatisticsArgs;

constexpr const char* estimates = "sysuse mpdta\nquietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat)\n";

}  // namespace

extern const Command csdid_stats_command =
    define<Args>("csdid_stats", "Averages of csdid's effects, as estat makes them")
        .raw(&Args::text)
        .stores({{"r(b)", "averages"}, {"r(V)", "their variances and covariances"}, {"r(agg)", "which averages"}})
        .changes(Effect::results | Effect::estimates)
        .remark("csdid_stats simple, group, calendar, event, attgt, pretrend and all are estat with these words. "
                "estore(name) stores the averages as estimates.")
        .example("By time since treatment", std::string(estimates) + "csdid_stats event, window(-2 2)",
                 "colsof(r(b)) == 7")
        .remark("With the data of csdid, saverif(file) in memory the averages are made of them, and e() is theirs.")
        .example("From influence functions in a file",
                 std::string(estimates) + "csdid_stats event\nmatrix b = r(b)\nmatrix V = r(V)\ntempfile rif\n"
                 "quietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat) saverif(`rif') replace\n"
                 "use `rif', clear\nereturn clear\ncsdid_stats event",
                 "mreldif(b, r(b)) < 1e-10 & mreldif(V, r(V)) < 1e-10")
        .example("Stored for a table",
                 std::string(estimates) + "csdid_stats event, estore(es)\nestimates restore es",
                 "_b[Post_avg] < 0 & e(agg) == \"event\"")
        .acts(kit::run_csdid_statistics);

}  // namespace nqp::commands::csdid_stats_
