// median: whether groups have the same median, by counts above and below the common one.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::commands::median_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variable;
  Sample sample;
  Weight weight;
  std::string by, ties = "below";
  bool exact = false;
};

// Row 0: not above the common median; row 1: above. One column a group.
numeric::Matrix counts_of(const Args& a, const data::Column& y, const kit::WeightedRows& rows,
                          const kit::Levels& groups) {
  std::vector<double> x;
  for (const data::Row r : rows.rows) x.push_back(y.number(r));
  const double centre = numeric::percentile(x, 50, rows.weights);
  numeric::Matrix n(2, groups.count());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double w = rows.weights.empty() ? 1 : rows.weights[i];
    double above = x[i] > centre ? 1 : 0;
    if (x[i] == centre) {
      if (a.ties == "drop") continue;
      above = a.ties == "above" ? 1 : a.ties == "split" ? 0.5 : 0;
    }
    n(1, groups.codes[i]) += w * above;
    n(0, groups.codes[i]) += w * (1 - above);
  }
  return n;
}

// Yates' correction for two groups.
double corrected_chi2(const numeric::Matrix& n) {
  const double a = n(0, 0), b = n(0, 1), c = n(1, 0), d = n(1, 1), total = a + b + c + d;
  const double distance = std::max(0.0, std::fabs(a * d - b * c) - total / 2);
  return total * distance * distance / ((a + b) * (c + d) * (a + c) * (b + d));
}

report::Table counts_table(const std::string& by, const std::vector<std::string>& names, const numeric::Matrix& n) {
  report::Table t;
  t.columns = {{10, 0, false}};
  for (std::size_t j = 0; j < names.size(); ++j) t.columns.push_back({10, 1, j == 0});
  t.columns.push_back({9, 1, true});
  const auto row = [&](const std::string& head, const auto& value) {
    std::vector<report::Cell> cells{text_cell(head, Align::right)};
    double total = 0;
    for (std::size_t j = 0; j < names.size(); ++j) {
      cells.push_back(number_cell(value(j), "%9.0gc"));
      total += value(j);
    }
    cells.push_back(number_cell(total, "%9.0gc"));
    t.row(cells);
  };
  t.row({text_cell("Greater", Align::right)});
  std::vector<report::Cell> head{text_cell("than the", Align::right),
                                 text_cell(text::abbreviate(by, 10), Align::right)};
  t.row(head);
  head = {text_cell("median", Align::right)};
  for (const std::string& name : names) head.push_back(text_cell(text::truncate(name, 10), Align::right));
  head.push_back(text_cell("Total", Align::right));
  t.row(head);
  t.rule();
  row("no", [&](std::size_t j) { return n(0, j); });
  row("yes", [&](std::size_t j) { return n(1, j); });
  t.rule();
  row("Total", [&](std::size_t j) { return n(0, j) + n(1, j); });
  return t;
}

std::string fixed(double x, const char* format) { return text::trimmed(text::format_number(kit::stored(x), format)); }

Output run(const Args& a, const Context& c) {
  const data::Column& y = c.numeric(a.variable[0]);
  const data::Variable& by = c.variable(a.by);
  kit::WeightedRows rows = kit::complete_rows(kit::weighted_rows(c, a.sample, a.weight), {&y});
  rows = kit::complete_rows(rows, {by.column.get()});
  kit::need_rows(rows);
  const kit::Levels groups = kit::levels_of(*by.column, rows.rows, false);
  if (groups.count() < 2) throw Error(420, "1 group found, 2 required");
  const numeric::Matrix n = counts_of(a, y, rows, groups);
  const numeric::TableTest test = kit::compute(c, [&](numeric::Progress&) { return numeric::test_table(n); });
  std::vector<std::string> names;
  for (const data::Row first : groups.first) names.push_back(kit::level_text(c.frame, by, first));

  Output out;
  out.document.blank().line("Median test").blank();
  out.document.add(counts_table(a.by, names, n));
  out.document.blank();
  out.line(fmt::format("          Pearson chi2({:.0f}) = {:>8}   Pr = {}", test.df, fixed(test.chi2, "%8.4f"),
                       fixed(test.p, "%5.3f")));
  out.r = Results{}.scalar("N", test.n).scalar("groups", static_cast<double>(groups.count()));
  out.r->scalar("chi2", kit::stored(test.chi2)).scalar("p", kit::stored(test.p));
  if (groups.count() == 2) {
    const double chi2 = corrected_chi2(n), p = numeric::dist::chi2tail(1, chi2);
    if (a.exact) {
      out.line(fmt::format("{:>33} = {:>17}", "Fisher's exact", fixed(test.p_exact, "%5.3f")));
      out.r->scalar("p_exact", kit::stored(test.p_exact));
    }
    out.document.blank();
    out.line("   Continuity corrected:");
    out.line(fmt::format("          Pearson chi2({:.0f}) = {:>8}   Pr = {}", test.df, fixed(chi2, "%8.4f"),
                         fixed(p, "%5.3f")));
    out.r->scalar("chi2_cc", kit::stored(chi2)).scalar("p_cc", kit::stored(p));
  } else if (a.exact) {
    throw Error(198, "exact is for two groups");
  }
  return out;
}

}  // namespace

extern const Command median_command =
    define<Args>("median", "Test whether groups have the same median")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight})
        .variable("BY", &Args::by, "the groups")
        .required("by")
        .flag("EXact", &Args::exact, "Fisher's exact test, for two groups")
        .choice("MEDianties", &Args::ties, {"below", "above", "drop", "split"},
                "values equal to the median count as not above it (default), as above it, not at all, or half and half")
        .stores({{"r(N)", "number of observations"},
                 {"r(groups)", "number of groups"},
                 {"r(chi2)", "Pearson's chi-squared"},
                 {"r(p)", "its significance"},
                 {"r(chi2_cc)", "the same with continuity correction, two groups"},
                 {"r(p_cc)", "its significance"},
                 {"r(p_exact)", "Fisher's exact significance, with exact"}})
        .changes(Effect::results)
        .reference("Mood, A. M. (1950). Introduction to the Theory of Statistics, 394-395.")
        .example("By hand: 1 of 5 against 4 of 5 above the median",
                 "clear\ninput x g\n1 1\n2 1\n3 1\n4 1\n10 1\n5 2\n6 2\n7 2\n8 2\n9 2\nend\n"
                 "median x, by(g) exact",
                 "abs(r(chi2) - 3.6) < 1e-12 & abs(r(chi2_cc) - 1.6) < 1e-12 & abs(r(p_exact) - 52/252) < 1e-12 & "
                 "r(p_cc) > r(p)")
        .example("Three groups", "sysuse auto\nmedian price, by(rep78) medianties(split)",
                 "r(N) == 69 & r(groups) == 5")
        .runs(run);

}  // namespace nqp::commands::median_
