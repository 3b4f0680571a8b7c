#include "stdlib/numeric/density/local_regression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/dense.hpp"

namespace nqp::numeric {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

// Weighted least squares line through (x, y) at x0; the mean where x does not vary.
double lowess_point(std::span<const double> x, std::span<const double> y, double x0, double reach,
                    const LowessSpec& s) {
  double sw = 0, sx = 0, sy = 0;
  std::vector<double> w(x.size(), 1);
  for (std::size_t j = 0; j < x.size(); ++j) {
    if (!s.unweighted && reach > 0) {
      const double u = std::fabs(x[j] - x0) / reach, v = 1 - u * u * u;
      w[j] = u < 1 ? v * v * v : 0;
    }
    sw += w[j];
    sx += w[j] * x[j];
    sy += w[j] * y[j];
  }
  const double mx = sx / sw, my = sy / sw;
  if (s.mean) return my;
  double sxx = 0, sxy = 0;
  for (std::size_t j = 0; j < x.size(); ++j) {
    sxx += w[j] * (x[j] - mx) * (x[j] - mx);
    sxy += w[j] * (x[j] - mx) * (y[j] - my);
  }
  const double scale = std::max({std::fabs(x.front()), std::fabs(x.back()), 1e-300});
  return sxx > 1e-24 * sw * scale * scale ? my + sxy / sxx * (x0 - mx) : my;
}

// The points near x0 and the orthogonal factor of their weighted powers.
struct LocalFit {
  std::vector<std::size_t> rows;
  EigenVector w, root, b;  // weights, their roots, coefficients of ((x - x0)/h)^k
  EigenMatrix q;           // rows by degree + 1
  EigenVector smoother;    // fitted value = Σ smoother_i y_i
  bool determined = false;
};

LocalFit fit_near(const LocalPolynomialSpec& s, double x0, double h, int degree) {
  LocalFit f;
  std::vector<double> w, seen;
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    const double k = kernel(s.kernel, (s.x[i] - x0) / h) * (s.weights.empty() ? 1 : s.weights[i]);
    if (!(k > 0)) continue;
    f.rows.push_back(i);
    w.push_back(k);
    if (static_cast<int>(seen.size()) <= degree && std::find(seen.begin(), seen.end(), s.x[i]) == seen.end())
      seen.push_back(s.x[i]);
  }
  f.determined = static_cast<int>(seen.size()) > degree;
  if (!f.determined) return f;
  const auto n = static_cast<Eigen::Index>(f.rows.size());
  f.w = Eigen::Map<const EigenVector>(w.data(), n);
  f.root = f.w.cwiseSqrt();
  EigenMatrix z(n, degree + 1);
  EigenVector y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::size_t row = f.rows[static_cast<std::size_t>(i)];
    double power = f.root(i);
    for (int k = 0; k <= degree; ++k, power *= (s.x[row] - x0) / h) z(i, k) = power;
    y(i) = f.root(i) * s.y[row];
  }
  const ThinQr qr = thin_qr(z);
  f.q = qr.q;
  f.b = solve_upper_triangle(qr.upper, dense_cross(qr.q, y));
  EigenVector first = EigenVector::Zero(degree + 1);
  first(0) = 1;
  f.smoother = f.root.cwiseProduct(EigenVector(dense_product(qr.q, solve_lower_triangle(qr.upper.transpose(), first))));
  return f;
}

// Σ K (y - ŷ)² / tr(W - W X S⁻¹ X' W), of a fit of degree p + 2.
double residual_variance(const LocalPolynomialSpec& s, double x0, double pilot) {
  if (s.variance > 0) return s.variance;
  const LocalFit f = fit_near(s, x0, pilot, s.degree + 2);
  if (!f.determined) return no_value;
  double squares = 0, trace = 0;
  for (Eigen::Index i = 0; i < f.w.size(); ++i) {
    const std::size_t row = f.rows[static_cast<std::size_t>(i)];
    const double t = (s.x[row] - x0) / pilot;
    double fitted = 0;
    for (Eigen::Index k = f.b.size(); k-- > 0;) fitted = fitted * t + f.b(k);
    squares += f.w(i) * (s.y[row] - fitted) * (s.y[row] - fitted);
    trace += f.w(i) * (1 - f.q.row(i).squaredNorm());
  }
  return trace > 0 ? squares / trace : no_value;
}

double support_of(Kernel k) {
  if (k == Kernel::gaussian) return 9;
  return k == Kernel::epanechnikov ? std::sqrt(5.0) : k == Kernel::cosine ? 0.5 : 1;
}

// Simpson's rule for ∫ f(t) over the support of the kernel.
template <class F>
double integral(double end, F&& f) {
  constexpr int pieces = 4000;
  const double step = 2 * end / pieces;
  double sum = 0;
  for (int i = 0; i <= pieces; ++i) {
    const double t = -end + i * step, inside = std::clamp(t, -end * (1 - 1e-13), end * (1 - 1e-13));
    sum += (i == 0 || i == pieces ? 1 : i % 2 == 1 ? 4 : 2) * f(inside);
  }
  return sum * step / 3;
}

