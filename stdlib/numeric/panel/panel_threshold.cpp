#include "stdlib/numeric/panel/panel_threshold.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/inner.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/panel/panel_means.hpp"
#include "stdlib/numeric/rng/draws.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::numeric {
namespace {

// Orthonormal columns, and what is left of a column outside them (twice: rounding).
struct OrthonormalBasis {
  std::vector<std::vector<double>> columns;

  void remove_from(std::span<double> z) const {
    for (int pass = 0; pass < 2; ++pass)
      for (const std::vector<double>& q : columns) {
        const double share = inner(q, z);
        for (std::size_t i = 0; i < z.size(); ++i) z[i] -= share * q[i];
      }
  }

  void add(std::vector<double> z) {
    const double before = std::sqrt(inner(z, z));
    remove_from(z);
    const double after = std::sqrt(inner(z, z));
    if (!(after > 1e-10 * before)) return;
    for (double& v : z) v /= after;
    columns.push_back(std::move(z));
  }
};

// Everything that does not depend on y: candidates, their columns outside the linear model, and cross products.
struct ThresholdGrid {
  PanelLayout layout;
  OrthonormalBasis linear;        // x and rx
  std::vector<double> gamma;      // candidates, ascending
  std::vector<double> below;      // rows with q <= gamma
  std::size_t r = 0;              // columns of a candidate
  Matrix w;                       // rows × candidates·r
  Matrix products;                // w'w
  double rows = 0, df = 0;
};

std::vector<double> within_column(std::span<const double> z, const PanelLayout& layout) {
  const std::vector<double> means = panel_means(z, layout);
  std::vector<double> out(z.begin(), z.end());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= means[layout.panel(i)];
  return out;
}

void choose_candidates(const ThresholdSpec& spec, ThresholdGrid& g) {
  std::vector<double> sorted(spec.q.begin(), spec.q.end());
  std::sort(sorted.begin(), sorted.end());
  const double share = *std::min_element(spec.trim.begin(), spec.trim.end());
  const double least = std::max(1.0, share * g.rows);
  std::vector<std::size_t> ends;  // last row of each distinct value
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i + 1 < sorted.size() && sorted[i + 1] == sorted[i]) continue;
    const auto under = static_cast<double>(i + 1);
    if (under >= least && g.rows - under >= least) ends.push_back(i);
  }
  const auto most = static_cast<std::size_t>(spec.grid);
  const std::size_t count = std::min(ends.size(), most);
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t at = count == ends.size() ? k : k * (ends.size() - 1) / std::max<std::size_t>(count - 1, 1);
    g.gamma.push_back(sorted[ends[at]]);
    g.below.push_back(static_cast<double>(ends[at] + 1));
  }
  if (g.gamma.empty())
    throw Failure(FailureCode::insufficient_observations, "no value of the threshold variable leaves enough rows",
                  {{"N", g.rows}});
}

void fill_candidates(const ThresholdSpec& spec, ThresholdGrid& g, Progress& progress) {
  const std::size_t n = spec.y.size(), C = g.gamma.size();
  g.r = spec.rx.cols;
  g.w = Matrix(n, C * g.r);
  std::vector<double> part(n);
  for (std::size_t c = 0; c < C; ++c) {
    check(progress);
    for (std::size_t j = 0; j < g.r; ++j) {
      for (std::size_t i = 0; i < n; ++i) part[i] = spec.q[i] <= g.gamma[c] ? spec.rx(i, j) : 0.0;
      std::vector<double> z = within_column(part, g.layout);
      g.linear.remove_from(z);
      std::copy(z.begin(), z.end(), g.w.column(c * g.r + j).begin());
    }
  }
  const bool all = spec.trim.size() > 1;
  g.products = Matrix(C * g.r, C * g.r);
  for (std::size_t a = 0; a < C * g.r; ++a) {
    check(progress);
    for (std::size_t b = all ? 0 : a / g.r * g.r; b <= a; ++b)
      g.products(a, b) = g.products(b, a) = inner(g.w.column(a), g.w.column(b));
  }
}

ThresholdGrid make_grid(const ThresholdSpec& spec, Progress& progress) {
  ThresholdGrid g;
  g.layout = panel_layout(spec.panel);
  g.rows = static_cast<double>(spec.y.size());
  g.df = g.rows - static_cast<double>(g.layout.panels());
  for (std::size_t j = 0; j < spec.x.cols; ++j) g.linear.add(within_column(spec.x.column(j), g.layout));
  for (std::size_t j = 0; j < spec.rx.cols; ++j) g.linear.add(within_column(spec.rx.column(j), g.layout));
  choose_candidates(spec, g);
  fill_candidates(spec, g, progress);
  return g;
}

// What a search needs of an outcome.
struct OutcomeProducts {
  std::vector<double> rest;  // outside the linear model
  std::vector<double> wy;    // w'y
  double squares = 0;        // residual sum of squares of the linear model
};

OutcomeProducts outcome_products(const ThresholdGrid& g, std::vector<double> y) {
  OutcomeProducts p;
  p.rest = std::move(y);
  g.linear.remove_from(p.rest);
  p.squares = inner(p.rest, p.rest);
  for (std::size_t a = 0; a < g.w.cols; ++a) p.wy.push_back(inner(g.w.column(a), p.rest));
  return p;
}

