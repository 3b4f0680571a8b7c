#include "stdlib/kit/interval_table.hpp"

#include <cmath>

#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"

namespace nqp::kit {
namespace {

bool interval_has_se(IntervalOf what) { return what != IntervalOf::variances && what != IntervalOf::deviations; }

const char* interval_estimate(IntervalOf what) {
  switch (what) {
    case IntervalOf::means:
    case IntervalOf::rates: return "Mean";
    case IntervalOf::proportions: return "Proportion";
    case IntervalOf::variances: return "Variance";
    case IntervalOf::deviations: return "Std. dev.";
  }
  return "";
}

}  // namespace

IntervalRow mean_row(const std::string& name, double n, double mean, double sd, double level) {
  return {name, n, mean, sd / std::sqrt(n), numeric::mean_interval(n, mean, sd, level), 0};
}

IntervalRow rate_row(const std::string& name, double exposure, double events, double level) {
  return {name, exposure, events / exposure, std::sqrt(events) / exposure,
          numeric::poisson_interval(exposure, events, level), 0};
}

IntervalRow proportion_row(const std::string& name, double n, double successes, double level,
                           numeric::ProportionInterval method) {
  const double p = successes / n;
  const double se = std::sqrt(p * (1 - p) / n);
  return {name, n, p, se, numeric::proportion_interval(n, successes, level, method), 0};
}

IntervalRow variance_row(const std::string& name, double n, double variance, double level,
                         std::optional<double> kurtosis) {
  const numeric::Interval i = kurtosis ? numeric::bonett_interval(n, variance, *kurtosis, level)
                                       : numeric::variance_interval(n, variance, level);
  return {name, n, variance, 0, i, kurtosis.value_or(0)};
}

IntervalRow deviation_row(const std::string& name, double n, double sd, double level, std::optional<double> kurtosis) {
  IntervalRow row = variance_row(name, n, sd * sd, level, kurtosis);
  row.estimate = sd;
  row.interval = {std::sqrt(row.interval.low), std::sqrt(row.interval.high)};
  return row;
}

report::Table interval_table(const std::vector<IntervalRow>& rows, IntervalOf what, int separator, double level) {
  using report::Align;
  using report::Cell;
  using report::number_cell;
  using report::text_cell;
  report::Table t;
  t.columns = {{12, 0, false}, {11, 1, true}, {11, 2, false}};
  const bool with_se = interval_has_se(what);
  if (with_se) t.columns.push_back({11, 2, false});
  t.columns.push_back({10, 3, false});
  t.columns.push_back({10, 3, false});
  std::vector<Cell> head{text_cell("Variable", Align::right),
                         text_cell(what == IntervalOf::rates ? "Exposure" : "Obs", Align::right),
                         text_cell(interval_estimate(what), Align::right)};
  if (with_se) head.push_back(text_cell("Std. err.", Align::right));
  Cell interval = text_cell(interval_heading(level), Align::right);
  interval.span = 2;
  head.push_back(interval);
  t.row(std::move(head));
  t.rule();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const IntervalRow& r = rows[i];
    if (i > 0 && separator > 0 && i % static_cast<std::size_t>(separator) == 0) t.rule();
    std::vector<Cell> cells{text_cell(text::abbreviate(r.name, 12), Align::right), number_cell(r.n, "%10.0gc"),
                            number_cell(stored(r.estimate), "%9.0g")};
    if (with_se) cells.push_back(number_cell(stored(r.se), "%9.0g"));
    cells.push_back(number_cell(stored(r.interval.low), "%9.0g"));
    cells.push_back(number_cell(stored(r.interval.high), "%9.0g"));
    t.row(std::move(cells));
  }
  return t;
}

command::Results interval_results(const IntervalRow& row, IntervalOf what, double level) {
  const char* name = what == IntervalOf::proportions  ? "proportion"
                     : what == IntervalOf::variances  ? "Var"
                     : what == IntervalOf::deviations ? "sd"
                                                      : "mean";
  command::Results r;
  r.scalar(what == IntervalOf::rates ? "exposure" : "N", row.n).scalar(name, stored(row.estimate));
  if (interval_has_se(what)) r.scalar("se", stored(row.se));
  if (row.kurtosis != 0) r.scalar("kurtosis", stored(row.kurtosis));
  r.scalar("lb", stored(row.interval.low)).scalar("ub", stored(row.interval.high)).scalar("level", level);
  return r;
}

}  // namespace nqp::kit
