// spearman: rank correlations.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/complete_cases.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/triangle.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/multiple_comparison.hpp"

namespace nqp::commands::spearman_ {
namespace {

using namespace command;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  std::string stats;
  bool pairwise = false, bonferroni = false, sidak = false, matrix = false;
  double print = 0, star = 0;
};

struct Pairs {
  numeric::Matrix rho, n, p;
};

double as_probability(double x) { return x >= 1 ? x / 100 : x; }

Pairs rank_pairs(const std::vector<kit::NamedSeries>& series, const kit::WeightedRows& rows, const Args& a,
                 const Context& c) {
  const std::size_t k = series.size();
  Pairs out{numeric::Matrix(k, k, 1.0), numeric::Matrix(k, k), numeric::Matrix(k, k, numeric::undefined)};
  const double tests = static_cast<double>(k * (k - 1)) / 2;
  const numeric::Adjustment adjustment = a.bonferroni ? numeric::Adjustment::bonferroni
                                         : a.sidak    ? numeric::Adjustment::sidak
                                                      : numeric::Adjustment::none;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      c.poll();
      const kit::CompleteCases pair = kit::complete_cases({series[i], series[j]}, rows);
      const double n = static_cast<double>(pair.x.rows);
      out.n(i, j) = out.n(j, i) = n;
      if (i == j) continue;
      const double r = numeric::spearman(pair.x.column(0), pair.x.column(1));
      out.rho(i, j) = out.rho(j, i) = r;
      out.p(i, j) = out.p(j, i) = numeric::adjusted_p(numeric::correlation_p_value(r, n), tests, adjustment);
    }
  }
  return out;
}

void report_pair(const std::string& x, const std::string& y, const Pairs& p, Output& out) {
  out.document.blank();
  out.line(fmt::format("Number of observations = {:>6}", text::trimmed(text::format_number(p.n(1, 0), "%9.0fc"))));
  out.line(fmt::format("        Spearman's rho = {:>9}",
                       text::trimmed(text::format_number(kit::stored(p.rho(1, 0)), "%9.4f"))));
  out.document.blank();
  out.line("Test of H0: " + x + " and " + y + " are independent");
  out.line(
      fmt::format("         Prob > |t| = {:>13}", text::trimmed(text::format_number(kit::stored(p.p(1, 0)), "%9.4f"))));
}

eval::Matrix stored_matrix(numeric::Matrix m, const std::vector<std::string>& names) {
  for (double& x : m.data) x = kit::stored(x);
  return kit::named_matrix(m, names, names);
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows selected = kit::weighted_rows(c, a.sample);
  std::vector<kit::NamedSeries> series;
  for (const std::string& v : a.variables) series.push_back({v, {}, {}, &c.numeric(v), {}});
  const kit::WeightedRows rows = a.pairwise ? selected : kit::complete_cases(series, selected).rows;
  kit::need_rows(rows);
  const Pairs pairs = rank_pairs(series, rows, a, c);
  Output out;
  if (series.size() == 2 && !a.matrix && a.stats.empty()) {
    report_pair(series[0].name, series[1].name, pairs, out);
  } else {
    kit::Triangle t;
    t.names = a.variables;
    t.marks = true;
    const bool obs = a.stats.find("obs") != std::string::npos, p = a.stats.find('p') != std::string::npos;
    t.blank_between = obs || p;
    t.cell = [&](std::size_t i, std::size_t j) {
      const bool hidden = a.print > 0 && i != j && !(pairs.p(i, j) <= as_probability(a.print));
      const bool starred = a.star > 0 && i != j && pairs.p(i, j) <= as_probability(a.star);
      std::vector<Cell> cells{number_cell(kit::stored(pairs.rho(i, j)), "%8.4f")};
      cells[0].text = hidden ? std::string() : cells[0].text + (starred ? "*" : " ");
      const auto under = [](double x, const char* format) {
        Cell cell = number_cell(kit::stored(x), format);
        cell.text += ' ';
        return cell;
      };
      if (obs) cells.push_back(under(pairs.n(i, j), "%8.0fc"));
      if (p) cells.push_back(i == j || hidden ? text_cell("") : under(pairs.p(i, j), "%8.4f"));
      return cells;
    };
    if (!a.pairwise)
      out.line(fmt::format("Number of observations = {}", text::trimmed(text::format_number(pairs.n(0, 0), "%9.0fc"))));
    out.document.blank();
    out.document.append(kit::draw_triangle(t, c.settings.linesize));
  }
  const std::size_t second = series.size() > 1 ? 1 : 0;
  out.r = Results{}.scalar("N", pairs.n(second, 0)).scalar("rho", kit::stored(pairs.rho(second, 0)));
  out.r->scalar("p", kit::stored(pairs.p(second, 0)));
  out.r->matrix("Rho", stored_matrix(pairs.rho, a.variables)).matrix("Nobs", stored_matrix(pairs.n, a.variables));
  out.r->matrix("P", stored_matrix(pairs.p, a.variables));
  return out;
}

}  // namespace

extern const Command spearman_command =
    define<Args>("spearman", "Spearman's rank correlations")
        .varlist(&Args::variables, Count{2})
        .if_in(&Args::sample)
        .text("STats", &Args::stats, "what to show of each pair: rho obs p")
        .flag("PW", &Args::pairwise, "all rows of each pair")
        .flag("MATrix", &Args::matrix, "a matrix for two variables, too")
        .flag("Bonferroni", &Args::bonferroni, "significance adjusted by Bonferroni for the number of pairs")
        .flag("SIDak", &Args::sidak, "significance adjusted by Šidák for the number of pairs")
        .number("Print", &Args::print, 0, 100, "show only correlations significant at this level")
        .number("STAR", &Args::star, 0, 100, "star correlations significant at this level")
        .stores({{"r(N)", "number of observations of the first pair"},
                 {"r(rho)", "rank correlation of the first pair"},
                 {"r(p)", "its significance"},
                 {"r(Rho)", "rank correlations"},
                 {"r(Nobs)", "numbers of observations"},
                 {"r(P)", "significance"}})
        .changes(Effect::results)
        .remark("Ties get the mean of their ranks; the significance is that of t(n-2).")
        .example("Two variables", "sysuse auto\nspearman mpg rep78", "abs(r(rho) - .3098) < 0.0001")
        .example("Several, pair by pair", "sysuse auto\nspearman mpg price rep78, pw stats(rho obs p) star(.05)",
                 "el(r(Nobs), 1, 2) == 74")
        .runs(run);

}  // namespace nqp::commands::spearman_