using Chosen = std::vector<std::size_t>;  // candidates

// Coefficients of the chosen candidates' columns, by elimination with pivots on the diagonal (symmetric, positive
// definite). Empty when they are collinear.
std::vector<double> chosen_coefficients(const ThresholdGrid& g, const OutcomeProducts& p, const Chosen& chosen) {
  std::vector<std::size_t> index;
  for (const std::size_t c : chosen)
    for (std::size_t j = 0; j < g.r; ++j) index.push_back(c * g.r + j);
  const std::size_t k = index.size();
  Matrix a(k, k);
  std::vector<double> b(k);
  for (std::size_t i = 0; i < k; ++i) {
    b[i] = p.wy[index[i]];
    for (std::size_t j = 0; j < k; ++j) a(i, j) = g.products(index[i], index[j]);
  }
  for (std::size_t i = 0; i < k; ++i) {
    if (!(a(i, i) > 1e-10 * g.products(index[i], index[i]))) return {};
    for (std::size_t row = i + 1; row < k; ++row) {
      const double f = a(row, i) / a(i, i);
      for (std::size_t j = i; j < k; ++j) a(row, j) -= f * a(i, j);
      b[row] -= f * b[i];
    }
  }
  for (std::size_t i = k; i-- > 0;) {
    for (std::size_t j = i + 1; j < k; ++j) b[i] -= a(i, j) * b[j];
    b[i] /= a(i, i);
  }
  return b;
}

// Residual sum of squares with these thresholds; NaN when it cannot be had.
double threshold_rss(const ThresholdGrid& g, const OutcomeProducts& p, const Chosen& chosen) {
  const std::vector<double> b = chosen_coefficients(g, p, chosen);
  if (b.empty()) return undefined;
  double explained = 0;
  for (std::size_t c = 0; c < chosen.size(); ++c)
    for (std::size_t j = 0; j < g.r; ++j) explained += b[c * g.r + j] * p.wy[chosen[c] * g.r + j];
  return p.squares - explained;
}

// Whether candidate c leaves the regimes on its both sides their share of rows. A regime of a threshold found before may
// be smaller: it was found with a share of its own.
bool leaves_enough(const ThresholdGrid& g, const Chosen& given, std::size_t c, double share) {
  const double least = std::max(1.0, share * g.rows), under = g.below[c];
  double low = 0, high = g.rows;
  for (const std::size_t other : given) {
    if (g.below[other] <= under) low = std::max(low, g.below[other]);
    else high = std::min(high, g.below[other]);
  }
  return under - low >= least && high - under >= least;
}

// The sum of squares at every candidate given the others; NaN where a regime would be too small.
std::vector<double> search_path(const ThresholdGrid& g, const OutcomeProducts& p, const Chosen& given, double share) {
  std::vector<double> path(g.gamma.size(), undefined);
  Chosen chosen = given;
  chosen.push_back(0);
  for (std::size_t c = 0; c < path.size(); ++c) {
    chosen.back() = c;
    if (leaves_enough(g, given, c, share)) path[c] = threshold_rss(g, p, chosen);
  }
  return path;
}

std::size_t best_candidate(const std::vector<double>& path) {
  std::size_t best = path.size();
  for (std::size_t c = 0; c < path.size(); ++c)
    if (is_defined(path[c]) && (best == path.size() || path[c] < path[best])) best = c;
  if (best == path.size())
    throw Failure(FailureCode::insufficient_observations, "no further threshold leaves the regimes enough rows", {});
  return best;
}

// Thresholds one after the other; with two or more the first is found anew given the second.
struct ThresholdSequence {
  std::vector<Chosen> chosen;             // of the models with 1, 2, 3 thresholds
  std::vector<double> rss;
  std::vector<std::vector<double>> paths; // Th-1, Th-21, Th-22, Th-3
};

ThresholdSequence find_thresholds(const ThresholdGrid& g, const OutcomeProducts& p, const std::vector<double>& trim,
                                  std::size_t count) {
  ThresholdSequence s;
  s.paths.push_back(search_path(g, p, {}, trim[0]));
  const std::size_t first = best_candidate(s.paths[0]);
  s.chosen.push_back({first});
  s.rss.push_back(s.paths[0][first]);
  if (count < 2) return s;
  const std::vector<double> second_path = search_path(g, p, {first}, trim[1]);
  const std::size_t second = best_candidate(second_path);
  s.paths.push_back(search_path(g, p, {second}, trim[1]));
  const std::size_t again = best_candidate(s.paths[1]);
  s.paths.push_back(second_path);
  s.chosen.push_back({again, second});
  s.rss.push_back(s.paths[1][again]);
  if (count < 3) return s;
  s.paths.push_back(search_path(g, p, {again, second}, trim[2]));
  const std::size_t third = best_candidate(s.paths[3]);
  s.chosen.push_back({again, second, third});
  s.rss.push_back(s.paths[3][third]);
  return s;
}

