// correlate: correlations or covariances of variables, rows with missing values left out.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/complete_cases.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/triangle.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::correlate_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Terms terms;
  Sample sample;
  Weight weight;
  bool means = false, covariance = false, no_format = false, wrap = false;
};

report::Table means_table(const kit::CompleteCases& cases, const std::vector<std::string>& names, const Context& c) {
  report::Table t;
  t.columns = {{12, 0, false}, {10, 1, true}, {10, 2, false}, {10, 2, false}, {10, 2, false}};
  t.row({text_cell("Variable", Align::right), text_cell("Mean", Align::right), text_cell("Std. dev.", Align::right),
         text_cell("Min", Align::right), text_cell("Max", Align::right)});
  t.rule();
  for (std::size_t j = 0; j < names.size(); ++j) {
    const numeric::Summary s = kit::compute(c, [&](numeric::Progress&) {
      return numeric::summarize(cases.x.column(j), cases.rows.weights, cases.rows.kind);
    });
    std::vector<report::Cell> cells{text_cell(text::abbreviate(names[j], 12), Align::right)};
    for (const double x : {s.mean, s.sd, s.min, s.max}) cells.push_back(number_cell(kit::stored(x), "%9.0g"));
    t.row(std::move(cells));
  }
  return t;
}

eval::Matrix stored_matrix(const numeric::Matrix& m, const std::vector<std::string>& names) {
  eval::Matrix out = kit::named_matrix(m, names, names);
  for (double& x : out.values) x = kit::stored(x);
  return out;
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  Output out;
  const std::vector<kit::NamedSeries> series = kit::named_or_numeric(a.terms, rows, c, out);
  const kit::CompleteCases cases = kit::complete_cases(series, rows);
  kit::need_rows(cases.rows);
  const numeric::Covariance f = kit::compute(
      c, [&](numeric::Progress&) { return numeric::covariance(cases.x, cases.rows.weights, cases.rows.kind); });
  std::vector<std::string> names;
  for (const kit::NamedSeries& s : series) names.push_back(s.name);

  if (a.weight.kind == WeightKind::aweight)
    out.line(
        fmt::format("(sum of wgt is {})", text::trimmed(text::format_number(kit::total_weight(cases.rows), "%10.4e"))));
  out.line(fmt::format("(obs={})", text::trimmed(text::format_number(f.n, "%20.0fc"))));
  out.document.blank();
  if (a.means) {
    out.document.add(means_table(cases, names, c));
    out.document.blank().blank();
  }
  const numeric::Matrix& shown = a.covariance ? f.covariance : f.correlation;
  kit::Triangle t;
  t.names = names;
  t.width = 8;
  t.cell = [&](std::size_t i, std::size_t j) {
    return std::vector<report::Cell>{number_cell(kit::stored(shown(i, j)), a.covariance ? "%8.0g" : "%8.4f")};
  };
  out.document.append(kit::draw_triangle(t, c.settings.linesize));
  out.r = Results{}.scalar("N", f.n);
  if (names.size() > 1) {
    out.r->scalar("rho", kit::stored(f.correlation(0, 1)));
    if (a.covariance) {
      out.r->scalar("cov_12", kit::stored(f.covariance(0, 1)));
      out.r->scalar("Var_1", kit::stored(f.covariance(0, 0))).scalar("Var_2", kit::stored(f.covariance(1, 1)));
    }
  }
  out.r->matrix("C", stored_matrix(shown, names));
  return out;
}

}  // namespace

extern const Command correlate_command =
    define<Args>("CORrelate", "Correlations and covariances")
        .terms(&Args::terms, {0})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .flag("Means", &Args::means, "table of means and standard deviations first")
        .flag("Covariance", &Args::covariance, "covariances instead of correlations")
        .flag("noFormat", &Args::no_format, "accepted")
        .flag("Wrap", &Args::wrap, "accepted; wide tables are always split")
        .stores({{"r(N)", "number of observations"},
                 {"r(rho)", "correlation of the first two variables"},
                 {"r(cov_12)", "covariance of the first two variables, with covariance"},
                 {"r(Var_1)", "variance of the first variable, with covariance"},
                 {"r(Var_2)", "variance of the second variable, with covariance"},
                 {"r(C)", "the matrix shown"}})
        .changes(Effect::results)
        .remark("A row where any of the variables is missing is left out; pwcorr uses all rows of each pair.")
        .example("Three variables", "sysuse auto\ncorrelate mpg price weight, means", "abs(r(rho) + .46859669) < 1e-8")
        .example("Covariances", "sysuse auto\ncorrelate mpg weight if foreign, covariance noformat",
                 "r(N) == 22 & r(Var_2) > 0")
        .runs(run);

}  // namespace nqp::commands::correlate_
