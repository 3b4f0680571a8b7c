#include "stdlib/kit/keep_rows.hpp"

namespace nqp::commands::keep_ {
using namespace nqp::command;
namespace {

Output run(const kit::KeepArgs& a, const Context& c) { return kit::keep_or_drop(a, c, true); }

}  // namespace

extern const Command keep_command =
    define<kit::KeepArgs>("keep", "Keep variables or observations and remove the others")
        .anything(&kit::KeepArgs::variables)
        .if_in(&kit::KeepArgs::sample)
        .by_native()
        .changes(Effect::data)
        .example("Variables", "sysuse auto\nkeep make price", "c(k) == 2")
        .example("The first of every group", "sysuse auto\nbysort foreign (price): keep if _n == 1", "_N == 2")
        .runs(run);

}  // namespace nqp::commands::keep_
