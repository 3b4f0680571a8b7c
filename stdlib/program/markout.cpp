// markout: takes observations with missing values out of a mark.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"

namespace nqp::commands::markout_ {
namespace {

using namespace nqp::command;

struct Args {
  Variables variables;
  bool strok = false, sysmissok = false;
};

Output run(const Args& a, const Context& c) {
  const data::Column& mark = c.numeric(a.variables.front());
  data::NumericWriter w(data::Storage::byte_, c.frame.rows);
  for (std::size_t i = 0; i < c.frame.rows; ++i) {
    bool use = mark.number(i) != 0;
    for (std::size_t v = 1; v < a.variables.size() && use; ++v) {
      const data::Column& x = *c.variable(a.variables[v]).column;
      use = x.is_string() ? a.strok && !x.missing_at(i)
                          : !x.missing_at(i) || (a.sysmissok && data::missing_index(x.number(i)) > 0);
    }
    w.set(i, use);
  }
  Output out;
  out.frame = c.frame;
  out.frame->replace(*c.frame.index(a.variables.front()), w.finish());
  return out;
}

}  // namespace

extern const Command markout_command =
    define<Args>("markout", "Take observations with missing values out of a mark")
        .varlist(&Args::variables)
        .flag("STRok", &Args::strok, "string variables are allowed")
        .flag("sysmissok", &Args::sysmissok, "keep .a to .z")
        .changes(Effect::data)
        .example("One variable",
                 "set obs 4\ngenerate byte use = 1\ngenerate x = _n if _n > 1\nmarkout use x\nquietly count if use",
                 "r(N) == 3")
        .example("Strings need strok",
                 "set obs 2\ngenerate byte use = 1\ngenerate s = \"a\"\nmarkout use s, strok\nquietly count if use",
                 "r(N) == 2")
        .runs(run);

}  // namespace nqp::commands::markout_
