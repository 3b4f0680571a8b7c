// binscatter: means of y in quantile bins of x, after controls and fixed effects.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/quantile_cuts.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::binscatter_ {
namespace {

using namespace command;
using report::Colour;

struct Args {
  Variables variables;
  Sample sample;
  Weight weight;
  int bins = 20;
  std::string by, controls, absorb, line = "lfit", xq, genxq, rd, colours, line_colours, symbols;
  bool discrete = false, medians = false, no_add_mean = false;
  std::vector<ast::Option> options;
};

// Values on the sample; residuals plus means when there are controls or effects.
struct Data {
  kit::EstimationSample sample;
  std::vector<double> x;
  std::vector<std::vector<double>> y;
  std::vector<double> weight;  // one per row
};

double weighted_mean(const std::vector<double>& v, const std::vector<double>& w) {
  double sum = 0, total = 0;
  for (std::size_t i = 0; i < v.size(); ++i) sum += w[i] * v[i], total += w[i];
  return sum / total;
}

// Residuals of every variable of least squares on the controls (Frisch and Waugh), effects partialled out before.
std::vector<std::vector<double>> residuals(const Args& a, const Terms& controls, Data& d,
                                           std::vector<std::vector<double>> values, const Context& c) {
  kit::Design design = kit::make_design(controls, true, d.sample, c);
  const std::size_t n = d.sample.size(), k = values.size(), extra = design.x.cols;
  numeric::Matrix all(n, k + extra);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < k; ++j) all(i, j) = values[j][i];
    for (std::size_t j = 0; j < extra; ++j) all(i, k + j) = design.x(i, j);
  }
  if (!a.absorb.empty()) {
    const kit::AbsorbRequest request = kit::parse_absorb(a.absorb, c);
    const kit::AbsorbedEffects effects(request, d.sample, c);
    const std::vector<numeric::Effect> list = effects.effects();
    kit::compute(c, [&](numeric::Progress& p) {
      return numeric::Absorber(list, d.sample.weights).partial_out(all, p);
    });
  }
  numeric::Matrix z(n, extra);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < extra; ++j) z(i, j) = all(i, k + j);
  std::vector<std::vector<double>> out;
  for (std::size_t j = 0; j < k; ++j) {
    std::vector<double> column(n);
    for (std::size_t i = 0; i < n; ++i) column[i] = all(i, j);
    if (extra > 0) {
      numeric::LinearSpec spec;
      spec.y = column;
      spec.x = z;
      spec.weights = d.sample.weights;
      spec.weight_kind = d.sample.weight_kind;
      column = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); }).residuals;
    }
    const double back = a.no_add_mean ? 0 : weighted_mean(values[j], d.weight) - weighted_mean(column, d.weight);
    for (double& v : column) v += back;
    out.push_back(std::move(column));
  }
  return out;
}

Data read(const Args& a, const Context& c) {
  const Terms controls = a.controls.empty() ? Terms{} : resolve_terms(a.controls, c);
  kit::Needed needed;
  needed.terms = controls;
  for (const std::string& v : a.variables) {
    c.numeric(v);
    for (const ast::Interaction& t : resolve_terms(v, c)) needed.terms.push_back(t);
  }
  if (!a.by.empty()) needed.groups.push_back(a.by);
  if (!a.xq.empty()) needed.groups.push_back(a.xq);
  if (!a.absorb.empty()) kit::require(kit::parse_absorb(a.absorb, c), needed);
  Data d;
  d.sample = kit::mark_sample(c, a.sample, a.weight, needed);
  d.weight = d.sample.weights.empty() ? std::vector<double>(d.sample.size(), 1) : d.sample.weights;
  std::vector<std::vector<double>> values;
  for (const std::string& v : a.variables) {
    const data::Column& column = c.numeric(v);
    values.emplace_back();
    for (const data::Row r : d.sample.rows) values.back().push_back(column.number(r));
  }
  if (!a.controls.empty() || !a.absorb.empty()) values = residuals(a, controls, d, std::move(values), c);
  d.x = std::move(values.back());
  values.pop_back();
  d.y = std::move(values);
  return d;
}

struct Group {
  std::string label;
  std::vector<std::size_t> members;  // places in the sample
};

