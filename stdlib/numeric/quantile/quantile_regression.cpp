#include "stdlib/numeric/quantile/quantile_regression.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/dense.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::numeric {
namespace {

double check_loss(double r, double quantile) { return r * (quantile - (r < 0 ? 1 : 0)); }

// Columns with the constant, each divided by its largest value: pivots compare like with like.
struct Problem {
  EigenMatrix x;
  EigenVector y, w, scale;
  double quantile;

  Eigen::Index n() const { return x.rows(); }
  Eigen::Index k() const { return x.cols(); }
};

Problem scaled_problem(const QuantileSpec& spec) {
  const Eigen::Index n = index(spec.y.size()), k = index(spec.x.cols);
  Problem p;
  p.quantile = spec.quantile;
  p.x = EigenMatrix::Ones(n, k + (spec.constant ? 1 : 0));
  if (k > 0) p.x.leftCols(k) = eigen(spec.x);
  p.scale = p.x.cwiseAbs().colwise().maxCoeff();
  p.x = p.x * p.scale.cwiseInverse().asDiagonal();
  p.y = Eigen::Map<const EigenVector>(spec.y.data(), n);
  p.w = spec.weights.empty() ? EigenVector::Ones(n)
                             : EigenVector(Eigen::Map<const EigenVector>(spec.weights.data(), n));
  return p;
}

// The rows with the smallest residuals that are independent of those chosen before.
std::vector<Eigen::Index> starting_basis(const Problem& p, const EigenVector& residuals) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(p.n()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    return std::fabs(residuals(a)) < std::fabs(residuals(b));
  });
  std::vector<Eigen::Index> basis;
  EigenMatrix q(p.k(), 0);
  for (const Eigen::Index i : order) {
    EigenVector row = p.x.row(i).transpose();
    const double size = row.norm();
    for (int pass = 0; pass < 2 && q.cols() > 0; ++pass) row -= dense_product(q, dense_cross(q, row));
    if (!(row.norm() > 1e-7 * size)) continue;
    q.conservativeResize(Eigen::NoChange, q.cols() + 1);
    q.col(q.cols() - 1) = row.normalized();
    basis.push_back(i);
    if (q.cols() == p.k()) return basis;
  }
  throw Failure(FailureCode::insufficient_observations, "fewer independent rows than coefficients",
                {{"N", static_cast<double>(p.n())}, {"K", static_cast<double>(p.k())}});
}

struct Edge {
  double slope = 0;       // of the objective along the edge; negative descends
  Eigen::Index leaving = -1;
  double sign = 0;
};

struct Vertex {
  std::vector<Eigen::Index> basis;
  EigenMatrix inverse;  // of the basis rows
  EigenVector b, r;
};

void recompute(const Problem& p, const EigenVector& y, Vertex& v) {
  EigenMatrix rows(p.k(), p.k());
  EigenVector target(p.k());
  for (Eigen::Index j = 0; j < p.k(); ++j) {
    rows.row(j) = p.x.row(v.basis[static_cast<std::size_t>(j)]);
    target(j) = y(v.basis[static_cast<std::size_t>(j)]);
  }
  v.inverse = dense_inverse(rows);
  v.b = dense_product(v.inverse, target);
  v.b += dense_product(v.inverse, target - dense_product(rows, v.b));
  v.r = y - dense_product(p.x, v.b);
  for (const Eigen::Index i : v.basis) v.r(i) = 0;
}

// Slopes of all 2K edges at once: g = Σ_{i not in basis} w ψ(r_i) x_i gives the part that is linear in the direction.
Edge steepest_edge(const Problem& p, const Vertex& v) {
  EigenVector psi(p.n());
  for (Eigen::Index i = 0; i < p.n(); ++i) psi(i) = p.w(i) * (p.quantile - (v.r(i) < 0 ? 1 : 0));
  for (const Eigen::Index i : v.basis) psi(i) = 0;
  const EigenVector g = dense_cross(v.inverse, dense_cross(p.x, psi));
  Edge best;
  for (Eigen::Index j = 0; j < p.k(); ++j) {
    const double w = p.w(v.basis[static_cast<std::size_t>(j)]);
    // Forward, the basis residual becomes negative and costs 1-τ a unit; backward positive at τ.
    const double forward = -g(j) + w * (1 - p.quantile), backward = g(j) + w * p.quantile;
    const double unit = 1 / v.inverse.col(j).norm();
    if (forward * unit < best.slope) best = {forward * unit, j, 1};
    if (backward * unit < best.slope) best = {backward * unit, j, -1};
  }
  return best;
}

