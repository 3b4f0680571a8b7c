// moran: Moran's I, global for every variable and period, and local.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/figure_wish.hpp"
#include "stdlib/kit/indicators.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/spatial_units.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/rng/generator.hpp"
#include "stdlib/numeric/spatial/autocorrelation.hpp"

namespace nqp::commands::moran_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args : kit::FigureWish {
  Variables variables;
  Sample sample;
  std::string weights, id, time, label, generate;
  int permutations = 0;
  bool standardise = false, local = false, normal = false, replace = false;
};

struct Line {
  std::string variable;
  double time = data::missing;
  numeric::SpatialStatistic I;
  double p_permuted = data::missing;

  double sd(bool normal) const { return std::sqrt(normal ? I.variance_normal : I.variance_random); }
  double z(bool normal) const { return (I.value - I.expected) / sd(normal); }
  double p(bool normal) const { return 2 * numeric::dist::normal(-std::fabs(z(normal))); }
};

std::vector<double> values_in(const std::string& name, const kit::SpatialPeriod& period, const Context& c) {
  std::vector<double> x(period.rows.size());
  c.numeric(name).read_rows(period.rows, x.data());
  return x;
}

// Empty when the period cannot be used: a unit is absent or its value missing.
std::vector<double> complete_values(const std::string& name, const kit::SpatialPeriod& period,
                                    const kit::SpatialWeights& w, const Context& c) {
  std::vector<double> x = values_in(name, period, c);
  if (x.size() != w.w.rows) return {};
  for (const double v : x)
    if (data::is_missing(v)) return {};
  return x;
}

[[noreturn]] void wrong_size(const kit::SpatialPeriod& period, const kit::SpatialWeights& w, const std::string& name) {
  throw Error(503, fmt::format("{} observations of {} for weights of {} units", period.rows.size(), name, w.w.rows),
              std::nullopt,
              {period.rows.size() == w.w.rows ? name + " has missing values: W needs a value for every unit"
                                              : "one observation a unit, in the order of W; panels need time()"});
}

std::vector<Line> global_lines(const Args& a, const std::vector<kit::SpatialPeriod>& periods,
                               const kit::SpatialWeights& w, const Context& c, std::size_t& skipped) {
  std::vector<Line> out;
  for (const std::string& name : a.variables)
    for (const kit::SpatialPeriod& period : periods) {
      const std::vector<double> x = complete_values(name, period, w, c);
      if (x.empty() && periods.size() == 1) wrong_size(period, w, name);
      if (x.empty()) {
        ++skipped;
        continue;
      }
      Line line;
      line.variable = name;
      line.time = period.time;
      kit::compute(c, [&](numeric::Progress& progress) {
        line.I = numeric::spatial_autocorrelation(x, w.w).moran;
        if (a.permutations > 0)
          line.p_permuted = numeric::moran_permutations(x, w.w, static_cast<std::size_t>(a.permutations),
                                                        c.environment.rng().next(), progress);
        return 0;
      });
      out.push_back(std::move(line));
    }
  if (out.empty()) wrong_size(periods.front(), w, a.variables.front());
  return out;
}

std::string row_name(const Line& l, const Args& a, const Context& c) {
  if (a.time.empty()) return l.variable;
  const std::string time = text::trimmed(text::format_number(l.time, c.frame.at(a.time).format));
  return a.variables.size() > 1 ? l.variable + " " + time : time;
}

report::Table global_table(const std::vector<Line>& lines, const Args& a, const Context& c) {
  report::Table t;
  t.columns = {{14, 0, false}, {10, 2, true}, {10, 1, false}, {10, 1, false}, {9, 1, false}, {9, 1, false}};
  if (a.permutations > 0) t.columns.push_back({9, 1, false});
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  std::vector<report::Cell> heads{head(a.time.empty() ? "Variable" : "Period"), head("I"), head("E(I)"), head("sd(I)"),
                                  head("z"), head("p")};
  if (a.permutations > 0) heads.push_back(head("p (perm)"));
  t.row(std::move(heads));
  t.rule();
  for (const Line& l : lines) {
    std::vector<report::Cell> cells{text_cell(text::abbreviate(row_name(l, a, c), 14), Align::right),
                                    number_cell(l.I.value, "%9.4f"), number_cell(l.I.expected, "%9.4f"),
                                    number_cell(l.sd(a.normal), "%9.4f"), number_cell(l.z(a.normal), "%9.3f"),
                                    number_cell(l.p(a.normal), "%9.4f")};
    if (a.permutations > 0) cells.push_back(number_cell(l.p_permuted, "%9.4f"));
    t.row(std::move(cells));
  }
  t.rule();
  return t;
}

