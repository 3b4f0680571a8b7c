// gquantiles: xtile, pctile and _pctile under one name.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::gquantiles_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

void act(const Args& a, runtime::Session& s) {
  kit::BodyAndOptions line = kit::split_options(a.line);
  const bool groups = line.find("xtile") != nullptr, points = line.find("pctile") != nullptr;
  const bool list = line.find("_pctile") != nullptr;
  if (groups + points + list != 1)
    throw Error(198, "gquantiles needs one of xtile, pctile and _pctile", std::nullopt,
                {"gquantiles q = x, xtile nquantiles(4) numbers the quarters of x"});
  std::string rest;
  for (const ast::Option& o : line.options) {
    const std::string name = kit::lower(o.name);
    if (name == "xtile" || name == "pctile" || name == "_pctile") continue;
    rest += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  }
  s.run_command((groups ? "xtile " : points ? "pctile " : "_pctile ") + line.body + (rest.empty() ? "" : "," + rest));
}

}  // namespace

extern const Command gquantiles_command =
    define<Args>("gquantiles", "Quantile groups and percentiles: xtile, pctile or _pctile")
        .raw(&Args::line)
        .alias("fquantiles")
        .no_by()
        .changes(Effect::data | Effect::results)
        .remark("gquantiles new = x, xtile … is xtile; with pctile it is pctile, with _pctile it is _pctile. Options "
                "are those of that command.")
        .example("Quarters", "sysuse auto\ngquantiles q = price, xtile nq(4)\nxtile p = price, nq(4)\ncount if q != p",
                 "r(N) == 0")
        .example("Within groups",
                 "sysuse auto\ngquantiles q = price, xtile nq(2) by(foreign)\ncount if q == 1 & foreign",
                 "r(N) == 11")
        .example("Percentiles as results", "sysuse auto\ngquantiles price, _pctile nq(4)", "r(r2) == 5006.5")
        .acts(act);

}  // namespace nqp::commands::gquantiles_
