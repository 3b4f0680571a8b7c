#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::aorder_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
};

void act(const Args& a, runtime::Session& s) {
  std::string names;
  for (const std::string& name : a.variables) names += " " + name;
  if (!names.empty()) s.run_command("order" + names + ", sequential");
}

}  // namespace

extern const Command aorder_command =
    define<Args>("aorder", "Put variables into alphabetical order (old spelling)")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .no_by()
        .changes(Effect::data)
        .remark("order, sequential does the same: digits in names count as numbers.")
        .example("All", "set obs 1\ngenerate x10 = 10\ngenerate x2 = 2\ngenerate a = 1\naorder\ndescribe, varlist",
                 "r(varlist) == \"a x2 x10\"")
        .example("Some come first",
                 "set obs 1\ngenerate b = 1\ngenerate c = 1\ngenerate a = 1\naorder c b\ndescribe, varlist",
                 "r(varlist) == \"b c a\"")
        .acts(act);

}  // namespace nqp::commands::aorder_
