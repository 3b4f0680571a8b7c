// summarize: number, mean, standard deviation and range of variables.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/term_levels.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::summarize_ {
namespace {

using namespace command;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  Terms terms;
  Sample sample;
  Weight weight;
  bool detail = false, mean_only = false, format = false;
  int separator = 5;
};

constexpr std::size_t name_width = 12, detail_width = 61;

Cell right(std::string text) { return text_cell(std::move(text), Align::right); }

// The summary table of all variables, one row each.
class SummaryTable {
 public:
  SummaryTable(const Args& a, const Context& c) : args_(a), context_(c) {
    weighted_ = a.weight.kind == WeightKind::aweight || a.weight.kind == WeightKind::iweight;
    table_.columns = {{static_cast<int>(name_width), 0, false}, {8, 3, true}};
    if (weighted_) table_.columns = {{static_cast<int>(name_width), 0, false}, {7, 1, true}, {11, 1, false}};
    for (const int gap : {3, 3, 2, 2}) table_.columns.push_back({9, gap, false});
    std::vector<Cell> head{right("Variable"), right("Obs")};
    if (weighted_) head.push_back(right("Weight"));
    for (const char* s : {"Mean", "Std. dev.", "Min", "Max"}) head.push_back(right(s));
    table_.row(std::move(head));
    table_.rule();
  }

  void add(const kit::NamedSeries& series, const numeric::Summary& s) {
    if (rows_ > 0 && args_.separator > 0 && rows_ % args_.separator == 0) table_.rule();
    ++rows_;
    if (!series.group.empty() && series.group != group_)
      table_.row({right(text::abbreviate(series.group, name_width))});
    group_ = series.group;
    const std::string name = series.group.empty() ? text::abbreviate(series.name, name_width)
                                                  : text::truncate(series.level, name_width - 1) + " ";
    std::vector<Cell> cells{right(name), number_cell(s.n, "%10.0gc")};
    if (s.n > 0) {
      if (weighted_) cells.push_back(number_cell(s.sum_w, "%11.0g"));
      const std::string format = format_of(series);
      for (const double x : {s.mean, s.sd, s.min, s.max}) cells.push_back(number_cell(kit::stored(x), format));
    }
    table_.row(std::move(cells));
  }

  report::Table take() { return std::move(table_); }

 private:
  std::string format_of(const kit::NamedSeries& series) const {
    return args_.format && series.column ? context_.frame.at(series.name).format : std::string("%9.0g");
  }

  const Args& args_;
  const Context& context_;
  report::Table table_;
  bool weighted_ = false;
  int rows_ = 0;
  std::string group_;
};

struct Percentile {
  int p;
  const char* name;
};
constexpr Percentile percentiles[] = {{1, "p1"},   {5, "p5"},   {10, "p10"}, {25, "p25"}, {50, "p50"},
                                      {75, "p75"}, {90, "p90"}, {95, "p95"}, {99, "p99"}};

std::string title_of(const kit::NamedSeries& series, const Context& c) {
  if (!series.column) return series.name;
  const std::string& label = c.frame.at(series.name).label;
  return label.empty() ? series.name : label;
}

// Percentiles, the four smallest and largest values, and the moments side by side.
report::Document detail_report(const kit::NamedSeries& series, const numeric::Summary& s, const numeric::Order& order,
                               const std::string& format, const Context& c) {
  report::Document d;
  const std::string title = title_of(series, c);
  const std::size_t width = text::display_width(title);
  d.line(std::string(width < detail_width ? (detail_width - width) / 2 : 0, ' ') + title);
  d.line(std::string(detail_width, '-'));
  if (s.n == 0) return d.line("no observations");

  const auto values = order.values();
  const auto nth = [&](std::size_t i) { return i < values.size() ? number_cell(values[i], format) : right(""); };
  const auto largest = [&](std::size_t k) { return k < values.size() ? nth(values.size() - 1 - k) : right(""); };
  const auto at = [&](int p) {
    return std::vector<Cell>{right(fmt::format("{}%", p)), number_cell(order.percentile(p), format)};
  };
  const auto moment = [](const char* name, double x, const std::string& f) {
    return std::vector<Cell>{text_cell(name), number_cell(kit::stored(x), f)};
  };
  report::Table t;
  t.columns = {{3, 0, false}, {9, 4, false}, {9, 6, false}, {11, 7, false}, {11, 1, false}};
  const auto row = [&](std::vector<Cell> left, Cell middle, std::vector<Cell> last) {
    left.push_back(std::move(middle));
    for (Cell& cell : last) left.push_back(std::move(cell));
    t.row(std::move(left));
  };
  Cell head = right("Percentiles");
  head.span = 2;
  t.row({head, right("Smallest")});
  row(at(1), nth(0), {});
  row(at(5), nth(1), {});
  row(at(10), nth(2), moment("Obs", s.n, "%11.0gc"));
  row(at(25), nth(3), moment("Sum of wgt.", s.sum_w, "%11.0gc"));
  t.blank();
  row(at(50), right(""), moment("Mean", s.mean, format));
  row({right(""), right("")}, right("Largest"), moment("Std. dev.", s.sd, format));
  row(at(75), largest(3), {});
  row(at(90), largest(2), moment("Variance", s.variance, format));
  row(at(95), largest(1), moment("Skewness", s.skewness, "%9.0g"));
  row(at(99), largest(0), moment("Kurtosis", s.kurtosis, "%9.0g"));
  return d.add(std::move(t));
}