// The constant of the rule of thumb, from the equivalent kernel e'S⁻¹(1, t, …, tᵖ)K(t). Fan and Gijbels (1996), (3.20).
double bandwidth_constant(Kernel k, int p) {
  const double end = support_of(k);
  EigenMatrix moments(p + 1, p + 1);
  for (int i = 0; i <= p; ++i)
    for (int j = 0; j <= p; ++j)
      moments(i, j) = integral(end, [&](double t) { return std::pow(t, i + j) * kernel(k, t); });
  const EigenVector first = fit_pivoting(moments, EigenVector::Unit(p + 1, 0)).b;
  const auto equivalent = [&](double t) {
    double sum = 0;
    for (int i = p; i >= 0; --i) sum = sum * t + first(i);
    return sum * kernel(k, t);
  };
  const double square = integral(end, [&](double t) { return equivalent(t) * equivalent(t); });
  const double moment = integral(end, [&](double t) { return std::pow(t, p + 1) * equivalent(t); });
  const double factorial = std::tgamma(p + 2.0);
  return std::pow(factorial * factorial * square / (2 * (p + 1) * moment * moment), 1.0 / (2 * p + 3));
}

}  // namespace

std::vector<double> lowess(const LowessSpec& s, Progress& progress) {
  const std::size_t n = s.x.size();
  if (n == 0) throw Failure(FailureCode::no_observations, "no observations");
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return s.x[a] < s.x[b]; });
  std::vector<double> x, y, out(n);
  for (const std::size_t i : order) x.push_back(s.x[i]), y.push_back(s.y[i]);
  const auto half = static_cast<std::size_t>(
      std::max(1.0, std::floor((static_cast<double>(n) * s.bandwidth - 0.5) / 2)));
  for (std::size_t i = 0; i < n; ++i) {
    if (i % 64 == 0 && progress.cancelled()) throw Interrupted();
    const std::size_t from = i > half ? i - half : 0, to = std::min(i + half, n - 1);
    const double reach = 1.0001 * std::max(x[to] - x[i], x[i] - x[from]);
    const std::size_t count = to - from + 1;
    out[order[i]] = lowess_point(std::span(x).subspan(from, count), std::span(y).subspan(from, count), x[i], reach, s);
  }
  return out;
}

double local_bandwidth(const LocalPolynomialSpec& s) {
  const int p = s.degree % 2 == 0 ? s.degree + 1 : s.degree;
  const auto [low, high] = std::minmax_element(s.x.begin(), s.x.end());
  const double from = *low, width = *high - *low;
  const auto n = static_cast<Eigen::Index>(s.x.size());
  const int order = p + 3;
  if (!(width > 0) || n <= order + 1)
    throw Failure(FailureCode::data_requirement, "too few values for a bandwidth by the rule of thumb");
  EigenMatrix z(n, order + 1);
  EigenVector y(n), w(n);
  const auto scaled = [&](double x) { return 2 * (x - from) / width - 1; };
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto row = static_cast<std::size_t>(i);
    w(i) = s.weights.empty() ? 1 : s.weights[row];
    double power = std::sqrt(w(i));
    y(i) = power * s.y[row];
    for (int k = 0; k <= order; ++k, power *= scaled(s.x[row])) z(i, k) = power;
  }
  const PivotedFit fit = fit_pivoting(z, y);
  if (fit.rank <= order) throw Failure(FailureCode::data_requirement, "too few different values for a bandwidth");
  const EigenVector& b = fit.b;
  const double variance = (y - dense_product(z, b)).squaredNorm() / static_cast<double>(n - order - 1);
  double curvature = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const double x = s.x[static_cast<std::size_t>(i)], t = scaled(x);
    if (x < from + 0.05 * width || x > from + 0.95 * width) continue;
    double derivative = 0;  // of order p + 1
    for (int k = p + 1; k <= order; ++k)
      derivative += b(k) * std::tgamma(k + 1.0) / std::tgamma(k - p) * std::pow(t, k - p - 1);
    derivative *= std::pow(2 / width, p + 1);
    curvature += w(i) * derivative * derivative;
  }
  const double h = bandwidth_constant(s.kernel, p) * std::pow(variance * 0.9 * width / curvature, 1.0 / (2 * p + 3));
  // Points on a polynomial of degree p leave no curvature to balance.
  return std::isfinite(h) && h > 0 && h < width ? h : width;
}

LocalPolynomial local_polynomial(const LocalPolynomialSpec& s, Progress& progress) {
  if (s.x.empty()) throw Failure(FailureCode::no_observations, "no observations");
  LocalPolynomial out;
  out.bandwidth = s.bandwidth > 0 ? s.bandwidth : local_bandwidth(s);
  out.pilot = s.pilot > 0 ? s.pilot : 1.5 * out.bandwidth;
  for (const double x0 : s.at) {
    if (progress.cancelled()) throw Interrupted();
    const LocalFit f = fit_near(s, x0, out.bandwidth, s.degree);
    out.fitted.push_back(f.determined ? f.b(0) : no_value);
    if (!s.errors) continue;
    const double variance = f.determined ? residual_variance(s, x0, out.pilot) : no_value;
    out.se.push_back(f.determined ? std::sqrt(variance * f.smoother.squaredNorm()) : no_value);
  }
  return out;
}

}  // namespace nqp::numeric