eval::Matrix global_matrix(const std::vector<Line>& lines, const Args& a, const Context& c) {
  eval::Matrix m(lines.size(), 9);
  m.column_names = {"I", "E", "sd_n", "z_n", "p_n", "sd_r", "z_r", "p_r", "p_perm"};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& l = lines[i];
    const double values[] = {l.I.value,  l.I.expected, l.sd(true), l.z(true),   l.p(true),
                             l.sd(false), l.z(false),  l.p(false), l.p_permuted};
    for (std::size_t j = 0; j < 9; ++j) m(i, j) = kit::stored(values[j]);
    m.row_names[i] = a.time.empty() ? l.variable : row_name(l, a, c);
  }
  return m;
}

// Where a unit stands in the scatter plot: 1 high among high, 2 low among high, 3 low among low, 4 high among low.
double quadrant(double z, double lag) { return z >= 0 ? (lag >= 0 ? 1 : 4) : (lag >= 0 ? 2 : 3); }

struct Local {
  numeric::LocalMoran m;
  std::vector<double> z, p, quadrant;
};

Local local_statistics(const std::vector<double>& x, const kit::SpatialWeights& w, const Context& c) {
  Local out;
  out.m = kit::compute(c, [&](numeric::Progress&) { return numeric::local_moran(x, w.w); });
  for (std::size_t i = 0; i < x.size(); ++i) {
    out.z.push_back(kit::stored((out.m.I[i] - out.m.expected[i]) / std::sqrt(out.m.variance[i])));
    out.p.push_back(data::is_missing(out.z[i]) ? data::missing : 2 * numeric::dist::normal(-std::fabs(out.z[i])));
    out.quadrant.push_back(quadrant(out.m.z[i], out.m.lag[i]));
  }
  return out;
}

std::vector<std::string> unit_names(const Args& a, const kit::SpatialPeriod& period, const kit::SpatialWeights& w,
                                    const Context& c) {
  const std::string& by = a.label.empty() ? a.id : a.label;
  if (by.empty()) return w.units;
  std::vector<std::string> out;
  for (const data::Row row : period.rows) out.push_back(kit::value_text(c.frame, c.frame.at(by), row));
  return out;
}

report::Table local_table(const Local& l, const std::vector<std::string>& names) {
  static const char* const quadrants[] = {"", "high-high", "low-high", "low-low", "high-low"};
  report::Table t;
  t.columns = {{14, 0, false}, {10, 2, true}, {10, 1, false}, {10, 1, false}, {9, 1, false}, {9, 1, false},
               {10, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, Align::right); };
  t.row({head("Unit"), head("I_i"), head("E(I_i)"), head("sd(I_i)"), head("z"), head("p"), head("quadrant")});
  t.rule();
  for (std::size_t i = 0; i < names.size(); ++i)
    t.row({text_cell(text::abbreviate(names[i], 14), Align::right), number_cell(l.m.I[i], "%9.4f"),
           number_cell(l.m.expected[i], "%9.4f"), number_cell(std::sqrt(l.m.variance[i]), "%9.4f"),
           number_cell(l.z[i], "%9.3f"), number_cell(l.p[i], "%9.4f"),
           text_cell(quadrants[static_cast<int>(l.quadrant[i])], Align::right)});
  t.rule();
  return t;
}

eval::Matrix local_matrix(const Local& l, const std::vector<std::string>& names) {
  eval::Matrix m(names.size(), 6);
  m.row_names = names;
  m.column_names = {"I", "E", "sd", "z", "p", "quadrant"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double values[] = {l.m.I[i], l.m.expected[i], std::sqrt(l.m.variance[i]), l.z[i], l.p[i], l.quadrant[i]};
    for (std::size_t j = 0; j < 6; ++j) m(i, j) = kit::stored(values[j]);
  }
  return m;
}