// Goes along the edge until the objective stops falling; the row whose residual is zero there enters the basis.
Eigen::Index entering_row(const Problem& p, const Vertex& v, const Edge& edge, double slope) {
  const EigenVector move = edge.sign * dense_product(p.x, v.inverse.col(edge.leaving));
  std::vector<std::pair<double, Eigen::Index>> stops;
  for (Eigen::Index i = 0; i < p.n(); ++i) {
    if (std::fabs(move(i)) < 1e-12) continue;
    const double t = v.r(i) / move(i);
    if (t > 0) stops.emplace_back(t, i);
  }
  std::sort(stops.begin(), stops.end());
  for (const auto& [t, i] : stops) {
    slope += p.w(i) * std::fabs(move(i));
    if (slope >= 0) return i;
  }
  return -1;
}

// A deterministic sequence in (-1, 1): multiples of the golden ratio.
double tie_breaker(Eigen::Index i) {
  const double x = 0.6180339887498949 * static_cast<double>(i + 1);
  return 2 * (x - std::floor(x)) - 1;
}

}  // namespace

QuantilePoint quantile_point(const QuantileSpec& spec, Progress& progress) {
  const Problem p = scaled_problem(spec);
  const LeastSquares ols =
      least_squares({.y = spec.y, .x = spec.x, .constant = spec.constant, .weights = spec.weights});
  const double size = std::sqrt(ols.rss / static_cast<double>(p.n())) + 1e-12 * p.y.cwiseAbs().maxCoeff();
  EigenVector y = p.y;
  for (Eigen::Index i = 0; i < p.n(); ++i) y(i) += 1e-10 * size * tie_breaker(i);
  EigenVector start = Eigen::Map<const EigenVector>(ols.residuals.data(), p.n());
  {  // the least-squares plane moved to the quantile of its residuals
    std::vector<double> sorted(ols.residuals);
    const auto at = static_cast<std::size_t>(spec.quantile * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(at), sorted.end());
    if (spec.constant) start.array() -= sorted[at];
  }
  Vertex v;
  v.basis = starting_basis(p, start);
  QuantilePoint out;
  const double tolerance = -1e-9 * p.w.mean();
  const int most = 50 * static_cast<int>(std::min<Eigen::Index>(p.n(), 1000000)) + 1000;
  recompute(p, y, v);
  for (; out.pivots < most; ++out.pivots) {
    if (out.pivots % 64 == 0) check(progress);
    const Edge edge = steepest_edge(p, v);
    if (edge.leaving < 0 || edge.slope >= tolerance) break;
    const double slope = edge.slope * v.inverse.col(edge.leaving).norm();
    const Eigen::Index entering = entering_row(p, v, edge, slope);
    if (entering < 0) break;
    v.basis[static_cast<std::size_t>(edge.leaving)] = entering;
    recompute(p, y, v);
  }
  out.converged = out.pivots < most;
  recompute(p, p.y, v);
  for (Eigen::Index i = 0; i < p.n(); ++i) {
    if (std::fabs(v.r(i)) < 1e-9 * size) v.r(i) = 0;
    out.residuals.push_back(v.r(i));
    out.objective += p.w(i) * check_loss(v.r(i), spec.quantile);
  }
  v.b = v.b.cwiseQuotient(p.scale);
  out.b.assign(v.b.data(), v.b.data() + v.b.size());
  return out;
}

