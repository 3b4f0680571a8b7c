// permute: permutation tests.
#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/placebo_figure.hpp"
#include "stdlib/kit/quick_refit.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/resampled_estimates.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::permute_ {
namespace {

using namespace command;

struct Args {
  std::string body, command, saving, title, density_options;
  int reps = 100, dots = 1;
  std::optional<std::string> seed;
  Variables strata, cluster;
  double level = 0, eps = 1e-7;
  bool left = false, right = false, no_dots = false, wide = false, no_warn = false, no_legend = false;
  bool no_header = false, no_drop = false, run_all = false, density = false;
};

// What is shuffled: rows, or clusters of rows that share a value; blocks stay within their stratum.
using Blocks = std::vector<std::vector<data::Row>>;

// Shuffles the blocks of each stratum: the row that each row takes its value from.
std::vector<data::Row> shuffled_rows(std::size_t rows, const std::vector<Blocks>& strata, numeric::Rng& rng) {
  std::vector<data::Row> from(rows);
  for (std::size_t i = 0; i < rows; ++i) from[i] = static_cast<data::Row>(i);
  for (const Blocks& blocks : strata) {
    const std::vector<std::size_t> order = numeric::rng::permutation(rng, blocks.size());
    for (std::size_t k = 0; k < blocks.size(); ++k)
      for (const data::Row row : blocks[k]) from[row] = blocks[order[k]].front();
  }
  return from;
}

// The data with the values of one variable shuffled.
data::FramePtr shuffled(const data::Frame& f, std::size_t variable, const std::vector<Blocks>& strata,
                        numeric::Rng& rng) {
  auto out = std::make_shared<data::Frame>(f);
  out->replace(variable, data::gather(*f.variables[variable].column, shuffled_rows(f.rows, strata, rng)));
  return out;
}

std::vector<std::vector<data::Row>> strata_of(const Args& a, const data::Frame& f) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& v : a.strata) keys.push_back(f.at(v).column);
  std::vector<std::vector<data::Row>> out(1);
  if (keys.empty()) {
    for (std::size_t i = 0; i < f.rows; ++i) out[0].push_back(static_cast<data::Row>(i));
    return out;
  }
  const data::Groups g = data::make_groups(keys);
  out.resize(g.count);
  for (std::size_t i = 0; i < f.rows; ++i) out[g.codes[i]].push_back(static_cast<data::Row>(i));
  return out;
}

// Rows of each cluster; every row is one without cluster(). Error 459 when the variable varies within a cluster, or a
// cluster lies in several strata.
std::vector<Blocks> blocks_of(const Args& a, const data::Frame& f, std::size_t variable) {
  const std::vector<std::vector<data::Row>> strata = strata_of(a, f);
  std::vector<Blocks> out(strata.size());
  if (a.cluster.empty()) {
    for (std::size_t s = 0; s < strata.size(); ++s)
      for (const data::Row row : strata[s]) out[s].push_back({row});
    return out;
  }
  std::vector<data::ColumnPtr> keys;
  for (const std::string& v : a.cluster) keys.push_back(f.at(v).column);
  const data::Groups g = data::make_groups(keys);
  std::vector<std::size_t> stratum(g.count, strata.size()), place(g.count);
  const std::vector<data::ColumnPtr> value{f.variables[variable].column};
  const data::Groups values = data::make_groups(value);
  for (std::size_t s = 0; s < strata.size(); ++s)
    for (const data::Row row : strata[s]) {
      const auto c = static_cast<std::size_t>(g.codes[row]);
      if (stratum[c] == strata.size()) {
        stratum[c] = s, place[c] = out[s].size();
        out[s].emplace_back();
      }
      if (stratum[c] != s) throw Error(459, "clusters are not nested within strata");
      std::vector<data::Row>& rows = out[s][place[c]];
      if (!rows.empty() && values.codes[rows.front()] != values.codes[row])
        throw Error(459, f.variables[variable].name + " varies within clusters", std::nullopt,
                    {"clusters are given a treatment as a whole"});
      rows.push_back(row);
    }
  return out;
}