// Standardised values against their spatial lags, with the line whose slope is I when rows of W sum to one.
kit::Chart scatter(const Local& l, const std::vector<std::string>& names, const std::string& variable, double I) {
  double m2 = 0;
  for (const double z : l.m.z) m2 += z * z / static_cast<double>(l.m.z.size());
  kit::Layer points, line;
  for (std::size_t i = 0; i < l.m.z.size(); ++i) {
    points.x.push_back(l.m.z[i] / std::sqrt(m2));
    points.y.push_back(l.m.lag[i] / std::sqrt(m2));
  }
  points.symbol = kit::Symbol::hollow_circle;
  points.pen.colour = points.fill = kit::series_colour(0);
  // Rows of a matrix without names of its own are r1, r2 …: observation numbers say the same.
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    points.point_labels.push_back(names[i] == "r" + number ? number : names[i]);
  }
  double low = points.x[0], high = points.x[0], mean_lag = 0;
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    low = std::fmin(low, points.x[i]);
    high = std::fmax(high, points.x[i]);
    mean_lag += points.y[i] / static_cast<double>(points.x.size());
  }
  double slope = 0;
  for (std::size_t i = 0; i < points.x.size(); ++i)
    slope += points.x[i] * (points.y[i] - mean_lag) / static_cast<double>(points.x.size());
  line.mark = kit::Mark::line;
  line.pen.colour = kit::series_colour(1);
  line.x = {low, high};
  line.y = {mean_lag + slope * low, mean_lag + slope * high};
  kit::Chart chart;
  chart.title = "Moran scatter plot (I = " + text::trimmed(text::format_number(I, "%9.4f")) + ")";
  chart.x.title = variable + ", standardized";
  chart.y.title = "Spatial lag of " + variable;
  chart.x.guides = chart.y.guides = {kit::zero_line()};
  chart.legend.shown = false;
  chart.layers = {std::move(points), std::move(line)};
  return chart;
}

void add_local(const Args& a, const kit::SpatialPeriod& period, const kit::SpatialWeights& w, double I,
               const Context& c, Output& out) {
  const std::vector<double> x = complete_values(a.variables[0], period, w, c);
  const Local l = local_statistics(x, w, c);
  const std::vector<std::string> names = unit_names(a, period, w, c);
  if (a.local) {
    out.document.blank();
    out.line("Local Moran's I of " + a.variables[0]);
    out.document.add(local_table(l, names));
  }
  out.r->matrix("local", local_matrix(l, names));
  if (a.wanted())
    out.document.add(kit::report_figure(scatter(l, names, a.variables[0], I), a.graph_options, {0}, c));
  if (a.generate.empty()) return;
  data::Frame f = c.frame;
  const std::pair<const char*, const std::vector<double>*> parts[] = {
      {"_I", &l.m.I}, {"_p", &l.p}, {"_quadrant", &l.quadrant}};
  for (const auto& part : parts) {
    kit::check_index_name(a.generate + part.first, a.replace, c);
    std::vector<double> values(f.rows, data::missing);
    for (std::size_t i = 0; i < period.rows.size(); ++i) values[period.rows[i]] = data::checked((*part.second)[i]);
    kit::put_index(f, a.generate + part.first, "local Moran of " + a.variables[0], values);
  }
  out.frame = std::move(f);
}

Output run(const Args& a, const Context& c) {
  kit::SpatialWeights w = kit::spatial_weights(a.weights, a.standardise, c);
  const std::vector<kit::SpatialPeriod> periods = kit::spatial_periods(a.sample, a.id, a.time, c);
  if (!a.id.empty()) {
    std::vector<std::string> names;
    for (const data::Row row : periods.front().rows)
      names.push_back(kit::value_text(c.frame, c.frame.at(a.id), row));
    kit::arrange_units(w, names);
  }
  const bool local = a.local || a.wanted() || !a.generate.empty();
  if (local && (a.variables.size() > 1 || periods.size() > 1))
    throw Error(198, "local statistics and the figure are of one variable in one period", std::nullopt,
                {"pick the period with if"});
  std::size_t skipped = 0;
  const std::vector<Line> lines = global_lines(a, periods, w, c, skipped);
  Output out;
  out.document.blank();
  out.line(fmt::format("Moran's I, {} units, weights {}{}", w.w.rows, w.name,
                       w.standardised ? " (row-standardized)" : ""));
  out.line(std::string("Moments under ") + (a.normal ? "normality" : "randomization") + ", two-sided p-values");
  out.document.add(global_table(lines, a, c));
  if (w.islands > 0) out.line(kit::island_note(w.islands), report::Style::note);
  if (skipped > 0)
    out.line(kit::count_of(skipped, "period without a value for every unit left out",
                           "periods without a value for every unit left out"), report::Style::note);
  const Line& last = lines.back();
  out.r = Results{}.scalar("I", last.I.value).scalar("E", last.I.expected).scalar("N", static_cast<double>(w.w.rows));
  out.r->scalar("sd", last.sd(a.normal)).scalar("z", kit::stored(last.z(a.normal)));
  out.r->scalar("p", kit::stored(last.p(a.normal))).scalar("p_perm", last.p_permuted);
  out.r->scalar("V_n", last.I.variance_normal).scalar("V_r", last.I.variance_random);
  out.r->matrix("moran", global_matrix(lines, a, c));
  if (local) add_local(a, periods.front(), w, last.I.value, c, out);
  return out;
}