namespace {

double density_bandwidth(double n, double quantile, QuantileBandwidth rule) {
  const double z = dist::invnormal(0.975), q = dist::invnormal(quantile), f = dist::normalden(q);
  if (rule == QuantileBandwidth::chamberlain) return z * std::sqrt(quantile * (1 - quantile) / n);
  if (rule == QuantileBandwidth::bofinger)
    return std::pow(n, -0.2) * std::pow(4.5 * std::pow(f, 4) / std::pow(2 * q * q + 1, 2), 0.2);
  return std::pow(n, -1.0 / 3) * std::pow(z, 2.0 / 3) * std::cbrt(1.5 * f * f / (2 * q * q + 1));
}

// Value below which the share τ of the weights lies.
double raw_quantile(const QuantileSpec& spec) {
  std::vector<std::size_t> order(spec.y.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return spec.y[a] < spec.y[b]; });
  const auto weight = [&](std::size_t i) { return spec.weights.empty() ? 1.0 : spec.weights[i]; };
  double total = 0, sum = 0;
  for (const std::size_t i : order) total += weight(i);
  for (const std::size_t i : order) {
    sum += weight(i);
    if (sum >= spec.quantile * total * (1 - 1e-14)) return spec.y[i];
  }
  return spec.y[order.back()];
}

}  // namespace

QuantileFit fit_quantile(const QuantileSpec& spec, QuantileVce vce, QuantileBandwidth rule, Progress& progress) {
  QuantileFit fit;
  fit.point = quantile_point(spec, progress);
  const Problem p = scaled_problem(spec);
  fit.N = spec.observations > 0 ? spec.observations : static_cast<double>(p.n());
  fit.rank = static_cast<double>(p.k());
  fit.raw_quantile = raw_quantile(spec);
  for (Eigen::Index i = 0; i < p.n(); ++i)
    fit.raw_deviation += p.w(i) * check_loss(p.y(i) - fit.raw_quantile, spec.quantile);
  double h = density_bandwidth(fit.N, spec.quantile, rule);
  while (spec.quantile - h <= 0 || spec.quantile + h >= 1) h /= 2;
  fit.bandwidth = h;
  QuantileSpec low = spec, high = spec;
  low.quantile -= h;
  high.quantile += h;
  const std::vector<double> b_low = quantile_point(low, progress).b, b_high = quantile_point(high, progress).b;
  EigenVector difference(p.k());
  for (Eigen::Index j = 0; j < p.k(); ++j) {
    const auto i = static_cast<std::size_t>(j);
    difference(j) = (b_high[i] - b_low[i]) * p.scale(j);
  }
  const double total = p.w.sum();
  const EigenVector mean = dense_cross(p.x, p.w) / total;
  fit.sparsity = mean.dot(difference) / (2 * h);
  const double spread = spec.quantile * (1 - spec.quantile);
  const EigenMatrix root_w_x = p.w.cwiseSqrt().asDiagonal() * p.x;
  const EigenMatrix xx = dense_cross(root_w_x, root_w_x);
  EigenMatrix V;
  if (vce == QuantileVce::iid) {
    V = spread * fit.sparsity * fit.sparsity * dense_inverse(xx);
  } else {
    const EigenVector gap = dense_product(p.x, difference);
    EigenVector f(p.n());
    for (Eigen::Index i = 0; i < p.n(); ++i) f(i) = gap(i) > 0 ? p.w(i) * 2 * h / gap(i) : 0;
    const EigenMatrix bread = dense_inverse(dense_cross(p.x, f.asDiagonal() * p.x));
    // A row that stands for w equal rows (Σw > n) counts w times, other weights enter squared.
    const EigenVector w = fit.N > static_cast<double>(p.n()) ? p.w : EigenVector(p.w.cwiseAbs2());
    V = spread * dense_form(bread, dense_cross(p.x, w.asDiagonal() * p.x));
  }
  V = p.scale.cwiseInverse().asDiagonal() * V * p.scale.cwiseInverse().asDiagonal();
  fit.V = from_eigen(V);
  return fit;
}

}  // namespace nqp::numeric
