#include "stdlib/kit/twoway_curves.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/smooth_curves.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/density/kernel_density.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/polynomial_curve.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {

using command::Context;
using runtime::Session;

const ast::Option* WrittenPlot::option(const char* full) const {
  for (const ast::Option& o : options)
    if (abbreviates(lower(o.name), full)) return &o;
  return nullptr;
}

std::vector<double> plotted_values(const std::string& name, const WrittenPlot& p, const Context& c) {
  const data::Column& column = c.numeric(name);
  std::vector<double> out;
  out.reserve(p.rows.size());
  for (const data::Row r : p.rows) out.push_back(column.number(r));
  return out;
}

namespace {

// Rows where both are known, as pairs in x and y.
Layer complete_pairs(const Layer& l) {
  Layer out = l;
  out.x.clear();
  out.y.clear();
  out.weights.clear();
  for (std::size_t i = 0; i < l.x.size(); ++i)
    if (!data::is_missing(l.x[i]) && !data::is_missing(l.y[i])) {
      out.x.push_back(l.x[i]);
      out.y.push_back(l.y[i]);
      if (!l.weights.empty()) out.weights.push_back(l.weights[i]);
    }
  return out;
}

}  // namespace

void fitted_curve(Layer& l, std::size_t degree, bool band, double level, const Context& c) {
  const Layer d = complete_pairs(l);
  if (d.x.size() < degree + 2) throw Error(2001, "insufficient observations");
  constexpr int points = 80;
  const numeric::PolynomialCurve f = compute(c, [&](numeric::Progress& p) {
    return numeric::polynomial_curve(d.x, d.y, d.weights, degree, band ? level : 0, points, p);
  });
  l.x = f.x, l.y = f.y;
  l.weights.clear();
  for (std::size_t i = 0; i < f.half.size(); ++i) {
    l.high.push_back(f.y[i] + f.half[i]);
    l.y[i] -= f.half[i];
  }
}

double option_number(const WrittenPlot& p, const char* option, double otherwise, Session& s) {
  const ast::Option* o = p.option(option);
  return o ? s.number(o->argument) : otherwise;
}

namespace {

numeric::Kernel plotted_kernel(const WrittenPlot& p, numeric::Kernel otherwise = numeric::Kernel::epanechnikov) {
  const ast::Option* o = p.option("Kernel");
  return kernel_of_name(o ? lower(o->argument) : "", otherwise);
}

std::vector<double> present_points(const std::vector<double>& x) {
  std::vector<double> out;
  std::copy_if(x.begin(), x.end(), std::back_inserter(out), [](double v) { return !data::is_missing(v); });
  if (out.empty()) throw Error(2000, "no observations");
  return out;
}

}  // namespace

void kernel_density_curve(Layer& l, const WrittenPlot& p, const Context& c, Session& s) {
  const std::vector<double> values = plotted_values(p.names[0], p, c), x = present_points(values);
  std::vector<double> weights;
  for (std::size_t i = 0; i < p.weights.size(); ++i)
    if (!data::is_missing(values[i])) weights.push_back(p.weights[i]);
  numeric::DensitySpec spec;
  spec.x = x;
  spec.weights = weights;
  using enum numeric::WeightKind;
  if (!weights.empty()) spec.kind = starts_with(p.arguments.weight->kind, "fw") ? fweight : aweight;
  spec.kernel = plotted_kernel(p);
  spec.bandwidth = option_number(p, "BWidth", 0, s);
  spec.points = static_cast<int>(option_number(p, "N", 200, s));
  const numeric::Density d =
      compute(c, [&](numeric::Progress& progress) { return numeric::kernel_density(spec, progress); });
  l.x = d.x;
  l.y = d.density;
}

// The normal density of the same mean and standard deviation along the points of the layer.
void normal_density_curve(Layer& l, const std::vector<double>& data) {
  const numeric::Summary of = numeric::summarize(present_points(data));
  for (std::size_t i = 0; i < l.x.size(); ++i) l.y[i] = numeric::dist::normalden(l.x[i], of.mean, of.sd);
}