std::vector<Group> groups_of(const Args& a, const Data& d, const Context& c) {
  std::vector<Group> out;
  if (a.by.empty()) {
    out.emplace_back();
    out[0].members.resize(d.x.size());
    std::iota(out[0].members.begin(), out[0].members.end(), std::size_t{0});
    return out;
  }
  const kit::GroupCodes codes = kit::group_codes(a.by, d.sample, c);
  const data::Variable& v = c.variable(a.by);
  const data::ValueLabel* labels = c.frame.labels_of(v);
  for (const data::Row r : codes.first) {
    Group g;
    if (v.is_string()) g.label = std::string(v.column->text(r));
    else if (labels && labels->find(v.column->number(r)) != labels->end())
      g.label = labels->find(v.column->number(r))->second;
    else g.label = a.by + "=" + text::trimmed(text::format_number(v.column->number(r), v.format));
    out.push_back(std::move(g));
  }
  for (std::size_t i = 0; i < codes.codes.size(); ++i)
    out[static_cast<std::size_t>(codes.codes[i])].members.push_back(i);
  return out;
}

// The bin (1 …) of each member: by xq(), by distinct values, or by quantiles of x within the group as xtile has them.
std::vector<int> bins_of(const Args& a, const Data& d, const Group& g, const Context& c) {
  std::vector<double> key;
  for (const std::size_t i : g.members)
    key.push_back(a.xq.empty() ? d.x[i] : c.numeric(a.xq).number(d.sample.rows[i]));
  std::vector<double> cuts;
  if (a.discrete || !a.xq.empty()) {
    cuts = key;
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  } else {
    kit::WeightedValues v;
    v.x = key;
    if (!d.sample.weights.empty())
      for (const std::size_t i : g.members) v.w.push_back(d.weight[i]);
    cuts = kit::percentiles(v, kit::even_percents(a.bins), false);
  }
  std::vector<int> out;
  for (const double x : key)
    out.push_back(1 + static_cast<int>(std::lower_bound(cuts.begin(), cuts.end(), x) - cuts.begin()));
  return out;
}

double middle(std::vector<std::pair<double, double>> values) {
  std::sort(values.begin(), values.end());
  double total = 0, below = 0;
  for (const auto& v : values) total += v.second;
  for (std::size_t i = 0; i < values.size(); ++i) {
    below += values[i].second;
    if (below == total / 2 && i + 1 < values.size()) return (values[i].first + values[i + 1].first) / 2;
    if (below >= total / 2) return values[i].first;
  }
  return data::missing;
}

struct Point {
  int bin = 0;
  double x = 0, y = 0, n = 0;
};

std::vector<Point> points_of(const Args& a, const Data& d, const Group& g, const std::vector<int>& bins,
                             const std::vector<double>& y) {
  std::map<int, std::vector<std::size_t>> members;
  for (std::size_t m = 0; m < bins.size(); ++m) members[bins[m]].push_back(g.members[m]);
  std::vector<Point> out;
  for (const auto& [bin, rows] : members) {
    double w = 0, x = 0, sum = 0;
    std::vector<std::pair<double, double>> values;
    for (const std::size_t i : rows) {
      w += d.weight[i];
      x += d.weight[i] * d.x[i];
      sum += d.weight[i] * y[i];
      if (a.medians) values.emplace_back(y[i], d.weight[i]);
    }
    out.push_back({bin, x / w, a.medians ? middle(values) : sum / w, static_cast<double>(rows.size())});
  }
  return out;
}

// Coefficients of y on x (and x²) over the members with from < x <= to; the highest power first, the constant last.
std::vector<double> fitted_line(const Data& d, const Group& g, const std::vector<double>& y, std::size_t degree,
                                double from, double to, const Context& c) {
  std::vector<std::size_t> rows;
  std::copy_if(g.members.begin(), g.members.end(), std::back_inserter(rows),
               [&](std::size_t i) { return d.x[i] > from && d.x[i] <= to; });
  if (rows.size() <= degree) return {};
  numeric::Matrix x(rows.size(), degree);
  std::vector<double> ys, w;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < degree; ++k) x(i, k) = std::pow(d.x[rows[i]], static_cast<double>(degree - k));
    ys.push_back(y[rows[i]]);
    if (!d.sample.weights.empty()) w.push_back(d.weight[rows[i]]);
  }
  numeric::LinearSpec spec;
  spec.y = ys;
  spec.x = x;
  spec.weights = w;
  spec.weight_kind = d.sample.weight_kind;
  return kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); }).b;
}

kit::Layer line_layer(const std::vector<double>& b, double from, double to) {
  kit::Layer l;
  l.mark = kit::Mark::line;
  l.pen.width = 1.2;
  const int pieces = b.size() > 2 ? 60 : 1;
  for (int i = 0; i <= pieces; ++i) {
    const double x = from + (to - from) * i / pieces;
    double y = 0;
    for (const double k : b) y = y * x + k;
    l.x.push_back(x);
    l.y.push_back(y);
  }
  return l;
}

