// ktau: Kendall's rank correlations.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/complete_cases.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/triangle.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/multiple_comparison.hpp"

namespace nqp::commands::ktau_ {
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
  numeric::Matrix tau_a, tau_b, score, se, n, p;
};

Pairs kendall_pairs(const std::vector<kit::NamedSeries>& series, const kit::WeightedRows& rows, const Args& a,
                    const Context& c) {
  const std::size_t k = series.size();
  const numeric::Matrix none(k, k, numeric::undefined);
  Pairs out{none, none, none, none, numeric::Matrix(k, k), none};
  const double tests = static_cast<double>(k * (k - 1)) / 2;
  const numeric::Adjustment adjustment = a.bonferroni ? numeric::Adjustment::bonferroni
                                         : a.sidak    ? numeric::Adjustment::sidak
                                                      : numeric::Adjustment::none;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      c.poll();
      const kit::CompleteCases pair = kit::complete_cases({series[i], series[j]}, rows);
      const numeric::Kendall t = numeric::kendall(pair.x.column(0), pair.x.column(1));
      const auto put = [&](numeric::Matrix& m, double x) { m(i, j) = m(j, i) = x; };
      put(out.n, static_cast<double>(pair.x.rows));
      put(out.tau_a, t.tau_a);
      put(out.tau_b, t.tau_b);
      put(out.score, t.score);
      put(out.se, t.se_score);
      if (i != j) put(out.p, numeric::adjusted_p(t.p, tests, adjustment));
    }
  }
  return out;
}

std::string trimmed(double x, const char* format) { return text::trimmed(text::format_number(kit::stored(x), format)); }

void report_pair(const std::string& x, const std::string& y, const Pairs& p, Output& out) {
  out.document.blank();
  out.line(fmt::format("Number of observations = {:>7}", trimmed(p.n(1, 0), "%9.0fc")));
  out.line(fmt::format("       Kendall's tau-a = {:>12}", trimmed(p.tau_a(1, 0), "%9.4f")));
  out.line(fmt::format("       Kendall's tau-b = {:>12}", trimmed(p.tau_b(1, 0), "%9.4f")));
  out.line(fmt::format("       Kendall's score = {:>7}", trimmed(p.score(1, 0), "%9.0f")));
  out.line(fmt::format("           SE of score = {:>11}   (corrected for ties)", trimmed(p.se(1, 0), "%9.3f")));
  out.document.blank();
  out.line("Test of H0: " + x + " and " + y + " are independent");
  out.line(fmt::format("     Prob > |z| = {:>12}  (continuity corrected)", trimmed(p.p(1, 0), "%9.4f")));
}

struct Shown {
  const numeric::Matrix* values;
  const char* format;
};

// The statistics asked for, in the order of the table.
std::vector<Shown> shown_of(const std::string& stats, const Pairs& p) {
  const std::vector<std::string> words = grammar::split_words(stats.empty() ? "taua" : stats);
  const std::pair<std::string, Shown> all[] = {{"taua", {&p.tau_a, "%8.4f"}},  {"taub", {&p.tau_b, "%8.4f"}},
                                               {"score", {&p.score, "%8.0f"}}, {"se", {&p.se, "%8.3f"}},
                                               {"obs", {&p.n, "%8.0fc"}},      {"p", {&p.p, "%8.4f"}}};
  std::vector<Shown> out;
  for (const auto& [name, shown] : all)
    if (std::find(words.begin(), words.end(), name) != words.end()) out.push_back(shown);
  if (out.size() != words.size())
    throw Error(198, "stats() takes taua taub score se obs p", std::nullopt, {"it has: " + stats});
  return out;
}

double as_probability(double x) { return x >= 1 ? x / 100 : x; }

