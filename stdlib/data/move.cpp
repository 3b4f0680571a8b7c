#include <algorithm>

#include "interpreter/command/definition.hpp"

namespace nqp::commands::move_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
};

Output run(const Args& a, const Context& c) {
  data::Frame f = c.frame;
  const auto begin = f.variables.begin();
  const auto from = static_cast<std::ptrdiff_t>(*f.index(a.variables[0]));
  const auto to = static_cast<std::ptrdiff_t>(*f.index(a.variables[1]));
  if (from < to) std::rotate(begin + from, begin + from + 1, begin + to + 1);
  else std::rotate(begin + to, begin + from, begin + from + 1);
  Output out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command move_command =
    define<Args>("move", "Move a variable to the place of another")
        .varlist(&Args::variables, Count{2, 2})
        .no_by()
        .changes(Effect::data)
        .remark("Old spelling; order does more.")
        .example("To the place of make", "sysuse auto\nmove foreign make\nkeep foreign-make", "c(k) == 2")
        .example("Towards the end", "sysuse auto\nmove make mpg\nkeep price-make", "c(k) == 3")
        .runs(run);

}  // namespace nqp::commands::move_
