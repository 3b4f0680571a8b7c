// centile: percentiles with confidence intervals.
#include <fmt/format.h>
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/moments/intervals.hpp"

namespace nqp::commands::centile_ {
namespace {

using namespace command;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  std::vector<double> centiles = {50};
  bool conservative = false, normal = false, mean_sd = false;
  double level = 0;
};

numeric::Centile centile_of(const std::vector<double>& sorted, double p, const Args& a, double level) {
  if (a.normal || a.mean_sd) return numeric::centile_normal(sorted, p, level, a.mean_sd);
  return numeric::centile(sorted, p, level, a.conservative);
}

Output run(const Args& a, const Context& c) {
  const double level = kit::level_or_default(a.level, c);
  for (const double p : a.centiles)
    if (!(p > 0 && p < 100)) throw Error(198, "centiles must lie between 0 and 100");
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  report::Table t;
  t.columns = {{12, 0, false}, {9, 1, true}, {10, 2, false}, {11, 2, false}, {10, 3, false}, {10, 3, false}};
  Cell interval = text_cell(kit::interval_heading(level), Align::right);
  interval.span = 2;
  t.row({text_cell("Variable", Align::right), text_cell("Obs", Align::right), text_cell("Percentile", Align::right),
         text_cell("Centile", Align::right), interval});
  t.rule();
  Output out;
  out.r = Results{};
  bool extremes = false;
  for (const std::string& name : a.variables) {
    std::vector<double> x = kit::observed(c.numeric(name), rows).x;
    std::sort(x.begin(), x.end());
    const double n = static_cast<double>(x.size());
    out.r = Results{}.scalar("N", n).scalar("n_cent", static_cast<double>(a.centiles.size())).scalar("level", level);
    for (std::size_t k = 0; k < a.centiles.size(); ++k) {
      const numeric::Centile f = centile_of(x, a.centiles[k], a, level);
      extremes = extremes || f.at_extremes;
      t.row({text_cell(k == 0 ? text::abbreviate(name, 12) : "", Align::right),
             k == 0 ? number_cell(n, "%9.0gc") : text_cell(""), number_cell(a.centiles[k], "%9.0g"),
             number_cell(kit::stored(f.value), "%9.0g"), number_cell(kit::stored(f.interval.low), "%9.0g"),
             number_cell(kit::stored(f.interval.high), "%9.0g")});
      out.r->scalar(fmt::format("c_{}", k + 1), kit::stored(f.value));
      out.r->scalar(fmt::format("lb_{}", k + 1), kit::stored(f.interval.low));
      out.r->scalar(fmt::format("ub_{}", k + 1), kit::stored(f.interval.high));
    }
  }
  out.document.blank().add(std::move(t));
  if (extremes)
    out.line("note: some limits are the smallest or largest value; their intervals do not reach the level.",
             report::Style::note);
  return out;
}

}  // namespace

extern const Command centile_command =
    define<Args>("centile", "Percentiles and their confidence intervals")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .numbers("Centile", &Args::centiles, "which percentiles; 50 when not given")
        .flag("CCi", &Args::conservative, "limits are order statistics; the level is at least what is asked for")
        .flag("Normal", &Args::normal, "normal-theory limits")
        .flag("Meansd", &Args::mean_sd, "percentiles and limits of a normal distribution")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"r(N)", "number of observations of the last variable"},
                 {"r(n_cent)", "number of percentiles"},
                 {"r(c_1)", "first percentile, and so on"},
                 {"r(lb_1)", "its lower limit, and so on"},
                 {"r(ub_1)", "its upper limit, and so on"},
                 {"r(level)", "confidence level"}})
        .changes(Effect::results)
        .reference("Mood, A. M. and Graybill, F. A. (1963). Introduction to the Theory of Statistics, 2nd ed., p. 406.")
        .remark("A percentile is the value at rank (n+1)p/100, interpolated between neighbours.")
        .example("The median", "sysuse auto\ncentile price", "r(c_1) == 5006.5")
        .example("Quartiles", "sysuse auto\ncentile price, centile(25 50 75) cci level(90)",
                 "r(lb_2) < r(c_2) & r(n_cent) == 3")
        .example("Normal theory", "sysuse auto\ncentile mpg, centile(10) normal\ncentile mpg, centile(10) meansd",
                 "r(c_1) < 15")
        .runs(run);

}  // namespace nqp::commands::centile_
