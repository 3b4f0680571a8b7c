#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/promote.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::winsor2_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string suffix;
  bool replace = false, trim = false, label = false;
  std::vector<double> cuts = {1, 99};
  Variables by;
};

struct Cuts {
  double low = 1, high = 99;
};

Cuts cuts_of(const Args& a) {
  if (a.cuts.size() != 2) throw Error(198, "cuts() takes two numbers", std::nullopt, {"for example cuts(1 99)"});
  const Cuts c{std::min(a.cuts[0], a.cuts[1]), std::max(a.cuts[0], a.cuts[1])};
  if (c.low < 0 || c.high > 100) throw Error(198, "cuts() must lie between 0 and 100");
  if (c.low == 0 && c.high == 100) throw Error(198, "cuts(0 100) changes nothing");
  return c;
}

struct Result {
  std::vector<double> x;
  double low = data::missing, high = data::missing;  // of the last group
  double below = 0, above = 0;
  bool constant = true;
};

// Values beyond the percentiles of their group become the percentile, or missing with trim.
Result cut_tails(const std::vector<double>& x, const data::Groups& g, const Cuts& cuts, bool trim) {
  const kit::GroupValues values(x, g);
  std::vector<double> low(g.count, -HUGE_VAL), high(g.count, HUGE_VAL);
  Result r;
  for (std::size_t k = 0; k < g.count; ++k) {
    if (values.values(k).empty()) continue;
    const numeric::Order order(values.values(k));
    if (cuts.low > 0) low[k] = r.low = order.percentile(cuts.low);
    if (cuts.high < 100) high[k] = r.high = order.percentile(cuts.high);
  }
  r.x = x;
  double seen = data::missing;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t k = g.codes[i];
    if (k == data::Groups::none || data::is_missing(x[i])) continue;
    if (x[i] < low[k]) ++r.below, r.x[i] = trim ? data::missing : low[k];
    if (x[i] > high[k]) ++r.above, r.x[i] = trim ? data::missing : high[k];
    if (data::is_missing(r.x[i])) continue;
    if (!data::is_missing(seen) && r.x[i] != seen) r.constant = false;
    seen = r.x[i];
  }
  return r;
}

data::Groups groups_of(const Args& a, const Context& c, const std::vector<std::uint8_t>& use) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : a.by) keys.push_back(c.frame.at(n).column);
  return keys.empty() ? kit::one_group(c.frame.rows, use) : data::make_groups(keys, use);
}

void put(const Args& a, const std::string& name, const Result& r, data::Frame& f) {
  const data::Variable& old = f.at(name);
  kit::Promotion p(old.column->type().storage);
  for (const double x : r.x) p.see(x);
  const data::ColumnPtr column = data::make_numeric(p.storage(), r.x);
  if (a.replace) return f.replace(*f.index(name), column);
  data::Variable v = old;
  v.name = name + (a.suffix.empty() ? (a.trim ? "_tr" : "_w") : a.suffix);
  v.column = column;
  if (a.label)
    v.label += fmt::format("{}{} at {} and {}", v.label.empty() ? "" : " - ", a.trim ? "trimmed" : "winsorized",
                           text::macro_number(a.cuts[0]), text::macro_number(a.cuts[1]));
  f.add(std::move(v));
}

Output run(const Args& a, const Context& c) {
  if (a.replace && !a.suffix.empty()) throw Error(198, "options suffix() and replace may not be combined");
  const Cuts cuts = cuts_of(a);
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<std::uint8_t> use = s.flags(c.frame.rows);
  const data::Groups g = groups_of(a, c, use);
  Output out;
  Results results;
  data::Frame f = c.frame;
  for (const std::string& name : a.variables) {
    const std::vector<double> x = kit::numbers_of(c.numeric(name));
    const Result r = cut_tails(x, g, cuts, a.trim);
    put(a, name, r, f);
    results.scalar("pl_" + name, r.low).scalar("ph_" + name, r.high);
    results.scalar("nlow_" + name, r.below).scalar("nhigh_" + name, r.above);
    out.line(fmt::format("{}: {} low and {} high values {}", name, text::macro_number(r.below),
                         text::macro_number(r.above), a.trim ? "set to missing" : "pulled to the cut points"));
    if (r.constant && !a.trim) out.line("note: " + name + " is constant after winsorizing", report::Style::note);
  }
  if (a.by.empty())
    out.line(fmt::format("note: cut points pooled over {} obs; by() computes them within groups", s.count()),
             report::Style::note);
  out.r = std::move(results);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command winsor2_command =
    define<Args>("winsor2", "Winsorize or trim variables at percentiles")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("Suffix", &Args::suffix, "ending of the new names; default _w, or _tr with trim")
        .flag("Replace", &Args::replace, "change the variables themselves")
        .flag("Trim", &Args::trim, "values beyond the cut points become missing")
        .numbers("Cuts", &Args::cuts, "percentiles, default 1 99; 0 or 100 leaves a tail alone")
        .variables("BY", &Args::by, "cut points within groups")
        .flag("Label", &Args::label, "say so in the variable labels")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(pl_x)", "lower cut point of variable x"},
                 {"r(ph_x)", "upper cut point"},
                 {"r(nlow_x)", "values below"},
                 {"r(nhigh_x)", "values above"}})
        .remark("Percentiles follow summarize, detail. Values equal to a cut point and missing values stay.")
        .example("One percent at each end", "sysuse auto\nwinsor2 price, cuts(5 95) label",
                 "price_w[13] == r(ph_price) & r(nhigh_price) == 3")
        .example("A uniform variable", "clear\nset obs 99\ngenerate x = _n\nwinsor2 x", "x_w[1] == 1 & r(pl_x) == 1")
        .example("Within groups", "sysuse auto\nwinsor2 price mpg, by(foreign) replace",
                 "price[13] <= 15906 & r(ph_mpg) < 100")
        .example("Trim", "sysuse auto\nwinsor2 price, trim suffix(_t) cuts(0 90)", "missing(price_t[13])")
        .reference("After winsor2 by Lian Yujun (SSC)")
        .runs(run);

}  // namespace nqp::commands::winsor2_
