// ineq: Gini, Theil and their decomposition by groups.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_samples.hpp"
#include "stdlib/numeric/index/inequality.hpp"

namespace nqp::commands::ineq_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variable;
  Sample sample;
  Weight weight;
  bool gini = false;
  std::vector<double> theil;
  std::string by, time;
};

struct Wanted {
  bool gini = true, theil = true, mld = true;
};

// gini and theil() pick what is shown; without them everything that the values allow.
Wanted wanted(const Args& a) {
  Wanted w;
  if (!a.gini && a.theil.empty()) return w;
  w = {a.gini, false, false};
  for (const double k : a.theil) {
    if (k != 0 && k != 1) throw Error(198, "theil() takes 0, the mean logarithmic deviation, and 1, Theil's T");
    (k == 0 ? w.mld : w.theil) = true;
  }
  return w;
}

void require_positive(const Args& a, const kit::GroupSample& s, Wanted& w) {
  bool zero = false;
  for (const double x : s.x) zero = zero || x == 0;
  if (!zero) return;
  if (!a.theil.empty())
    throw Error(459, a.variable[0] + " has zeros: Theil's measures take logarithms", std::nullopt,
                {"the Gini coefficient allows zeros: option gini"});
  w.theil = w.mld = false;
}

struct Measured {
  std::string name;
  double values[6];  // N mean gini theil mld cv
};

Measured line_of(const std::string& name, const numeric::Inequality& i, const Wanted& w) {
  return {name,
          {i.N, i.mean, w.gini ? i.gini : data::missing, w.theil ? kit::stored(i.theil) : data::missing,
           w.mld ? kit::stored(i.mld) : data::missing, i.cv}};
}

report::Table table_of(const std::vector<Measured>& lines, const std::string& heading) {
  report::Table t;
  t.columns = {{14, 0, false}, {9, 2, true}, {11, 1, false}, {10, 1, false}, {10, 1, false}, {10, 1, false},
               {10, 1, false}};
  std::vector<report::Cell> head{text_cell(heading, Align::right)};
  for (const char* s : {"N", "Mean", "Gini", "Theil T", "Theil L", "CV"}) head.push_back(text_cell(s, Align::right));
  t.row(std::move(head));
  t.rule();
  for (const Measured& l : lines)
    t.row({text_cell(text::abbreviate(l.name, 14), Align::right), number_cell(l.values[0], "%9.0fc"),
           number_cell(l.values[1], "%10.0g"), number_cell(l.values[2], "%9.6f"), number_cell(l.values[3], "%9.6f"),
           number_cell(l.values[4], "%9.6f"), number_cell(l.values[5], "%9.6f")});
  t.rule();
  return t;
}

eval::Matrix matrix_of(const std::vector<Measured>& lines) {
  eval::Matrix m(lines.size(), 6);
  m.column_names = {"N", "mean", "gini", "theil", "mld", "cv"};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = 0; j < 6; ++j) m(i, j) = lines[i].values[j];
    m.row_names[i] = lines[i].name;
  }
  return m;
}

void decompose(const kit::GroupSample& s, const Wanted& w, const std::string& variable, const Context& c,
               Output& out) {
  const numeric::InequalityParts parts = kit::compute(
      c, [&](numeric::Progress&) { return numeric::inequality_by(s.x, s.w, s.groups, s.names.size()); });
  std::vector<Measured> lines;
  for (std::size_t g = 0; g < s.names.size(); ++g) lines.push_back(line_of(s.names[g], parts.groups[g], w));
  if (s.label.empty()) out.document.add(table_of(lines, variable));
  report::Table t;
  t.columns = {{14, 0, false}, {12, 2, true}, {12, 1, false}, {12, 1, false}};
  const auto head = [](const char* text) { return text_cell(text, Align::right); };
  t.row({head(s.label.c_str()), head("Between"), head("Within"), head("% between")});
  t.rule();
  const auto add = [&](const char* name, const char* key, double between, double within) {
    t.row({text_cell(name, Align::right), number_cell(between, "%11.6f"), number_cell(within, "%11.6f"),
           number_cell(100 * between / (between + within), "%9.2f")});
    out.r->scalar(std::string(key) + "_between", kit::stored(between));
    out.r->scalar(std::string(key) + "_within", kit::stored(within));
  };
  if (w.theil) add("Theil T", "theil", parts.theil_between, parts.theil_within);
  if (w.mld) add("Theil L", "mld", parts.mld_between, parts.mld_within);
  t.rule();
  if (w.theil || w.mld) out.document.add(std::move(t));
  out.r->matrix("groups", matrix_of(lines));
}

