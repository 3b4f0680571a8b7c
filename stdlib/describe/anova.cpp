// anova: analysis of variance and covariance.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/anova_terms.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/numeric/linear/anova.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::anova_ {
namespace {

using namespace command;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  Terms y, terms;
  Sample sample;
  Weight weight;
  bool sequential = false, partial = false, no_constant = false, ignored = false;
};

std::vector<Cell> row(const std::string& name, double ss, double df) {
  return {text_cell(text::abbreviate(name, 20), Align::right), number_cell(kit::stored(ss), "%11.0g"),
          number_cell(df, "%9.0g"), number_cell(df > 0 ? kit::stored(ss / df) : data::missing, "%11.0g")};
}

report::Table table_of(const numeric::Anova& f, const std::vector<std::string>& names, bool sequential) {
  report::Table t;
  t.columns = {{20, 0, false}, {12, 1, true}, {10, 1, false}, {12, 1, false}, {9, 2, false}, {7, 2, false}};
  t.row({text_cell("Source", Align::right), text_cell(sequential ? "Seq. SS" : "Partial SS", Align::right),
         text_cell("df", Align::right), text_cell("MS", Align::right), text_cell("F", Align::right),
         text_cell("Prob>F", Align::right)});
  t.rule();
  const auto tested = [&](const std::string& name, const numeric::AnovaTerm& term) {
    std::vector<Cell> cells = row(name, term.ss, term.df);
    cells.push_back(number_cell(kit::stored(term.F), "%9.2f"));
    cells.push_back(number_cell(kit::stored(term.p), "%6.4f"));
    t.row(std::move(cells));
  };
  tested("Model", f.model);
  t.row({text_cell("")});
  for (std::size_t k = 0; k < names.size(); ++k) tested(names[k], f.terms[k]);
  t.row({text_cell("")});
  t.row(row("Residual", f.rss, f.df_r));
  t.rule();
  t.row(row("Total", f.tss, f.df_t));
  return t;
}

void post_anova(const numeric::Anova& f, const std::vector<std::string>& names, Results& e) {
  kit::post_scalars(e, {{"N", f.n},
                        {"df_m", f.model.df},
                        {"mss", f.model.ss},
                        {"df_r", f.df_r},
                        {"rss", f.rss},
                        {"F", f.model.F},
                        {"r2", f.r2},
                        {"r2_a", f.r2_a},
                        {"rmse", f.rmse}});
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string n = std::to_string(k + 1);
    kit::post_scalars(e, {{"ss_" + n, f.terms[k].ss}, {"df_" + n, f.terms[k].df}, {"F_" + n, f.terms[k].F}});
    e.macro("term_" + n, names[k]);
  }
}

// A factor crossed with itself and a term given twice have no sum of squares of their own.
void refuse_repeats(const Terms& terms) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto& factors = terms[i].factors;
    for (std::size_t j = 0; j < factors.size(); ++j)
      for (std::size_t k = 0; k < j; ++k)
        if (kit::is_categorical(factors[j]) && kit::series_name(factors[j]) == kit::series_name(factors[k]))
          throw Error(140, "categorical variable " + kit::series_name(factors[j]) + " repeated in term " +
                               kit::term_title(terms[i]), terms[i].span, {"name it once"});
    for (std::size_t j = 0; j < i; ++j)
      if (kit::term_title(terms[i]) == kit::term_title(terms[j]))
        throw Error(141, "repeated term: " + kit::term_title(terms[i]), terms[i].span, {"name it once"});
  }
}

Output run(const Args& a, const Context& c) {
  if (a.terms.empty()) throw Error(102, "too few variables specified", std::nullopt, {"anova y a b a#b"});
  const Terms terms = kit::categorical_terms(a.terms);
  refuse_repeats(terms);
  kit::Needed needed{a.y, {}};
  needed.terms.insert(needed.terms.end(), terms.begin(), terms.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);
  const kit::TermColumns columns = kit::term_columns(terms, sample, c);

  numeric::AnovaSpec spec;
  spec.y = y;
  spec.x = columns.x;
  spec.term_begin = columns.begin;
  spec.constant = !a.no_constant;
  spec.sequential = a.sequential;
  spec.weights = sample.weights;
  spec.kind = sample.weight_kind;
  const numeric::Anova f = kit::compute(c, [&](numeric::Progress& p) { return numeric::anova(spec, p); });

  // The coefficients posted are those of regress, with base levels.
  const kit::Design design = kit::make_design(terms, !a.no_constant, sample, c);
  numeric::LinearSpec linear;
  linear.y = y;
  linear.x = design.x;
  linear.constant = !a.no_constant;
  linear.weights = sample.weights;
  linear.weight_kind = sample.weight_kind;
  const numeric::LinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(linear, numeric::VceSpec{}, p); });
  const kit::Coefficients k = kit::coefficients(design, fit.b, fit.V, fit.omitted);

  std::vector<std::string> names;
  for (const ast::Interaction& t : terms) names.push_back(kit::term_title(t));
  Results e = kit::begin_estimates("anova", "Analysis of variance", kit::depvar_name(a.y), c);
  post_anova(f, names, e);
  e.macro("sstype", a.sequential ? "sequential" : "partial");
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  Output out = kit::estimation(std::move(e), sample, k, c.settings.level);
  const std::string root = text::trimmed(text::format_number(kit::stored(f.rmse), "%9.0g"));
  out.document.blank();
  out.line(fmt::format("{:>38} = {:>10}    {:<13} = {:>7}", "Number of obs", kit::count_text(f.n), "R-squared",
                       kit::fixed_text(f.r2, 4)));
  out.line(fmt::format("{:>38} = {:>10}    {:<13} = {:>7}", "Root MSE     ", root, "Adj R-squared",
                       kit::fixed_text(f.r2_a, 4)));
  out.document.blank().add(table_of(f, names, a.sequential));
  return out;
}

}  // namespace

extern const Command anova_command =
    define<Args>("ANOva", "Analysis of variance and covariance")
        .dependent(&Args::y)
        .terms(&Args::terms, {1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .flag("SEQuential", &Args::sequential, "each term after those before it")
        .flag("Partial", &Args::partial, "each term after all others (the default)")
        .flag("noConstant", &Args::no_constant, "no constant term")
        .flag("DROPemptycells", &Args::ignored, "accepted; cells without observations are never in the design")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "model degrees of freedom"},
                 {"e(mss)", "model sum of squares"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(rss)", "residual sum of squares"},
                 {"e(F)", "F statistic of the model"},
                 {"e(r2)", "R-squared"},
                 {"e(r2_a)", "adjusted R-squared"},
                 {"e(rmse)", "root mean squared error"},
                 {"e(ss_1)", "sum of squares of the first term, and so on"},
                 {"e(df_1)", "its degrees of freedom, and so on"},
                 {"e(F_1)", "its F statistic, and so on"},
                 {"e(term_1)", "its name, and so on"},
                 {"e(sstype)", "partial or sequential"},
                 {"e(b)", "coefficients as regress has them"},
                 {"e(V)", "their variances and covariances"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Searle, S. R. (1971). Linear Models, sections 8.1-8.3.")
        .remark("Variables are categorical unless they are written c.x.")
        .example("Two factors and their interaction",
                 "sysuse auto\ngenerate byte heavy = weight > 3000\nanova mpg foreign##heavy",
                 "e(df_m) == 3 & e(N) == 74")
        .example("A covariate", "sysuse auto\nanova mpg c.weight foreign, sequential",
                 "e(df_1) == 1 & e(ss_1) > e(ss_2)")
        .runs(run);

}  // namespace nqp::commands::anova_
