#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/quantile_cuts.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::xtile_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string target;
  ast::ExpressionPtr value;
  Sample sample;
  Weight weight;
  int n = 2;
  std::string cutpoints;
  Variables by;
  bool altdef = false;
};

double group_of(const std::vector<double>& cuts, double x) {
  return static_cast<double>(std::lower_bound(cuts.begin(), cuts.end(), x) - cuts.begin()) + 1;
}

// Cut points within groups of by().
std::vector<double> groups_within(const Args& a, const Context& c, const std::vector<double>& x,
                                  const kit::Selection& s) {
  if (!a.cutpoints.empty() || a.weight.kind != WeightKind::none || a.altdef)
    throw Error(198, "by() goes without weights, cutpoints() and altdef");
  std::vector<data::ColumnPtr> keys;
  for (const std::string& name : a.by) keys.push_back(c.frame.at(name).column);
  const data::Groups g = data::make_groups(keys, s.flags(c.frame.rows));
  const kit::GroupValues values(x, g);
  const std::vector<double> percents = kit::even_percents(a.n);
  std::vector<std::vector<double>> cuts(g.count);
  for (std::size_t k = 0; k < g.count; ++k) {
    if (values.values(k).empty()) continue;
    const numeric::Order order(values.values(k));
    for (const double p : percents) cuts[k].push_back(order.percentile(p));
  }
  std::vector<double> out(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (g.codes[i] != data::Groups::none && !data::is_missing(x[i])) out[i] = group_of(cuts[g.codes[i]], x[i]);
  return out;
}

std::vector<double> cuts_of(const Args& a, const Context& c, const std::vector<double>& x, const kit::Selection& s,
                            Results& r) {
  std::vector<double> cuts;
  if (!a.cutpoints.empty()) {
    for (const double v : kit::numbers_of(c.numeric(a.cutpoints)))
      if (!data::is_missing(v)) cuts.push_back(v);
    std::sort(cuts.begin(), cuts.end());
    return cuts;
  }
  const kit::WeightedValues v = kit::weighted_values(c, x, a.weight, a.sample, s);
  cuts = kit::percentiles(v, kit::even_percents(a.n), a.altdef);
  for (std::size_t k = 0; k < cuts.size(); ++k) r.scalar("r" + std::to_string(k + 1), cuts[k]);
  return cuts;
}

Output run(const Args& a, const Context& c) {
  const kit::Target t = kit::parse_target(a.target);
  kit::check_new_name(c, t.name);
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<double> x = kit::values_of(*a.value, c, a.sample, s);
  Results r;
  std::vector<double> group(x.size(), data::missing);
  double groups = a.n;
  if (a.by.empty()) {
    const std::vector<double> cuts = cuts_of(a, c, x, s, r);
    if (!a.cutpoints.empty()) groups = static_cast<double>(cuts.size() + 1);
    for (std::size_t i = 0; i < x.size(); ++i)
      if (s.holds(i) && !data::is_missing(x[i])) group[i] = group_of(cuts, x[i]);
  } else {
    group = groups_within(a, c, x, s);
  }
  const std::string of = grammar::unparse(*a.value);
  std::size_t dots = 0;
  for (const double v : group) dots += data::is_missing(v) ? 1 : 0;
  Output out;
  data::Frame f = c.frame;
  f.add({t.name,
         t.type ? data::make_numeric(t.type->storage, group) : data::make_narrowest(group),
         "",
         a.cutpoints.empty() ? std::to_string(a.n) + " quantiles of " + of : of + " categorized by " + a.cutpoints,
         "",
         {}});
  if (dots > 0) out.line(kit::count_of(dots, "missing value generated", "missing values generated"));
  out.r = r.scalar("nq", groups);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command xtile_command =
    define<Args>("xtile", "Number the quantile groups of a variable")
        .anything(&Args::target)
        .assigned(&Args::value)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .integer("Nquantiles", &Args::n, 2, 1 << 20, "number of groups, default 2")
        .variable("Cutpoints", &Args::cutpoints, "variable that holds the cut points")
        .variables("BY", &Args::by, "groups within which cut points are taken")
        .flag("ALTdef", &Args::altdef, "interpolated percentiles")
        .no_by()
        .alias("astile")
        .alias("fastxtile")
        .changes(Effect::data)
        .stores({{"r(nq)", "number of groups"}, {"r(r1)", "first cut point; r(r2) ... the others"}})
        .remark(
            "Group k holds the values above cut point k-1 and up to cut point k. Within groups of other variables: "
            "astile q = x, nq(4) by(year), the same as xtile.")
        .example("Quartiles", "sysuse auto\nxtile q = price [aw=weight], nquantiles(4)", "q[13] == 4")
        .example("Own cut points",
                 "sysuse auto\ngenerate cut = 20 in 1\nreplace cut = 25 in 2\nxtile g = mpg, cutpoints(cut) altdef",
                 "g[1] == 2 & g[2] == 1")
        .example("Within groups", "sysuse auto\nastile q = price, nq(2) by(foreign)\ncount if q == 1 & foreign",
                 "r(N) == 11")
        .runs(run);

}  // namespace nqp::commands::xtile_