std::vector<double> threshold_residuals(const ThresholdGrid& g, const OutcomeProducts& p, const Chosen& chosen) {
  std::vector<double> e = p.rest;
  const std::vector<double> b = chosen_coefficients(g, p, chosen);
  for (std::size_t c = 0; c < chosen.size(); ++c)
    for (std::size_t j = 0; j < g.r; ++j) {
      const auto w = g.w.column(chosen[c] * g.r + j);
      for (std::size_t i = 0; i < e.size(); ++i) e[i] -= b[c * g.r + j] * w[i];
    }
  return e;
}

double threshold_F(double before, double after, double df) { return (before - after) / (after / df); }

// F of the m-th threshold in samples drawn under m - 1 thresholds.
std::vector<double> bootstrap_F(const ThresholdSpec& spec, const ThresholdGrid& g, const OutcomeProducts& p,
                                const ThresholdSequence& s, std::size_t m, Progress& progress) {
  const std::vector<double> e = threshold_residuals(g, p, s.chosen[m - 1]);
  std::vector<double> null_fit(e.size(), 0.0);  // outside the linear model, whose part F does not depend on
  if (m > 1) {
    const std::vector<double> under = threshold_residuals(g, p, s.chosen[m - 2]);
    for (std::size_t i = 0; i < e.size(); ++i) null_fit[i] = p.rest[i] - under[i];
  }
  const std::size_t panels = g.layout.panels(), T = e.size() / panels;
  std::vector<double> out;
  for (int b = 0; b < spec.replications[m - 1]; ++b) {
    check(progress);
    rng::Generator draw(spec.seed + m, static_cast<std::uint64_t>(b));
    std::vector<double> y = null_fit;
    for (std::size_t i = 0; i < panels; ++i) {
      const std::size_t from = rng::below(draw, panels);
      for (std::size_t t = 0; t < T; ++t) y[i * T + t] += e[from * T + t];
    }
    const OutcomeProducts drawn = outcome_products(g, std::move(y));
    const ThresholdSequence found = find_thresholds(g, drawn, spec.trim, m);
    const double before = m == 1 ? drawn.squares : found.rss[m - 2];
    out.push_back(threshold_F(before, found.rss[m - 1], g.df));
  }
  return out;
}

ThresholdTest threshold_test(const ThresholdSpec& spec, const ThresholdGrid& g, const OutcomeProducts& p,
                             const ThresholdSequence& s, std::size_t m, Progress& progress) {
  ThresholdTest t;
  t.rss = s.rss[m - 1];
  t.mse = t.rss / g.df;
  t.F = threshold_F(m == 1 ? p.squares : s.rss[m - 2], t.rss, g.df);
  t.p = t.critical10 = t.critical5 = t.critical1 = undefined;
  if (spec.replications.empty() || spec.replications[m - 1] == 0) return t;
  const std::vector<double> draws = bootstrap_F(spec, g, p, s, m, progress);
  const auto above = std::count_if(draws.begin(), draws.end(), [&](double F) { return F >= t.F; });
  t.p = static_cast<double>(above) / static_cast<double>(draws.size());
  const Order order(draws);
  t.critical10 = order.percentile(90);
  t.critical5 = order.percentile(95);
  t.critical1 = order.percentile(99);
  return t;
}

// Candidates whose likelihood ratio is at most -2 ln(1 - sqrt(level)).
ThresholdEstimate threshold_interval(const ThresholdGrid& g, const std::vector<double>& path, double level) {
  const double limit = -2 * std::log(1 - std::sqrt(level / 100));
  const std::size_t best = best_candidate(path);
  ThresholdEstimate out;
  out.value = out.lower = out.upper = g.gamma[best];
  for (std::size_t c = 0; c < path.size(); ++c) {
    if (!is_defined(path[c])) continue;
    const double ratio = (path[c] - path[best]) / (path[best] / g.df);
    out.gamma.push_back(g.gamma[c]);
    out.ratio.push_back(ratio);
    if (ratio > limit) continue;
    out.lower = std::min(out.lower, g.gamma[c]);
    out.upper = std::max(out.upper, g.gamma[c]);
  }
  return out;
}

}  // namespace

ThresholdFit fit_panel_threshold(const ThresholdSpec& spec, Progress& progress) {
  if (spec.y.empty()) throw Failure(FailureCode::no_observations, "no observations");
  const ThresholdGrid g = make_grid(spec, progress);
  const OutcomeProducts p = outcome_products(g, within_column(spec.y, g.layout));
  const std::size_t count = spec.trim.size();
  const ThresholdSequence s = find_thresholds(g, p, spec.trim, count);
  ThresholdFit fit;
  fit.rss0 = p.squares;
  for (const std::vector<double>& path : s.paths) fit.estimates.push_back(threshold_interval(g, path, spec.level));
  for (std::size_t m = 1; m <= count; ++m) fit.tests.push_back(threshold_test(spec, g, p, s, m, progress));
  for (const std::size_t c : s.chosen.back()) fit.thresholds.push_back(g.gamma[c]);
  std::sort(fit.thresholds.begin(), fit.thresholds.end());
  return fit;
}

}  // namespace nqp::numeric
