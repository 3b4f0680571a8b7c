#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::assert_ {
using namespace nqp::command;
namespace {

struct Args {
  ast::ExpressionPtr value;
  Sample sample;
  bool rc0 = false, null = false, fast = false;
};

std::string counted(std::size_t n, const char* one, const char* many) {
  return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")) + " " + (n == 1 ? one : many);
}

Output run(const Args& a, const Context& c) {
  // Without data an assertion about scalars and results is a single value.
  if (c.frame.rows == 0 && !a.sample.condition && !a.sample.range) {
    if (!eval::is_true(*a.value, c.scope) && !a.rc0) throw Error(9, "assertion is false", a.value->span);
    return {};
  }
  const kit::Selection s = kit::select(c, a.sample);
  const kit::SelectedPlan plan(*a.value, c, a.sample, s);
  std::size_t contradictions = 0, first = 0;
  kit::for_chunks(*plan, s.begin, s.end, [&](const kit::Chunk& k) {
    for (std::size_t i = 0; i < k.values.size(); ++i) {
      if (k.values[i] != 0 || !(s.use.empty() || s.use[k.first - s.begin + i])) continue;
      if (contradictions++ == 0) first = k.first + i + 1;
    }
  });
  if (contradictions == 0) return {};
  const std::string text = fmt::format("{} in {}", counted(contradictions, "contradiction", "contradictions"),
                                       counted(s.count(), "observation", "observations"));
  if (a.rc0) return Output{}.line(text);
  throw Error(9, "assertion is false: " + text, a.value->span, {fmt::format("the first is observation {}", first)});
}

}  // namespace

extern const Command assert_command =
    define<Args>("assert", "Stop unless an expression is true in every observation")
        .expression(&Args::value)
        .if_in(&Args::sample)
        .flag("rc0", &Args::rc0, "report only, without an error")
        .flag("Null", &Args::null, "accepted; nothing to check is no error")
        .flag("fast", &Args::fast, "accepted; the check is one pass")
        .by_native()
        .example("A range", "sysuse auto\nassert price > 0 & price < 20000", "1")
        .example("Caught", "sysuse auto\ncapture assert rep78 < 5 if !missing(rep78)", "_rc == 9")
        .example("Only reported", "sysuse auto\nassert foreign == 0, rc0 null fast", "1")
        .runs(run);

}  // namespace nqp::commands::assert_
