#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::count_ {
using namespace nqp::command;
namespace {

struct Args {
  Sample sample;
};

Output run(const Args& a, const Context& c) {
  const auto n = static_cast<double>(kit::select(c, a.sample).count());
  Output out;
  out.line("  " + text::trimmed(text::format_number(n, "%20.0fc")), report::Style::result);
  out.r = Results{}.scalar("N", n);
  return out;
}

}  // namespace

extern const Command count_command = define<Args>("COUnt", "Count observations")
                                         .if_in(&Args::sample)
                                         .stores({{"r(N)", "number of observations"}})
                                         .example("All", "sysuse auto\ncount", "r(N) == 74")
                                         .example("Some", "sysuse auto\ncount if rep78 > 4", "r(N) == 16")
                                         .runs(run);

}  // namespace nqp::commands::count_