struct Test {
  double observed = 0, c = 0, n = 0, p = 0, se = 0, low = 0, high = 0;
};

// p = c/n, ties within a relative 1e-7 count as extreme; Clopper-Pearson interval.
Test test_of(const Args& a, double observed, const kit::Replicates& done, std::size_t j, double level) {
  Test t;
  t.observed = observed;
  const double slack = a.eps * std::fabs(observed);
  for (const auto& row : done.rows) {
    const double x = row[j];
    if (data::is_missing(x)) continue;
    ++t.n;
    const bool extreme = a.left    ? x <= observed + slack
                         : a.right ? x >= observed - slack
                                   : std::fabs(x) >= std::fabs(observed) - slack;
    t.c += extreme ? 1 : 0;
  }
  if (t.n == 0) return t.p = t.se = t.low = t.high = data::missing, t;
  t.p = t.c / t.n;
  t.se = std::sqrt(t.p * (1 - t.p) / t.n);
  const double tail = (1 - level / 100) / 2;
  t.low = t.c == 0 ? 0 : numeric::dist::invbinomialtail(t.n, t.c, tail);
  t.high = t.c == t.n ? 1 : numeric::dist::invbinomial(t.n, t.c, tail);
  return t;
}

void show(const Args& a, const std::string& variable, const std::vector<kit::CollectedResult>& list,
          const std::vector<Test>& tests, double level, runtime::Session& s) {
  using report::number_cell, report::text_cell;
  report::Document d;
  d.blank();
  d.line("Monte Carlo permutation results");
  d.line("Command: " + a.command);
  d.line("Permuted variable: " + variable);
  for (const kit::CollectedResult& t : list)
    if (t.column != t.text) d.line("  " + t.column + ": " + t.text);
  d.blank();
  report::Table t;
  t.columns = {{12, 0, false}, {10, 1, true}, {7, 1, false}, {7, 1, false},
               {7, 1, false},  {7, 1, false}, {9, 2, false}, {9, 1, false}};
  const auto head = [](const char* text) { return text_cell(text, report::Align::right); };
  report::Cell interval = text_cell(kit::interval_heading(level), report::Align::right);
  interval.span = 2;
  t.rule();
  t.row({text_cell("T"), head("T(obs)"), head("c"), head("n"), head("p=c/n"), head("SE(p)"), interval});
  t.rule();
  for (std::size_t j = 0; j < tests.size(); ++j) {
    const Test& x = tests[j];
    t.row({text_cell(text::abbreviate(list[j].column, 12)), number_cell(x.observed, "%9.0g"), number_cell(x.c, "%7.0f"),
           number_cell(x.n, "%7.0f"), number_cell(x.p, "%6.4f"), number_cell(x.se, "%6.4f"),
           number_cell(x.low, "%9.0g"), number_cell(x.high, "%9.0g")});
  }
  t.rule();
  d.add(std::move(t));
  d.line(a.left    ? "Note: c = #{T <= T(obs)}"
         : a.right ? "Note: c = #{T >= T(obs)}"
                   : "Note: c = #{|T| >= |T(obs)|}",
         report::Style::note);
  s.show(d);
}

// What a result of the list is in a linear regression that is fitted again with the variable shuffled.
enum class Part { b, se, same, other };

Part part_of(const kit::CollectedResult& r, const std::string& variable) {
  std::string text;
  for (const char ch : r.text)
    if (ch != ' ' && ch != '(' && ch != ')') text += ch;
  if (text == "_b[" + variable + "]") return Part::b;
  if (text == "_se[" + variable + "]") return Part::se;
  const bool same = text == "edf_r" || text == "eN" || text == "eN_clust";
  return same ? Part::same : Part::other;
}

