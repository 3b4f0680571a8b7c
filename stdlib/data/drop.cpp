#include "interpreter/command/definition.hpp"
#include "stdlib/kit/keep_rows.hpp"

namespace nqp::commands::drop_ {
using namespace nqp::command;
namespace {

Output run(const kit::KeepArgs& a, const Context& c) { return kit::keep_or_drop(a, c, false); }

}  // namespace

extern const Command drop_command = define<kit::KeepArgs>("drop", "Remove variables or observations")
                                        .anything(&kit::KeepArgs::variables)
                                        .if_in(&kit::KeepArgs::sample)
                                        .by_native()
                                        .changes(Effect::data)
                                        .example("Variables", "sysuse auto\ndrop trunk-length m*", "c(k) == 7")
                                        .example("Observations", "sysuse auto\ndrop if missing(rep78)", "_N == 69")
                                        .runs(run);

}  // namespace nqp::commands::drop_
