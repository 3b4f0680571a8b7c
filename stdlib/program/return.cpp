// return: r() of a program; return list shows r().
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/results_listing.hpp"

namespace nqp::commands::return_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  const std::string text = text::trimmed(a.text);
  const std::string first = text.substr(0, text.find_first_of(" \t,"));
  if (first.empty() || std::string("list").compare(0, first.size(), first) == 0)
    return s.show(kit::list_results(s.r(), 'r'));
  runtime::Level& level = s.level();
  const bool in_program = level.program != nullptr;
  if (first == "clear") {
    (in_program ? level.returned : s.r()) = {};
    return;
  }
  if (in_program && level.program->result_class != "rclass")
    throw Error(151, "non-r-class program may not set r()", std::nullopt,
                {"program " + level.program->name + ", rclass"});
  if (first == "add") {
    Results merged = s.r();
    for (auto& [n, v] : level.returned.scalars) merged.scalar(n, v);
    for (auto& [n, v] : level.returned.macros) merged.macro(n, v);
    for (auto& [n, v] : level.returned.matrices) merged.matrix(n, v);
    level.returned = std::move(merged);
    return;
  }
  kit::file_result(text, in_program ? level.returned : s.r(), s);
}

}  // namespace

extern const Command return_command =
    define<Args>("RETurn", "Results of a program; list r()")
        .raw(&Args::text)
        .remark("return scalar name = exp, return local name text, return matrix name = mat; return add, clear, list.")
        .example("A program that returns", "program half, rclass\n  return scalar x = `1'/2\nend\nhalf 3",
                 "r(x) == 1.5")
        .example("Only r-class programs may", "program p\n  return scalar x = 1\nend\ncapture p\nscalar rc = _rc",
                 "rc == 151")
        .acts(act);

}  // namespace nqp::commands::return_
