// oneway: one-way analysis of variance.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/kit/tabulation.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/multiple_comparison.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::commands::oneway_ {
namespace {

using namespace command;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  Weight weight;
  bool tabulate = false, no_anova = false, no_means = false, no_standard = false, no_freq = false, no_obs = false,
       wrap = false, no_label = false, missing = false;
  bool bonferroni = false, scheffe = false, sidak = false;
};

Cell right(std::string s) { return text_cell(std::move(s), Align::right); }

report::Document anova_table(const numeric::OneWay& f) {
  report::Document d;
  report::Table t;
  t.columns = {{14, 0, false}, {11, 4, false}, {6, 3, false}, {11, 4, false}, {9, 3, false}, {8, 3, false}};
  t.title = "Analysis of variance";
  t.row({text_cell("    Source"), right("SS"), right("df"), right("MS"), right("F"), right("Prob > F")});
  t.rule();
  const auto row = [&](const char* name, double ss, double df) {
    return std::vector<Cell>{text_cell(name), number_cell(kit::stored(ss), "%11.0g"), number_cell(df, "%6.0g"),
                             number_cell(kit::stored(ss / df), "%11.0g")};
  };
  std::vector<Cell> between = row("Between groups", f.mss, f.df_m);
  between.push_back(number_cell(kit::stored(f.F), "%9.2f"));
  between.push_back(number_cell(kit::stored(f.p), "%6.4f"));
  t.row(std::move(between));
  t.row(row(" Within groups", f.rss, f.df_r));
  t.rule();
  t.row(row("    Total", f.tss, f.df_m + f.df_r));
  d.add(std::move(t)).blank();
  if (numeric::is_defined(f.bartlett_chi2))
    d.line(fmt::format("Bartlett's equal-variances test: chi2({}) = {:>8}    Prob>chi2 = {}", f.bartlett_df,
                       text::trimmed(text::format_number(f.bartlett_chi2, "%9.4f")),
                       text::trimmed(text::format_number(f.bartlett_p, "%5.3f"))));
  return d;
}

// Differences of group means, row minus column, and their adjusted significance.
report::Document comparison_table(const std::string& y, const std::string& g, const std::string& method,
                                  const std::vector<std::string>& names, const numeric::OneWay& f,
                                  const numeric::PairwiseMeans& p) {
  report::Document d;
  d.blank();
  d.line(fmt::format("{:>{}}", fmt::format("Comparison of {} by {}", y, g), 50));
  d.line(fmt::format("{:>{}}", "(" + method + ")", 46));
  const std::size_t groups = names.size();
  constexpr std::size_t per_panel = 6;
  for (std::size_t from = 0; from + 1 < groups; from += per_panel) {
    const std::size_t to = std::min(groups - 1, from + per_panel);
    report::Table t;
    t.columns = {{8, 0, false}};
    for (std::size_t k = from; k < to; ++k) t.columns.push_back({10, 1, k == from});
    t.row({text_cell("Row Mean-")});
    std::vector<Cell> columns{text_cell("Col Mean")};
    for (std::size_t k = from; k < to; ++k) columns.push_back(right(text::truncate(names[k], 10)));
    t.row(std::move(columns));
    t.rule();
    for (std::size_t i = from + 1; i < groups; ++i) {
      std::vector<Cell> differences{right(text::truncate(names[i], 8))}, p_values{right("")};
      for (std::size_t k = from; k < std::min(to, i); ++k) {
        differences.push_back(number_cell(kit::stored(f.group_mean[i] - f.group_mean[k]), "%9.0g"));
        p_values.push_back(number_cell(kit::stored(p.p(i, k)), "%5.3f"));
      }
      if (i > from + 1) t.blank();
      t.row(std::move(differences));
      t.row(std::move(p_values));
    }
    d.add(std::move(t));
  }
  return d;
}

void comparisons(const Args& a, const kit::Levels& levels, const numeric::OneWay& f, const Context& c, Output& out) {
  std::vector<std::string> names;
  for (const data::Row r : levels.first)
    names.push_back(kit::level_text(c.frame, c.frame.at(a.variables[1]), r, a.no_label));
  const auto show = [&](bool on, numeric::Adjustment adjustment, const char* name) {
    if (!on) return;
    const std::string y = kit::heading_of(c.frame.at(a.variables[0])), g = kit::heading_of(c.frame.at(a.variables[1]));
    out.document.append(comparison_table(y, g, name, names, f, numeric::compare_means(f, adjustment)));
  };
  show(a.bonferroni, numeric::Adjustment::bonferroni, "Bonferroni");
  show(a.scheffe, numeric::Adjustment::scheffe, "Scheffe");
  show(a.sidak, numeric::Adjustment::sidak, "Sidak");
}

