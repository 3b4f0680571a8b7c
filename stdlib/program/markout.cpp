// markout: takes observations with missing values out of a mark.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/mark_rows.hpp"

namespace nqp::commands::markout_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string mark;
  Terms variables;
  bool strok = false, sysmissok = false;
};

Output run(const Args& a, const Context& c) {
  const data::Column& mark = c.numeric(a.mark);
  kit::RowMarks use(c.frame.rows);
  for (std::size_t i = 0; i < use.size(); ++i) use[i] = mark.number(i) != 0;
  kit::unmark_missing(use, a.variables, {a.strok, a.sysmissok}, c);
  Output out;
  out.frame = c.frame;
  out.frame->replace(*c.frame.index(a.mark), kit::mark_column(use));
  return out;
}

}  // namespace

extern const Command markout_command =
    define<Args>("markout", "Take observations with missing values out of a mark")
        .dependent(&Args::mark)
        .terms(&Args::variables)
        .flag("STRok", &Args::strok, "string variables are allowed")
        .flag("sysmissok", &Args::sysmissok, "keep system missing values (.), not .a to .z")
        .changes(Effect::data)
        .example("One variable",
                 "set obs 4\ngenerate byte use = 1\ngenerate x = _n if _n > 1\nmarkout use x\nquietly count if use",
                 "r(N) == 3")
        .example("Strings need strok",
                 "set obs 2\ngenerate byte use = 1\ngenerate s = \"a\"\nmarkout use s, strok\nquietly count if use",
                 "r(N) == 2")
        .example("Lags", "set obs 4\ngenerate t = _n\ntsset t\ngenerate byte use = 1\nmarkout use L.t F.t",
                 "use[1] == 0 & use[2] == 1 & use[4] == 0")
        .runs(run);

}  // namespace nqp::commands::markout_