// All permutations at once where the command is a linear regression and its results are the coefficient of the
// permuted variable and its error: nothing but the variable is partialled out again.
void refit_permutations(const kit::Plan& plan, const kit::ObservedRun& run, const std::string& command,
                        const std::string& variable, const std::vector<Blocks>& strata, runtime::Session& s,
                        kit::Replicates& done) {
  std::vector<Part> parts;
  for (const kit::CollectedResult& r : run.list) parts.push_back(part_of(r, variable));
  if (!run.estimated || std::count(parts.begin(), parts.end(), Part::other) > 0) return;
  const Context c = s.context();
  std::vector<double> values(c.frame.rows);
  c.numeric(variable).read(0, values.size(), values.data());
  if (std::any_of(values.begin(), values.end(), data::is_missing)) return;
  std::unique_ptr<kit::QuickRefit> quick;
  try {
    quick = kit::QuickRefit::make(command, variable, run.sample, s);
  } catch (const Error& e) {
    if (e.code == 1) throw;
  }
  if (!quick) return;
  constexpr std::size_t batch = 64;
  while (done.rows.size() < plan.count) {
    s.poll();
    std::vector<std::vector<double>> drawn;
    for (std::size_t r = done.rows.size(); r < std::min(plan.count, done.rows.size() + batch); ++r) {
      numeric::Rng rng(plan.seed, r + 1);
      drawn.emplace_back();
      for (const data::Row row : shuffled_rows(values.size(), strata, rng)) drawn.back().push_back(values[row]);
    }
    for (const auto& [b, se] : quick->fit(drawn, c)) {
      std::vector<double> row;
      for (std::size_t j = 0; j < parts.size(); ++j) {
        const double x = parts[j] == Part::b ? b : parts[j] == Part::se ? se : run.values[j];
        row.push_back(data::is_missing(x) ? 0 : x);  // an omitted variable has coefficient and error 0
      }
      done.rows.push_back(std::move(row));
    }
  }
}

// One figure for each result.
void draw_densities(const Args& a, const kit::ObservedRun& run, const kit::Replicates& done, runtime::Session& s) {
  for (std::size_t j = 0; j < run.list.size(); ++j) {
    kit::PlaceboPicture picture;
    for (const auto& row : done.rows)
      if (!data::is_missing(row[j])) picture.b.push_back(row[j]);
    picture.p.assign(picture.b.size(), data::missing);
    picture.observed = run.values[j];
    picture.x_title = run.list[j].text;
    kit::show_placebo(picture, a.density_options, s);
  }
}

void act(const Args& a, runtime::Session& s) {
  kit::require_command(a.command, "permute");
  if (a.left && a.right) throw Error(198, "only one of left and right is allowed");
  std::string_view rest = a.body;
  const std::string first = kit::take_word(rest);
  if (first.empty()) throw Error(100, "permute needs the variable to permute");
  const Variables names = resolve_variables(first, s.context());
  if (names.size() != 1) throw Error(103, "permute takes one variable");
  const std::vector<kit::AskedResult> asked = kit::parse_expression_list(std::string(rest));
  const double level = a.level > 0 ? a.level : s.settings().level;
  kit::Plan plan;
  plan.file = kit::parse_saving(a.saving, s);
  kit::SessionKeeper keeper(s);
  const data::Frame& f = *keeper.data();
  plan.seed = kit::replication_seed(a.seed, s);
  const kit::ObservedRun run = kit::run_observed("permute", a.command, asked, "_pm_", s);
  s.set_frame(keeper.data());
  const std::size_t variable = *f.index(names[0]);
  const std::vector<Blocks> strata = blocks_of(a, f, variable);
  plan.word = "permute";
  plan.heading = "Permutation replications";
  plan.command = a.command;
  plan.count = static_cast<std::size_t>(a.reps);
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.data = [&](std::size_t, numeric::Rng& rng) { return shuffled(f, variable, strata, rng); };
  plan.start = keeper.start();
  const bool wide = a.wide || plan.file.wide;
  plan.table = [&](const auto& rows) { return kit::replicate_frame(run.list, rows, {}, wide, s); };
  kit::Replicates done;
  if (!a.run_all) refit_permutations(plan, run, a.command, names[0], strata, s, done);
  kit::replicate(plan, run.list, s, done);

  std::vector<Test> tests;
  std::vector<double> c, n, p, se;
  eval::Matrix ci(2, run.list.size());
  for (std::size_t j = 0; j < run.list.size(); ++j) {
    tests.push_back(test_of(a, run.values[j], done, j, level));
    const Test& t = tests.back();
    c.push_back(t.c), n.push_back(t.n), p.push_back(t.p), se.push_back(t.se);
    ci(0, j) = t.low, ci(1, j) = t.high;
  }
  const std::vector<std::string> columns = kit::column_names(run.list);
  ci.row_names = {"ll", "ul"}, ci.column_names = columns;
  Results r;
  r.scalar("N", static_cast<double>(f.rows)).scalar("N_reps", static_cast<double>(done.rows.size()));
  r.scalar("level", level).scalar("k_exp", static_cast<double>(run.list.size()));
  r.macro("cmd", "permute").macro("command", a.command).macro("permvar", names[0]);
  r.macro("event", a.left ? "T <= T(obs)" : a.right ? "T >= T(obs)" : "|T| >= |T(obs)|");
  r.matrix("b", kit::row_matrix(run.values, columns)).matrix("c", kit::row_matrix(c, columns));
  r.matrix("reps", kit::row_matrix(n, columns)).matrix("p", kit::row_matrix(p, columns));
  r.matrix("se", kit::row_matrix(se, columns)).matrix("ci", ci);
  s.r() = std::move(r);
  show(a, names[0], run.list, tests, level, s);
  if (a.density) draw_densities(a, run, done, s);
}

}  // namespace