Output run(const Args& a, const Context& c) {
  const std::vector<kit::GroupSample> samples = kit::group_samples(a.variable[0], a.by, a.time, a.sample, a.weight, c);
  Output out;
  out.r = Results{};
  out.document.blank();
  out.line("Inequality of " + a.variable[0]);
  std::vector<Measured> lines;
  std::vector<Wanted> shown;
  for (const kit::GroupSample& s : samples) {
    shown.push_back(wanted(a));
    require_positive(a, s, shown.back());
    const numeric::Inequality i = kit::compute(c, [&](numeric::Progress&) { return numeric::inequality(s.x, s.w); });
    lines.push_back(line_of(s.label.empty() ? a.variable[0] : s.label, i, shown.back()));
  }
  out.document.add(table_of(lines, a.time.empty() ? "Variable" : a.time));
  const char* const names[] = {"N", "mean", "gini", "theil", "mld", "cv"};
  for (std::size_t j = 0; j < 6; ++j) out.r->scalar(names[j], lines.back().values[j]);
  if (!a.time.empty()) out.r->matrix("by_time", matrix_of(lines));
  if (!shown.back().theil && !shown.back().mld && !a.gini)
    out.line("zeros: measures that take logarithms are not defined", report::Style::note);
  if (!a.by.empty())
    for (std::size_t k = 0; k < samples.size(); ++k) decompose(samples[k], shown[k], a.by, c, out);
  return out;
}

}  // namespace

extern const Command ineq_command =
    define<Args>("ineq", "Gini, Theil and their decomposition by groups")
        .varlist(&Args::variable, {1, 1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight})
        .flag("Gini", &Args::gini, "the Gini coefficient")
        .numbers("Theil", &Args::theil, "1: Theil's T; 0: Theil's L, the mean logarithmic deviation")
        .variable("BY", &Args::by, "groups: inequality within and between them")
        .variable("time", &Args::time, "periods: every one alone")
        .no_by()
        .stores({{"r(N)", "observations; with weights their sum"},
                 {"r(mean)", "mean"},
                 {"r(gini)", "Gini coefficient"},
                 {"r(theil)", "Theil's T"},
                 {"r(mld)", "Theil's L"},
                 {"r(cv)", "coefficient of variation"},
                 {"r(theil_between)", "T between groups"},
                 {"r(theil_within)", "T within groups"},
                 {"r(mld_between)", "L between groups"},
                 {"r(mld_within)", "L within groups"},
                 {"r(groups)", "the measures of every group"},
                 {"r(by_time)", "the measures of every period"}})
        .changes(Effect::results)
        .remark("Without options all measures that the values allow. Negative values are refused; zeros allow the Gini "
                "coefficient alone. With periods the scalars are those of the last one.")
        .reference("Theil, H. (1967). Economics and Information Theory. North-Holland, Amsterdam.")
        .example("All measures, two groups",
                 "clear\ninput g x\n1 1\n1 2\n1 4\n2 3\n2 5\n2 6\n2 10\nend\nineq x, by(g)",
                 "abs(r(gini) - .3410138) < 1e-7 & abs(r(theil) - .1909844) < 1e-7 & "
                 "abs(r(theil_between) - .09041689) < 1e-8")
        .example("Every year", "sysuse grunfeld\nineq invest, time(year)\nmatrix m = r(by_time)",
                 "rowsof(m) == 20 & m[20,3] == r(gini)")
        .example("Zeros", "clear\ninput x\n0\n1\nend\nineq x, gini", "r(gini) == .5 & missing(r(theil))")
        .runs(run);

}  // namespace nqp::commands::ineq_
