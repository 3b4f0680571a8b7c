#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/quantile_cuts.hpp"

namespace nqp::commands::pctile_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string target;
  ast::ExpressionPtr value;
  Sample sample;
  Weight weight;
  int n = 2;
  NewVariable percents;
  bool altdef = false;
};

Output run(const Args& a, const Context& c) {
  const kit::Target t = kit::parse_target(a.target);
  kit::check_new_name(c, t.name);
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<double> x = kit::values_of(*a.value, c, a.sample, s);
  const std::vector<double> p = kit::even_percents(a.n);
  const std::vector<double> cuts = kit::percentiles(kit::weighted_values(c, x, a.weight, a.sample, s), p, a.altdef);
  data::Frame f = c.frame;
  if (f.rows < cuts.size()) f = kit::add_observations(f, cuts.size() - f.rows);
  const auto column = [&](const std::vector<double>& values, data::Storage storage) {
    std::vector<double> all(f.rows, data::missing);
    std::copy(values.begin(), values.end(), all.begin());
    return data::make_numeric(storage, all);
  };
  const data::Storage storage = t.type ? t.type->storage : kit::default_storage(c);
  f.add({t.name, column(cuts, storage), "", "percentiles of " + grammar::unparse(*a.value), "", {}});
  if (!a.percents.name.empty()) f.add({a.percents.name, column(p, storage), "", "percentages", "", {}});
  Output out;
  Results r;
  for (std::size_t k = 0; k < cuts.size(); ++k) r.scalar("r" + std::to_string(k + 1), cuts[k]);
  out.r = std::move(r);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command pctile_command =
    define<Args>("pctile", "Make a variable of percentiles")
        .anything(&Args::target)
        .assigned(&Args::value)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .integer("Nquantiles", &Args::n, 2, 1 << 20, "number of groups, default 2")
        .new_variable("GENP", &Args::percents, "variable for the percentages")
        .flag("ALTdef", &Args::altdef, "interpolated percentiles")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(r1)", "first percentile; r(r2) ... the others"}})
        .example("Quartiles of price", "sysuse auto\npctile p = price, nquantiles(4) genp(pp)",
                 "pp[2] == 50 & p[2] == 5006.5")
        .example("Interpolated", "sysuse auto\npctile p = price, altdef", "p[1] == 5006.5")
        .runs(run);

}  // namespace nqp::commands::pctile_