Command command() {
  auto d = define<Args>("moran", "Moran's I");
  d.varlist(&Args::variables)
      .if_in(&Args::sample)
      .text("Wmat", &Args::weights, "the weights: a square matrix")
      .required("wmat")
      .flag("ROWstd", &Args::standardise, "divide the rows of the weights by their sums")
      .integer("PERMutations", &Args::permutations, 1, 1 << 24, "a p-value from # random permutations, too")
      .flag("LOCal", &Args::local, "the local statistics of every unit")
      .flag("NORMal", &Args::normal, "z and p by the variance under normality")
      .variable("Time", &Args::time, "periods: one line each")
      .variable("id", &Args::id, "units: observations go in the order of their values")
      .variable("LABel", &Args::label, "names of the units in tables and figures")
      .text("GENerate", &Args::generate, "new variables stub_I, stub_p and stub_quadrant")
      .flag("replace", &Args::replace, "new variables may exist already")
      .no_by()
      .stores({{"r(I)", "Moran's I, of the last line"},
               {"r(E)", "its expectation -1/(N-1)"},
               {"r(sd)", "its standard deviation"},
               {"r(V_n)", "its variance under normality"},
               {"r(V_r)", "its variance under randomization"},
               {"r(z)", "z"},
               {"r(p)", "p, two-sided"},
               {"r(p_perm)", "p by permutations"},
               {"r(N)", "units"},
               {"r(moran)", "I E, then sd z p under normality (_n) and randomization (_r), p_perm"},
               {"r(local)", "I E sd z p quadrant of every unit"}})
      .changes(Effect::data | Effect::results)
      .reference("Cliff, A. D. and Ord, J. K. (1981). Spatial Processes. Pion, London.")
      .reference("Anselin, L. (1995). Geographical Analysis 27, 93-115.")
      .remark("Observations stand in the order of the rows of W: that of the data, or of id(); weights that spatwmat "
              "made with id() are matched by name. Permutation p-values "
              "are (1 + the number of permutations at least as far from E(I)) / (1 + permutations). Quadrants: 1 "
              "high-high, 2 low-high, 3 low-low, 4 high-low. graph draws the Moran scatter plot.");
  return kit::figure_wish(d, false)
      .example("Four units on a line",
               "clear\ninput id x n1 n2\n1 2 2 .\n2 3 1 3\n3 7 2 4\n4 8 3 .\nend\n"
               "spwmat, name(W) id(id) contiguity(n1 n2)\nmoran x, wmat(W) rowstd local",
               "abs(r(I) - .5384615) < 1e-7 & abs(r(V_n) - .1722222) < 1e-7 & abs(r(z) - 1.476083) < 1e-6")
      .example("Every year of a panel",
               "clear\nset obs 12\ngenerate id = mod(_n - 1, 6) + 1\ngenerate year = 2000 + ceil(_n/6)\n"
               "generate x = id^2 + year\ngenerate n1 = id - 1 if id > 1\nspwmat, name(W) id(id) contiguity(n1)\n"
               "moran x, wmat(W) rowstd id(id) time(year)\nmatrix m = r(moran)",
               "rowsof(m) == 2 & reldif(m[1,1], m[2,1]) < 1e-9")
      .runs(run);
}

}  // namespace

extern const Command moran_command = command();

}  // namespace nqp::commands::moran_