void look(kit::Layer& l, const char* option, const std::string& styles, std::size_t series) {
  if (styles.empty()) return;
  ast::Option o;
  o.name = option;
  o.argument = styles;
  o.has_argument = true;
  kit::read_mark_option(o, l, series);
}

// The lines of one series, apart at the discontinuities; their coefficients join `numbers`.
void add_lines(const Args& a, const Data& d, const Group& g, const std::vector<double>& y,
               const std::vector<Point>& points, std::size_t series, const Colour& colour, kit::Chart& chart,
               std::vector<std::vector<double>>& numbers, const Context& c) {
  std::vector<double> ends = a.rd.empty() ? std::vector<double>{} : grammar::parse_numlist(a.rd);
  std::sort(ends.begin(), ends.end());
  ends.insert(ends.begin(), -HUGE_VAL);
  ends.push_back(HUGE_VAL);
  for (std::size_t k = 0; k + 1 < ends.size(); ++k) {
    std::vector<Point> inside;
    std::copy_if(points.begin(), points.end(), std::back_inserter(inside),
                 [&](const Point& p) { return p.x > ends[k] && p.x <= ends[k + 1]; });
    if (inside.empty()) continue;
    kit::Layer l;
    if (a.line == "connect") {
      l.mark = kit::Mark::line;
      for (const Point& p : inside) l.x.push_back(p.x), l.y.push_back(p.y);
    } else {
      const std::vector<double> b = fitted_line(d, g, y, a.line == "qfit" ? 2 : 1, ends[k], ends[k + 1], c);
      if (b.empty()) continue;
      numbers.push_back(b);
      // A line reaches the discontinuity it ends at.
      l = line_layer(b, std::isfinite(ends[k]) ? ends[k] : inside.front().x,
                     std::isfinite(ends[k + 1]) ? ends[k + 1] : inside.back().x);
    }
    l.pen.colour = colour;
    look(l, "lcolor", a.line_colours, series);
    chart.layers.push_back(std::move(l));
  }
  for (std::size_t k = 1; k + 1 < ends.size(); ++k) chart.x.guides.push_back(kit::start_line(ends[k]));
}

void add_bins(data::Frame& f, const Args& a, const std::vector<double>& bins) {
  data::Variable v;
  v.name = a.genxq;
  v.column = data::make_numeric(data::Storage::int_, bins);
  v.format = data::default_format(v.column->type());
  v.label = "bins of " + a.variables.back();
  f.add(std::move(v));
}

void check(const Args& a, const Context& c) {
  if (a.line != "none" && a.line != "lfit" && a.line != "qfit" && a.line != "connect")
    throw Error(198, "linetype() must be none, lfit, qfit or connect");
  if (a.discrete && !a.xq.empty()) throw Error(198, "options discrete and xq() may not be combined");
  if (!a.genxq.empty()) kit::check_new_name(c, a.genxq);
  if (!a.genxq.empty() && !a.xq.empty()) throw Error(198, "options genxq() and xq() may not be combined");
}

Output run(const Args& a, const Context& c) {
  check(a, c);
  const Data d = read(a, c);
  const std::vector<Group> groups = groups_of(a, d, c);
  const bool several = groups.size() * d.y.size() > 1;
  kit::Chart chart;
  std::vector<double> bins_of_rows(c.frame.rows, data::missing);
  std::vector<std::array<double, 5>> table;
  std::vector<std::vector<double>> numbers;
  std::vector<std::size_t> marks;
  std::vector<kit::Layer> dots;
  kit::Chart lines;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    const Group& g = groups[k];
    const std::vector<int> bins = bins_of(a, d, g, c);
    for (std::size_t m = 0; m < bins.size(); ++m) bins_of_rows[d.sample.rows[g.members[m]]] = bins[m];
    for (std::size_t j = 0; j < d.y.size(); ++j) {
      const std::size_t series = dots.size();
      const std::vector<Point> points = points_of(a, d, g, bins, d.y[j]);
      kit::Layer l;
      l.mark = kit::Mark::points;
      l.pen.colour = kit::series_colour(series);
      look(l, "mcolor", a.colours, series);
      look(l, "msymbol", a.symbols, series);
      const std::string name = kit::variable_label(a.variables[j], c.frame);
      if (several) l.label = groups.size() == 1 ? name : d.y.size() == 1 ? g.label : name + ": " + g.label;
      for (const Point& p : points) {
        l.x.push_back(p.x);
        l.y.push_back(p.y);
        table.push_back({static_cast<double>(series + 1), static_cast<double>(p.bin), p.x, p.y, p.n});
      }
      const Colour colour = several ? l.pen.colour : kit::series_colour(1);
      dots.push_back(std::move(l));
      if (a.line != "none") add_lines(a, d, g, d.y[j], points, series, colour, lines, numbers, c);
    }
  }
  chart.x = lines.x;
  for (kit::Layer& l : dots) {
    marks.push_back(chart.layers.size());
    chart.layers.push_back(std::move(l));
  }
  for (kit::Layer& l : lines.layers) chart.layers.push_back(std::move(l));
  chart.legend.shown = several;
  chart.x.title = kit::variable_label(a.variables.back(), c.frame);
  if (d.y.size() == 1) chart.y.title = kit::variable_label(a.variables[0], c.frame);

  Output out;
  eval::Matrix m(table.size(), 5);
  for (std::size_t i = 0; i < table.size(); ++i) {
    m.row_names.push_back("r" + std::to_string(i + 1));
    for (std::size_t j = 0; j < 5; ++j) m(i, j) = table[i][j];
  }
  m.column_names = {"series", "bin", "x", "y", "N"};
  out.r = Results{}.scalar("N", static_cast<double>(d.sample.size())).matrix("bins", std::move(m));
  if (!numbers.empty()) {
    eval::Matrix b(numbers.size(), a.line == "qfit" ? 3 : 2);
    b.column_names = a.line == "qfit" ? std::vector<std::string>{"x2", "x", "_cons"}
                                      : std::vector<std::string>{"x", "_cons"};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      b.row_names.push_back("line" + std::to_string(i + 1));
      for (std::size_t j = 0; j < b.columns; ++j) b(i, j) = numbers[i][j];
    }
    out.r->matrix("coefs", std::move(b));
  }
  if (!a.genxq.empty()) {
    out.frame = c.frame;
    add_bins(*out.frame, a, bins_of_rows);
  }
  out.document.add(kit::report_figure(std::move(chart), a.options, marks, c));
  return out;
}

}  // namespace