Results results_of(const numeric::Summary& s, const numeric::Order* order) {
  Results r;
  r.scalar("N", s.n).scalar("sum_w", s.sum_w);
  if (s.n == 0) return r.scalar("sum", 0);
  r.scalar("mean", kit::stored(s.mean)).scalar("Var", kit::stored(s.variance)).scalar("sd", kit::stored(s.sd));
  if (order) r.scalar("skewness", kit::stored(s.skewness)).scalar("kurtosis", kit::stored(s.kurtosis));
  r.scalar("sum", s.sum).scalar("min", s.min).scalar("max", s.max);
  if (order)
    for (const auto& [p, name] : percentiles) r.scalar(name, order->percentile(p));
  return r;
}

Output run_mean_only(const std::vector<kit::NamedSeries>& series, const kit::WeightedRows& rows, const Context& c) {
  Output out;
  if (series.empty()) return out;
  const kit::Observed data = kit::observed(series.back(), rows);
  const numeric::MeanOnly m =
      kit::compute(c, [&](numeric::Progress&) { return numeric::summarize_mean(data.x, data.w, data.kind); });
  out.r = Results{}.scalar("N", m.n).scalar("sum_w", m.sum_w).scalar("sum", m.sum);
  if (m.n > 0) out.r->scalar("mean", m.mean).scalar("min", m.min).scalar("max", m.max);
  return out;
}

Terms terms_or_all(const Args& a, const Context& c) {
  return a.terms.empty() && !c.frame.variables.empty() ? resolve_terms("_all", c) : a.terms;
}

Output run(const Args& a, const Context& c) {
  if (a.detail && a.mean_only) throw Error(184, "options detail and meanonly may not be combined");
  if (a.detail && a.weight.kind == WeightKind::iweight)
    throw Error(101, "iweights not allowed with detail", std::nullopt, {"aweights and fweights are"});
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  const std::vector<kit::NamedSeries> all = kit::write_out(terms_or_all(a, c), rows, c);
  if (a.mean_only) return run_mean_only(all, rows, c);
  Output out;
  out.document.blank();
  SummaryTable table(a, c);
  for (const kit::NamedSeries& series : all) {
    c.poll();
    const kit::Observed data = kit::observed(series, rows);
    const numeric::Summary s =
        kit::compute(c, [&](numeric::Progress&) { return numeric::summarize(data.x, data.w, data.kind); });
    if (!a.detail) {
      table.add(series, s);
      out.r = results_of(s, nullptr);
      continue;
    }
    const numeric::Order order(data.x, data.w);
    const std::string format = a.format && series.column ? c.frame.at(series.name).format : "%9.0g";
    out.document.append(detail_report(series, s, order, format, c));
    if (&series != &all.back()) out.document.blank();
    out.r = results_of(s, &order);
  }
  if (!a.detail) out.document.add(table.take());
  return out;
}

}  // namespace

extern const Command summarize_command =
    define<Args>("SUmmarize", "Summary statistics")
        .terms(&Args::terms, {0})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::iweight})
        .flag("Detail", &Args::detail, "percentiles, extreme values, skewness and kurtosis too")
        .flag("MEANonly", &Args::mean_only, "only count, sum, mean and range, and nothing shown")
        .flag("Format", &Args::format, "numbers in the variables' display formats")
        .integer("SEParator", &Args::separator, 0, 1 << 20, "line after every # variables; 0 for none")
        .stores({{"r(N)", "number of observations"},
                 {"r(sum_w)", "sum of the weights"},
                 {"r(mean)", "mean"},
                 {"r(Var)", "variance, divisor N-1"},
                 {"r(sd)", "standard deviation"},
                 {"r(min)", "minimum"},
                 {"r(max)", "maximum"},
                 {"r(sum)", "sum"},
                 {"r(skewness)", "skewness m3/m2^1.5, with detail"},
                 {"r(kurtosis)", "kurtosis m4/m2^2 (3 for the normal), with detail"},
                 {"r(p1)", "1st percentile, with detail"},
                 {"r(p5)", "5th percentile, with detail"},
                 {"r(p10)", "10th percentile, with detail"},
                 {"r(p25)", "25th percentile, with detail"},
                 {"r(p50)", "median, with detail"},
                 {"r(p75)", "75th percentile, with detail"},
                 {"r(p90)", "90th percentile, with detail"},
                 {"r(p95)", "95th percentile, with detail"},
                 {"r(p99)", "99th percentile, with detail"}})
        .changes(Effect::results)
        .remark("The results stored are those of the last variable.")
        .remark("Sums are compensated: the mean and the standard deviation have all digits that the data allow.")
        .remark(
            "A percentile is the first value whose cumulative weight exceeds p% of the total; when the total is "
            "hit exactly it is the mean of two neighbours.")
        .example("Several variables", "sysuse auto\nsummarize price mpg, separator(0)", "r(N) == 74 & r(max) == 41")
        .example("All the details", "sysuse auto\nsummarize mpg if foreign == 0, detail format",
                 "r(p50) == 19 & r(N) == 52")
        .example("Levels of a factor variable, weighted", "sysuse auto\nsummarize i.rep78 [aw=weight]", "r(min) == 0")
        .example("Only what a loop needs", "sysuse auto\nsummarize price, meanonly", "r(sum) == 456229")
        .runs(run);

}  // namespace nqp::commands::summarize_
