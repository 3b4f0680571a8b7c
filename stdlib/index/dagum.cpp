// dagum: the Gini coefficient within groups, between them and by their overlap.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_samples.hpp"
#include "stdlib/numeric/index/inequality.hpp"

namespace nqp::commands::dagum_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variable;
  Sample sample;
  std::string by, time;
};

constexpr const char* columns[] = {"G", "Gw", "Gnb", "Gt", "share_w", "share_nb", "share_t"};

eval::Matrix totals_matrix(const std::vector<numeric::DagumGini>& all, const std::vector<std::string>& names) {
  eval::Matrix m(all.size(), 7);
  m.column_names.assign(std::begin(columns), std::end(columns));
  m.row_names = names;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const numeric::DagumGini& d = all[i];
    const double values[] = {d.total, d.within, d.between, d.transvariation, 100 * d.within / d.total,
                             100 * d.between / d.total, 100 * d.transvariation / d.total};
    for (std::size_t j = 0; j < 7; ++j) m(i, j) = kit::stored(values[j]);
  }
  return m;
}

report::Table totals_table(const eval::Matrix& m, const std::string& heading) {
  report::Table t;
  t.columns = {{12, 0, false}, {9, 2, true}, {9, 1, false}, {9, 1, false}, {9, 1, false}, {8, 2, true}, {8, 1, false},
               {8, 1, false}};
  std::vector<report::Cell> head{text_cell(heading, Align::right)};
  for (const char* s : {"Gini", "Within", "Between", "Overlap", "% within", "% betw.", "% overl."})
    head.push_back(text_cell(s, Align::right));
  t.row(std::move(head));
  t.rule();
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::vector<report::Cell> cells{text_cell(text::abbreviate(m.row_names[i], 12), Align::right)};
    for (std::size_t j = 0; j < 7; ++j) cells.push_back(number_cell(m(i, j), j < 4 ? "%8.5f" : "%7.2f"));
    t.row(std::move(cells));
  }
  t.rule();
  return t;
}

// Gini coefficients within groups on the diagonal and between pairs of groups below it.
report::Table pairs_table(const numeric::DagumGini& d, const std::vector<std::string>& names,
                          const std::string& heading) {
  report::Table t;
  t.columns = {{12, 0, false}};
  std::vector<report::Cell> head{text_cell(text::abbreviate(heading, 12), Align::right)};
  for (std::size_t h = 0; h < names.size(); ++h) {
    t.columns.push_back({9, h == 0 ? 2 : 1, h == 0});
    head.push_back(text_cell(text::abbreviate(names[h], 9), Align::right));
  }
  t.row(std::move(head));
  t.rule();
  for (std::size_t j = 0; j < names.size(); ++j) {
    std::vector<report::Cell> cells{text_cell(text::abbreviate(names[j], 12), Align::right)};
    for (std::size_t h = 0; h <= j; ++h) cells.push_back(number_cell(d.gini(j, h), "%8.5f"));
    t.row(std::move(cells));
  }
  t.rule();
  return t;
}

eval::Matrix square(const numeric::Matrix& m, const std::vector<std::string>& names) {
  eval::Matrix out(m.rows, m.cols);
  out.values = m.data;
  out.row_names = out.column_names = names;
  return out;
}

// One row a period and one column for each group and pair: the paths that papers draw.
eval::Matrix paths(const std::vector<numeric::DagumGini>& all, const std::vector<kit::GroupSample>& samples,
                   const std::vector<std::string>& periods) {
  const std::vector<std::string>& names = samples.front().names;
  const std::size_t k = names.size();
  eval::Matrix m(all.size(), k + k * (k - 1) / 2);
  m.row_names = periods;
  std::size_t column = 0;
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t h = 0; h <= j; ++h) {
      // Within first, then pairs.
      const std::size_t at = j == h ? j : k + column++;
      m.column_names[at] = j == h ? names[j] : names[h] + "_" + names[j];
      for (std::size_t i = 0; i < all.size(); ++i) m(i, at) = all[i].gini(j, h);
    }
  return m;
}