extern const Command permute_command = kit::loose_body(
    define<Args>("permute", "Permutation tests")
        .prefix(&Args::command)
        .anything(&Args::body)
        .integer("Reps", &Args::reps, 1, 1000000000, "number of permutations")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .text("RSEed", &Args::seed, "the same")
        .variables("STRata", &Args::strata, "permute within strata")
        .variables("CLUSter", &Args::cluster, "permute whole clusters, each of one value")
        .flag("left", &Args::left, "count T <= T(obs)")
        .flag("right", &Args::right, "count T >= T(obs)")
        .number("EPS", &Args::eps, 0, 1, "relative difference below which values count as equal")
        .text("SAving", &Args::saving, "file of the replicates")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many replications")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("DOUble", &Args::wide, "store doubles")
        .flag("RUNall", &Args::run_all, "run the command for each permutation, also where a regression is fitted again")
        .flag("noWarn", &Args::no_warn, "accepted")
        .flag("noLegend", &Args::no_legend, "accepted")
        .flag("noHeader", &Args::no_header, "accepted")
        .flag("NODROP", &Args::no_drop, "accepted")
        .text("TItle", &Args::title, "accepted")
        .flag("KDENSITYplot", &Args::density, "draw the density of the results, with a line at the observed one")
        .text("KDENSITYOptions", &Args::density_options, "options of that figure")
        .changes(Effect::results)
        .stores({{"r(b)", "observed results"},
                 {"r(c)", "permutations at least as extreme"},
                 {"r(reps)", "permutations that gave a result"},
                 {"r(p)", "c/n"},
                 {"r(se)", "standard error of p"},
                 {"r(ci)", "Clopper-Pearson interval of p"},
                 {"r(N)", "observations"},
                 {"r(N_reps)", "permutations"}})
        .example("A difference of means",
                 "sysuse auto\npermute foreign d=_b[foreign], reps(50) seed(1) nodots: regress weight foreign\n"
                 "matrix p = r(p)",
                 "p[1,1] <= .05")
        .example("Fitted again or run again, the same numbers",
                 "sysuse auto\npermute foreign b=_b[foreign] se=_se[foreign], reps(30) seed(1) nodots: "
                 "regress price foreign mpg, robust\nmatrix c = r(c)\n"
                 "permute foreign b=_b[foreign] se=_se[foreign], reps(30) seed(1) nodots runall: "
                 "regress price foreign mpg, robust",
                 "mreldif(c, r(c)) == 0")
        .example("One side",
                 "sysuse auto\npermute foreign t=r(mean), reps(20) seed(1) right nodots: summarize price\n"
                 "matrix p = r(p)",
                 "p[1,1] == 1")
        .acts(act));

}  // namespace nqp::commands::permute_
