#include "interpreter/command/definition.hpp"
#include "stdlib/kit/quantile_cuts.hpp"

namespace nqp::commands::_pctile_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  Weight weight;
  int n = 2;
  std::vector<double> percents;
  bool altdef = false;
};

Output run(const Args& a, const Context& c) {
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<double> x = kit::numbers_of(c.numeric(a.variable[0]));
  const std::vector<double> p = a.percents.empty() ? kit::even_percents(a.n) : a.percents;
  for (const double v : p)
    if (!(v > 0 && v < 100)) throw Error(198, "percentiles must lie between 0 and 100");
  const std::vector<double> cuts = kit::percentiles(kit::weighted_values(c, x, a.weight, a.sample, s), p, a.altdef);
  Output out;
  Results r;
  for (std::size_t k = 0; k < cuts.size(); ++k) r.scalar("r" + std::to_string(k + 1), cuts[k]);
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command _pctile_command =
    define<Args>("_pctile", "Percentiles as results")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .integer("Nquantiles", &Args::n, 2, 1 << 20, "number of groups, default 2")
        .numbers("Percentiles", &Args::percents, "percentiles asked for")
        .flag("ALTdef", &Args::altdef, "interpolated percentiles")
        .stores({{"r(r1)", "first percentile; r(r2) ... the others"}})
        .example("Some percentiles", "sysuse auto\n_pctile price, percentiles(25 50 75)",
                 "r(r1) == 4195 & r(r2) == 5006.5")
        .example("The median, interpolated",
                 "sysuse auto\n_pctile price [fw=1], nquantiles(2)\nscalar a = r(r1)\n_pctile price, altdef",
                 "r(r1) == a")
        .runs(run);

}  // namespace nqp::commands::_pctile_