Output run(const Args& a, const Context& c) {
  const std::vector<kit::GroupSample> samples = kit::group_samples(a.variable[0], a.by, a.time, a.sample, {}, c);
  std::vector<numeric::DagumGini> all;
  std::vector<std::string> periods;
  bool same_groups = true;
  for (const kit::GroupSample& s : samples) {
    if (s.names.size() < 2)
      throw Error(459, "dagum needs two groups" + (s.label.empty() ? "" : " in " + s.label), std::nullopt,
                  {a.by + " has one value" + (s.label.empty() ? "" : " in this period")});
    try {
      all.push_back(
          kit::compute(c, [&](numeric::Progress&) { return numeric::dagum_gini(s.x, s.groups, s.names.size()); }));
    } catch (const Error& e) {
      throw Error(e.code, "dagum: a group" + (s.label.empty() ? "" : " in " + s.label) + " has a mean of zero", e.span,
                  {"Gini coefficients divide by the mean"});
    }
    periods.push_back(s.label.empty() ? a.variable[0] : s.label);
    same_groups = same_groups && s.names == samples.front().names;
  }
  Output out;
  const eval::Matrix totals = totals_matrix(all, periods);
  out.document.blank();
  out.line("Gini coefficient of " + a.variable[0] + " decomposed by " + a.by);
  out.document.add(totals_table(totals, a.time.empty() ? "Variable" : a.time));
  const numeric::DagumGini& last = all.back();
  const std::vector<std::string>& names = samples.back().names;
  if (a.time.empty()) {
    out.document.blank();
    out.line("Within groups (diagonal) and between them");
    out.document.add(pairs_table(last, names, a.by));
  }
  out.r = Results{}.scalar("N", static_cast<double>(samples.back().x.size())).scalar("gini", last.total);
  out.r->scalar("Gw", last.within).scalar("Gnb", last.between).scalar("Gt", last.transvariation);
  out.r->matrix("totals", totals).matrix("G", square(last.gini, names)).matrix("D", square(last.distance, names));
  if (!a.time.empty() && same_groups) out.r->matrix("paths", paths(all, samples, periods));
  return out;
}

}  // namespace

extern const Command dagum_command =
    define<Args>("dagum", "Gini coefficient decomposed by groups")
        .varlist(&Args::variable, {1, 1})
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the groups")
        .required("by")
        .variable("Time", &Args::time, "periods: every one alone")
        .no_by()
        .stores({{"r(N)", "observations"},
                 {"r(gini)", "Gini coefficient"},
                 {"r(Gw)", "part within groups"},
                 {"r(Gnb)", "net part between groups"},
                 {"r(Gt)", "part of the overlap (transvariation)"},
                 {"r(totals)", "G, its parts and their shares in percent, one row a period"},
                 {"r(G)", "Gini coefficients within groups and between pairs"},
                 {"r(D)", "directional affluence of pairs"},
                 {"r(paths)", "with periods: coefficients within groups, then between pairs, one row a period"}})
        .changes(Effect::results)
        .remark("Scalars, r(G) and r(D) are of the last period.")
        .reference("Dagum, C. (1997). Empirical Economics 22, 515-531.")
        .example("Two groups", "clear\ninput g x\n1 1\n1 2\n1 4\n2 3\n2 5\n2 6\n2 10\nend\ndagum x, by(g)",
                 "abs(r(Gw) - .1290323) < 1e-7 & abs(r(Gnb) - .202765) < 1e-6 & abs(r(Gt) - .00921659) < 1e-8")
        .example("The parts add up, every year",
                 "sysuse grunfeld\ngenerate big = firm < 4\ndagum invest, by(big) time(year)\nmatrix m = r(totals)",
                 "rowsof(m) == 20 & abs(m[5,1] - m[5,2] - m[5,3] - m[5,4]) < 1e-10")
        .runs(run);

}  // namespace nqp::commands::dagum_