// Bins as the language chooses them: min(√n, 10 log10 n) of equal width from the least value, or one per integer.
std::string histogram_bars(Layer& l, const WrittenPlot& p, const Context& c, Session& s) {
  const std::vector<double> x = present_points(plotted_values(p.names[0], p, c));
  // Panels of by() have the same bins unless binrescale asks for their own.
  WrittenPlot every = p;
  if (!p.option("BINRescale")) every.rows = p.all_rows;
  const std::vector<double> all = present_points(plotted_values(p.names[0], every, c));
  const auto n = static_cast<double>(x.size()), total = static_cast<double>(all.size());
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  double start = option_number(p, "STart", *least, s), width = option_number(p, "Width", 0, s);
  double bins = option_number(p, "BIN", 0, s);
  if (p.option("DISCrete")) {
    width = width > 0 ? width : 1;
    start -= width / 2;
  }
  if (width <= 0 && bins <= 0) bins = std::max(1.0, std::floor(std::min(std::sqrt(total), 10 * std::log10(total))));
  if (width <= 0) width = *most > start ? (*most - start) / bins : 1;
  bins = std::max(1.0, std::floor((*most - start) / width + 1e-9) +
                           (width * std::floor((*most - start) / width + 1e-9) + start < *most - 1e-9 * width ? 1 : 0));
  std::vector<double> counts(static_cast<std::size_t>(bins), 0);
  for (const double v : x) {
    const auto k = static_cast<std::ptrdiff_t>(std::floor((v - start) / width + 1e-9));
    counts[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, std::ssize(counts) - 1))] += 1;
  }
  const bool percent = p.option("PERCent"), fraction = p.option("FRACtion"), frequency = p.option("FREQuency");
  const double scale = percent ? 100 / n : fraction ? 1 / n : frequency ? 1 : 1 / (n * width);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    l.x.push_back(start + width * (static_cast<double>(k) + 0.5));
    l.y.push_back(counts[k] * scale);
  }
  l.width = width;
  return percent ? "Percent" : fraction ? "Fraction" : frequency ? "Frequency" : "Density";
}

// function y = exp, range(a b): the expression over a grid of x.
void function_curve(Layer& l, const WrittenPlot& p, Session& s) {
  double from = 0, to = 1;
  if (const ast::Option* r = p.option("RAnge")) {
    const std::vector<double> ends = grammar::parse_numlist(r->argument);
    if (ends.size() == 2) from = ends[0], to = ends[1];
  }
  const int points = static_cast<int>(option_number(p, "N", 300, s));
  data::Frame grid;
  grid.rows = static_cast<std::size_t>(points);
  for (int i = 0; i < points; ++i) l.x.push_back(from + (to - from) * i / (points - 1));
  data::Variable v;
  v.name = "x";
  v.column = data::make_numeric(data::Storage::double_, l.x);
  grid.add(std::move(v));
  const eval::Scope scope(grid, s);
  if (!p.arguments.assigned && p.arguments.body.empty()) throw Error(198, "function needs y = an expression in x");
  const ast::ExpressionPtr e =
      p.arguments.assigned ? p.arguments.assigned : grammar::parse_expression(p.arguments.body);
  l.y = eval::evaluate_numbers(*e, scope);
}

void lowess_layer(Layer& l, const KnownPairs& d, const WrittenPlot& p, const Context& c, Session& s) {
  LowessWish wish;
  wish.bandwidth = option_number(p, "BWidth", 0.8, s);
  wish.mean = p.option("MEan"), wish.unweighted = p.option("noWeight");
  wish.logit = p.option("LOgit"), wish.adjust = p.option("ADJust");
  l.x = d.x;
  l.y = lowess_curve(d, wish, c);
}

// Local polynomial along a grid; with its pointwise interval when asked.
void local_polynomial_layer(Layer& l, const KnownPairs& d, bool band, const WrittenPlot& p, const Context& c,
                            Session& s) {
  const double degree = option_number(p, "DEGree", 0, s);
  if (!(degree >= 0 && degree <= 10)) throw Error(198, "degree() is a whole number from 0 to 10");
  const std::vector<double> at = even_points(d.x, static_cast<int>(option_number(p, "N", 0, s)));
  numeric::LocalPolynomialSpec spec;
  spec.x = d.x, spec.y = d.y, spec.at = at;
  spec.kernel = plotted_kernel(p);
  spec.degree = static_cast<int>(degree);
  spec.bandwidth = option_number(p, "BWidth", 0, s);
  spec.pilot = option_number(p, "PWidth", 0, s);
  spec.errors = band;
  const numeric::LocalPolynomial f =
      compute(c, [&](numeric::Progress& progress) { return numeric::local_polynomial(spec, progress); });
  const double level = option_number(p, "Level", s.settings().level, s);
  const double reach = band ? numeric::dist::invnormal((100 + level) / 200) : 0;
  l.x = at;
  l.y.clear();
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double half = band ? reach * f.se[i] : 0;
    l.y.push_back(stored(f.fitted[i] - half));
    if (band) l.high.push_back(stored(f.fitted[i] + half));
  }
}

}  // namespace nqp::kit