extern const Command binscatter_command =
    define<Args>("binscatter", "Binned scatterplots")
        .varlist(&Args::variables, Count{2, 100})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight})
        .integer("Nquantiles", &Args::bins, 2, 10000, "number of bins of x; 20")
        .text("BY", &Args::by, "a series of points and a line for each group")
        .text("CONTROLs", &Args::controls, "variables partialled out of y and x before")
        .text("ABSorb", &Args::absorb, "fixed effects partialled out of y and x before")
        .text("LINEtype", &Args::line, "lfit (default), qfit, connect or none")
        .flag("DISCrete", &Args::discrete, "each value of x is a bin")
        .text("XQ", &Args::xq, "a variable with the bins")
        .text("GENxq", &Args::genxq, "new variable with the bins")
        .text("RD", &Args::rd, "discontinuities: values of x where lines end and begin")
        .flag("MEDians", &Args::medians, "medians of y in the bins, not means")
        .flag("NOAddmean", &Args::no_add_mean, "residuals without the means of y and x")
        .text("MColors", &Args::colours, "colours of the points, one a series")
        .text("LColors", &Args::line_colours, "colours of the lines, one a series")
        .text("MSymbols", &Args::symbols, "symbols of the points, one a series")
        .any_options(&Args::options)
        .stores({{"r(N)", "number of observations"},
                 {"r(bins)", "series, bin, means of x and y, observations of every point"},
                 {"r(coefs)", "slopes and constants of the lines, after lfit and qfit"}})
        .changes(Effect::data | Effect::results)
        .reference("Chetty, R., Friedman, J. N. and Rockoff, J. E. (2014). Measuring the impacts of teachers II. AER "
                   "104, 2633-2679.")
        .remark("Lines are fitted to all observations, not to the points. With controls or absorb(), y and x are "
                "residuals of the whole sample plus their means, so the slope of the line is that of the regression "
                "with them. Bins are quantiles of x within each group of by().")
        .example("Twenty bins, with controls",
                 "sysuse auto\nquietly regress price mpg weight foreign\nscalar slope = _b[mpg]\n"
                 "binscatter price mpg, controls(weight foreign)",
                 "rowsof(r(bins)) <= 20 & reldif(r(coefs)[1,1], slope) < 1e-10")
        .example("Fixed effects and groups",
                 "sysuse auto\nquietly areg price mpg, absorb(rep78)\nscalar slope = _b[mpg]\n"
                 "binscatter price mpg, absorb(rep78) nquantiles(10)",
                 "r(N) == 69 & reldif(r(coefs)[1,1], slope) < 1e-10")
        .example("Groups side by side", "sysuse auto\nbinscatter price mpg, by(foreign) n(5) linetype(qfit)",
                 "r(bins)[rowsof(r(bins)),1] == 2 & colsof(r(coefs)) == 3")
        .runs(run);

}  // namespace nqp::commands::binscatter_
