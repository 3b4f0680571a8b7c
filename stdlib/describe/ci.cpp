// ci: confidence intervals of means, proportions and variances.
#include <fmt/format.h>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/intervals.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::ci_ {
namespace {

using namespace command;
using numeric::ProportionInterval;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  std::string body;
  Sample sample;
  Weight weight;
  double level = 0;
  int separator = 5;
  bool binomial = false, poisson = false, sd = false;
  ProportionInterval method = ProportionInterval::exact;
};

struct Row {
  std::string name;
  double n, estimate, se;
  numeric::Interval interval;
};

enum class What { means, proportions, variances };

// "ci means x", "ci proportions y", "ci variances z"; the older "ci x, binomial" too.
What read_what(std::string& body, const Args& a) {
  std::string_view rest = kit::trim(body);
  const std::string word = kit::take_word(rest);
  const auto is = [&](const char* full) { return kit::abbreviates(word, full); };
  What what = a.binomial ? What::proportions : What::means;
  if (is("MEANs")) what = What::means;
  else if (is("PROPortions")) what = What::proportions;
  else if (is("VARiances")) what = What::variances;
  else return what;
  body = std::string(kit::trim(rest));
  return what;
}

Row mean_row(const std::string& name, const numeric::Summary& s, const Args& a, double level) {
  if (a.poisson) {
    const numeric::Interval ci = numeric::poisson_interval(s.n, s.sum, level);
    return {name, s.n, s.mean, std::sqrt(s.mean / s.n), ci};
  }
  return {name, s.n, s.mean, s.sd / std::sqrt(s.n), numeric::mean_interval(s.n, s.mean, s.sd, level)};
}

Row row_of(const std::string& name, What what, const kit::WeightedRows& rows, const Args& a, double level,
           const Context& c) {
  const kit::Observed o = kit::observed(c.numeric(name), rows);
  if (what == What::proportions)
    for (const double x : o.x)
      if (x != 0 && x != 1)
        throw Error(450, name + " takes values other than 0 and 1", std::nullopt, {"ci means works with any variable"});
  const numeric::Summary s = kit::compute(c, [&](numeric::Progress&) { return numeric::summarize(o.x, o.w, o.kind); });
  if (what == What::means) return mean_row(name, s, a, level);
  if (what == What::proportions)
    return {name, s.n, s.mean, std::sqrt(s.mean * (1 - s.mean) / s.n),
            numeric::proportion_interval(s.n, s.sum, level, a.method)};
  numeric::Interval ci = numeric::variance_interval(s.n, s.variance, level);
  if (a.sd) ci = {std::sqrt(ci.low), std::sqrt(ci.high)};
  return {name, s.n, a.sd ? s.sd : s.variance, data::missing, ci};
}

report::Table table_of(const std::vector<Row>& rows, What what, const Args& a, double level) {
  report::Table t;
  t.columns = {{12, 0, false}, {11, 1, true}, {11, 2, false}};
  const bool with_se = what != What::variances;
  if (with_se) t.columns.push_back({11, 2, false});
  t.columns.push_back({10, 3, false});
  t.columns.push_back({10, 3, false});
  const char* estimate = what == What::means         ? "Mean"
                         : what == What::proportions ? "Proportion"
                         : a.sd                      ? "Std. dev."
                                                     : "Variance";
  std::vector<Cell> head{text_cell("Variable", Align::right), text_cell("Obs", Align::right),
                         text_cell(estimate, Align::right)};
  if (with_se) head.push_back(text_cell("Std. err.", Align::right));
  Cell interval = text_cell(kit::interval_heading(level), Align::right);
  interval.span = 2;
  head.push_back(interval);
  t.row(std::move(head));
  t.rule();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& r = rows[i];
    if (i > 0 && a.separator > 0 && i % static_cast<std::size_t>(a.separator) == 0) t.rule();
    std::vector<Cell> cells{text_cell(text::abbreviate(r.name, 12), Align::right), number_cell(r.n, "%10.0gc"),
                            number_cell(kit::stored(r.estimate), "%9.0g")};
    if (with_se) cells.push_back(number_cell(kit::stored(r.se), "%9.0g"));
    cells.push_back(number_cell(kit::stored(r.interval.low), "%9.0g"));
    cells.push_back(number_cell(kit::stored(r.interval.high), "%9.0g"));
    t.row(std::move(cells));
  }
  return t;
}

Output run(const Args& a, const Context& c) {
  std::string body = a.body;
  const What what = read_what(body, a);
  const double level = kit::level_or_default(a.level, c);
  Variables names = resolve_variables(body.empty() ? std::string("_all") : body, c);
  if (body.empty()) std::erase_if(names, [&](const std::string& n) { return c.frame.at(n).is_string(); });
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  std::vector<Row> found;
  for (const std::string& name : names) found.push_back(row_of(name, what, rows, a, level, c));
  Output out;
  out.document.blank();
  out.document.add(table_of(found, what, a, level));
  if (found.empty()) return out;
  const Row& last = found.back();
  const char* estimate = what == What::means ? "mean" : what == What::proportions ? "proportion" : a.sd ? "sd" : "Var";
  out.r = Results{}.scalar("N", last.n).scalar(estimate, kit::stored(last.estimate));
  if (what != What::variances) out.r->scalar("se", kit::stored(last.se));
  out.r->scalar("lb", kit::stored(last.interval.low))
      .scalar("ub", kit::stored(last.interval.high))
      .scalar("level", level);
  return out;
}

}  // namespace

extern const Command ci_command =
    define<Args>("ci", "Confidence intervals of means, proportions and variances")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .integer("SEParator", &Args::separator, 0, 1 << 20, "line after every # variables; 0 for none")
        .flag("Binomial", &Args::binomial, "proportions (older form)")
        .flag("Poisson", &Args::poisson, "means: exact Poisson intervals")
        .flag("sd", &Args::sd, "variances: show standard deviations")
        .one_of(&Args::method,
                {{"EXAct", ProportionInterval::exact},
                 {"WALd", ProportionInterval::wald},
                 {"WILson", ProportionInterval::wilson},
                 {"Agresti", ProportionInterval::agresti},
                 {"Jeffreys", ProportionInterval::jeffreys}},
                "interval of a proportion")
        .stores({{"r(N)", "number of observations of the last variable"},
                 {"r(mean)", "its mean"},
                 {"r(proportion)", "its proportion"},
                 {"r(Var)", "its variance"},
                 {"r(sd)", "its standard deviation"},
                 {"r(se)", "standard error"},
                 {"r(lb)", "lower limit"},
                 {"r(ub)", "upper limit"},
                 {"r(level)", "confidence level"}})
        .changes(Effect::results)
        .reference("Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Statistical Science 16, 101-133.")
        .example("Means", "sysuse auto\nci means mpg price, level(90) separator(0)", "r(N) == 74 & r(lb) < r(mean)")
        .example("Proportions", "sysuse auto\nci proportions foreign, wilson", "abs(r(lb) - .2052722) < 1e-6")
        .example("Variances", "sysuse auto\nci variances mpg", "r(lb) < r(Var) & r(Var) < r(ub)")
        .example("Standard deviations", "sysuse auto\nci variances mpg, sd", "abs(r(sd) - 5.7855) < 0.001")
        .runs(run);

}  // namespace nqp::commands::ci_