void report_matrix(const Args& a, const Pairs& pairs, const Context& c, Output& out) {
  const std::vector<Shown> shown = shown_of(a.stats, pairs);
  kit::Triangle t;
  t.names = a.variables;
  t.marks = true;
  t.blank_between = shown.size() > 1;
  t.cell = [&](std::size_t i, std::size_t j) {
    const bool hidden = a.print > 0 && i != j && !(pairs.p(i, j) <= as_probability(a.print));
    const bool starred = a.star > 0 && i != j && pairs.p(i, j) <= as_probability(a.star);
    std::vector<Cell> cells;
    for (const Shown& s : shown) {
      Cell cell = number_cell(kit::stored((*s.values)(i, j)), s.format);
      if (hidden || (i == j && s.values == &pairs.p)) cell.text.clear();
      else cell.text += starred && cells.empty() ? "*" : " ";
      cells.push_back(cell);
    }
    return cells;
  };
  if (!a.pairwise) out.line("Number of observations = " + trimmed(pairs.n(0, 0), "%9.0fc"));
  out.document.blank();
  out.document.append(kit::draw_triangle(t, c.settings.linesize));
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
  const Pairs pairs = kendall_pairs(series, rows, a, c);
  Output out;
  if (series.size() == 2 && !a.matrix && a.stats.empty()) report_pair(a.variables[0], a.variables[1], pairs, out);
  else report_matrix(a, pairs, c, out);
  out.r = Results{}.scalar("N", pairs.n(1, 0)).scalar("tau_a", kit::stored(pairs.tau_a(1, 0)));
  out.r->scalar("tau_b", kit::stored(pairs.tau_b(1, 0))).scalar("score", kit::stored(pairs.score(1, 0)));
  out.r->scalar("se_score", kit::stored(pairs.se(1, 0))).scalar("p", kit::stored(pairs.p(1, 0)));
  const std::pair<const char*, const numeric::Matrix*> filed[] = {{"Tau_a", &pairs.tau_a}, {"Tau_b", &pairs.tau_b},
                                                                  {"Score", &pairs.score}, {"Se_Score", &pairs.se},
                                                                  {"Nobs", &pairs.n},      {"P", &pairs.p}};
  for (const auto& [name, m] : filed) out.r->matrix(name, stored_matrix(*m, a.variables));
  return out;
}

}  // namespace

extern const Command ktau_command =
    define<Args>("ktau", "Kendall's rank correlations")
        .varlist(&Args::variables, Count{2})
        .if_in(&Args::sample)
        .text("STats", &Args::stats, "what to show of each pair: taua taub score se obs p")
        .flag("PW", &Args::pairwise, "all rows of each pair")
        .flag("MATrix", &Args::matrix, "a matrix for two variables, too")
        .flag("Bonferroni", &Args::bonferroni, "significance adjusted by Bonferroni for the number of pairs")
        .flag("SIDak", &Args::sidak, "significance adjusted by Šidák for the number of pairs")
        .number("Print", &Args::print, 0, 100, "show only correlations significant at this level")
        .number("STAR", &Args::star, 0, 100, "star correlations significant at this level")
        .stores({{"r(N)", "number of observations of the first pair"},
                 {"r(tau_a)", "tau-a of the first pair"},
                 {"r(tau_b)", "tau-b of the first pair"},
                 {"r(score)", "concordant less discordant pairs of observations"},
                 {"r(se_score)", "standard error of the score, corrected for ties"},
                 {"r(p)", "significance"},
                 {"r(Tau_a)", "tau-a of all pairs"},
                 {"r(Tau_b)", "tau-b of all pairs"},
                 {"r(Score)", "scores"},
                 {"r(Se_Score)", "their standard errors"},
                 {"r(Nobs)", "numbers of observations"},
                 {"r(P)", "significance"}})
        .changes(Effect::results)
        .reference("Kendall, M. G. (1938). A new measure of rank correlation. Biometrika 30, 81-93.")
        .example("Concordant and discordant pairs by hand", "clear\ninput x y\n1 1\n2 3\n3 2\n4 4\nend\nktau x y",
                 "r(score) == 4 & abs(r(tau_a) - 4/6) < 1e-14")
        .example("Several, pair by pair",
                 "sysuse auto\nktau mpg price rep78, pw stats(taua taub score se obs p) star(.05)",
                 "el(r(Nobs), 1, 2) == 74 & el(r(Tau_b), 1, 1) == 1")
        .runs(run);

}  // namespace nqp::commands::ktau_