Output run(const Args& a, const Context& c) {
  const data::Column& y = c.numeric(a.variables[0]);
  const data::Column& group = *c.frame.at(a.variables[1]).column;
  std::vector<const data::Column*> needed{&y};
  if (!a.missing) needed.push_back(&group);
  const kit::WeightedRows rows = kit::complete_rows(kit::weighted_rows(c, a.sample, a.weight), needed);
  kit::need_rows(rows);
  const kit::Observed values = kit::observed(y, rows);
  const kit::Levels levels = kit::levels_of(group, rows.rows, true);
  const std::vector<std::int32_t> codes(levels.codes.begin(), levels.codes.end());
  const numeric::OneWay f =
      kit::compute(c, [&](numeric::Progress&) { return numeric::one_way(values.x, codes, values.w, values.kind); });
  Output out;
  if (a.tabulate) {
    kit::TabulateArgs t;
    t.summarize = a.variables[0];
    t.no_label = a.no_label;
    t.missing = a.missing;
    t.no_means = a.no_means;
    t.no_standard = a.no_standard;
    t.no_freq = a.no_freq;
    t.no_obs = a.no_obs;
    kit::tabulate_one_way(a.variables[1], rows, t, c, out);
  }
  if (!a.no_anova) {
    out.document.blank();
    out.document.append(anova_table(f));
  }
  comparisons(a, levels, f, c, out);
  out.r = Results{}.scalar("N", f.n).scalar("F", kit::stored(f.F)).scalar("df_m", f.df_m).scalar("mss", f.mss);
  out.r->scalar("df_r", f.df_r).scalar("rss", f.rss).scalar("chi2bart", kit::stored(f.bartlett_chi2));
  out.r->scalar("df_bart", f.bartlett_df);
  return out;
}

}  // namespace

extern const Command oneway_command =
    define<Args>("ONEway", "One-way analysis of variance")
        .varlist(&Args::variables, Count{2, 2})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .flag("Tabulate", &Args::tabulate, "table of means first")
        .flag("noANOVA", &Args::no_anova, "leave out the analysis of variance")
        .flag("noMeans", &Args::no_means, "tabulate: leave out the means")
        .flag("noStandard", &Args::no_standard, "tabulate: leave out the standard deviations")
        .flag("noFreq", &Args::no_freq, "tabulate: leave out the frequencies")
        .flag("noObs", &Args::no_obs, "tabulate: leave out the numbers of observations")
        .flag("Wrap", &Args::wrap, "accepted")
        .flag("noLabel", &Args::no_label, "numbers instead of value labels")
        .flag("Missing", &Args::missing, "missing values form a group")
        .flag("Bonferroni", &Args::bonferroni, "compare all pairs of means, Bonferroni")
        .flag("SCHeffe", &Args::scheffe, "compare all pairs of means, Scheffé")
        .flag("SIdak", &Args::sidak, "compare all pairs of means, Šidák")
        .stores({{"r(N)", "number of observations"},
                 {"r(F)", "F statistic"},
                 {"r(df_m)", "between-groups degrees of freedom"},
                 {"r(mss)", "between-groups sum of squares"},
                 {"r(df_r)", "within-groups degrees of freedom"},
                 {"r(rss)", "within-groups sum of squares"},
                 {"r(chi2bart)", "Bartlett's chi-squared"},
                 {"r(df_bart)", "its degrees of freedom"}})
        .changes(Effect::results)
        .reference(
            "Searle, S. R. (1971). Linear Models, chapter 6; Bartlett, M. S. (1937). Proceedings of the Royal "
            "Society A 160, 268-282.")
        .remark("Sums of squares are compensated: constant leading digits in the data cost no accuracy.")
        .example("Mileage of domestic and foreign cars", "sysuse auto\noneway mpg foreign, tabulate",
                 "abs(r(F) - 13.18) < 0.01 & r(df_r) == 72")
        .example("Which repair records differ",
                 "sysuse auto\noneway price rep78, bonferroni scheffe sidak noanova missing", "r(df_m) == 5")
        .runs(run);

}  // namespace nqp::commands::oneway_
