#include "stdlib/numeric/spatial/spatial_panel.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

using Roots = std::vector<std::complex<double>>;

double log_determinant(const Roots& roots, double rho) {
  double out = 0;
  for (const auto& w : roots) out += std::log(std::abs(1.0 - rho * w));
  return out;
}

// tr(G^power) for G = W(I-ρW)^-1.
double trace_of_powers(const Roots& roots, double rho, int power) {
  std::complex<double> out = 0;
  for (const auto& w : roots) {
    const std::complex<double> g = w / (1.0 - rho * w);
    out += power == 1 ? g : g * g;
  }
  return out.real();
}

// Between the reciprocals of the smallest and the largest real eigenvalue I - ρW is not singular.
std::pair<double, double> stable_range(const Roots& roots, double largest) {
  double low = 0, high = largest;
  for (const auto& w : roots)
    if (std::fabs(w.imag()) < 1e-9) low = std::fmin(low, w.real()), high = std::fmax(high, w.real());
  return {low < -1e-9 ? 1 / low : -1 / std::fmax(high, 1e-9), high > 1e-9 ? 1 / high : 1};
}

struct LagPoint {
  double rho = 0, lambda = 0;
};

bool has_lag(const SpatialPanelSpec& s) { return !s.wy.empty(); }
bool has_error(const SpatialPanelSpec& s) { return !s.ey.empty(); }

std::vector<double> filtered_y(const SpatialPanelSpec& s, LagPoint p) {
  std::vector<double> out(s.y.begin(), s.y.end());
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (has_lag(s)) out[i] -= p.rho * s.wy[i];
    if (has_error(s)) out[i] -= p.lambda * s.ey[i];
    if (has_lag(s) && has_error(s)) out[i] += p.rho * p.lambda * s.ewy[i];
  }
  return out;
}

Matrix filtered_x(const SpatialPanelSpec& s, double lambda) {
  Matrix out(s.x.rows, s.x.cols, std::vector<double>(s.x.data, s.x.data + s.x.rows * s.x.cols));
  if (has_error(s))
    for (std::size_t i = 0; i < out.data.size(); ++i) out.data[i] -= lambda * s.ex.data[i];
  return out;
}

// The likelihood with b and σ² concentrated out.
double concentrated(const SpatialPanelSpec& s, LagPoint p, double rss) {
  return -s.N / 2 * (std::log(2 * 3.14159265358979323846 * rss / s.N) + 1) +
         s.periods * log_determinant(s.w_roots, p.rho) + s.e_periods * log_determinant(s.e_roots, p.lambda);
}

LeastSquares regress_at(const SpatialPanelSpec& s, LagPoint p) {
  const std::vector<double> y = filtered_y(s, p);
  const Matrix x = filtered_x(s, p.lambda);
  LeastSquaresProblem problem;
  problem.y = y;
  problem.x = x;
  problem.keep_all_columns = true;
  return least_squares(problem);
}

// For given λ the residuals are linear in ρ: e0 - ρ e1.
struct LinearResiduals {
  double a = 0, b = 0, c = 0;   // e0'e0, e0'e1, e1'e1
  double rss(double rho) const { return a - 2 * rho * b + rho * rho * c; }
};

LinearResiduals residuals_in_rho(const SpatialPanelSpec& s, double lambda) {
  const Matrix x = filtered_x(s, lambda);
  const auto residuals = [&](std::span<const double> y) {
    LeastSquaresProblem problem;
    problem.y = y;
    problem.x = x;
    problem.keep_all_columns = true;
    if (x.cols == 0) return std::vector<double>(y.begin(), y.end());
    return least_squares(problem).residuals;
  };
  const std::vector<double> y0 = filtered_y(s, {0, lambda});
  const std::vector<double> e0 = residuals(y0);
  LinearResiduals out;
  for (const double e : e0) out.a += e * e;
  if (!has_lag(s)) return out;
  std::vector<double> y1(s.wy.begin(), s.wy.end());
  if (has_error(s))
    for (std::size_t i = 0; i < y1.size(); ++i) y1[i] -= lambda * s.ewy[i];
  const std::vector<double> e1 = residuals(y1);
  for (std::size_t i = 0; i < e0.size(); ++i) out.b += e0[i] * e1[i], out.c += e1[i] * e1[i];
  return out;
}

// The highest point on a grid inside (low, high), refined by golden sections.
std::pair<double, double> highest(const std::function<double(double)>& f, double low, double high, int points) {
  const double step = (high - low) / (points + 1);
  double best = low + step, value = -std::numeric_limits<double>::infinity();
  for (int k = 1; k <= points; ++k) {
    const double x = low + k * step, v = f(x);
    if (v > value) best = x, value = v;
  }
  constexpr double golden = 0.61803398874989485;
  double a = best - step, b = best + step, x1 = b - golden * (b - a), x2 = a + golden * (b - a);
  a = std::fmax(a, low), b = std::fmin(b, high);
  double f1 = f(x1), f2 = f(x2);
  for (int k = 0; k < 60 && b - a > 1e-9 * (high - low); ++k) {
    if (f1 < f2) a = x1, x1 = x2, f1 = f2, x2 = a + golden * (b - a), f2 = f(x2);
    else b = x2, x2 = x1, f2 = f1, x1 = b - golden * (b - a), f1 = f(x1);
  }
  return f1 > f2 ? std::pair{x1, f1} : std::pair{x2, f2};
}

LagPoint concentrated_maximum(const SpatialPanelSpec& s) {
  const auto rho_given = [&](double lambda) {
    const LinearResiduals r = residuals_in_rho(s, lambda);
    if (!has_lag(s)) return std::pair{0.0, concentrated(s, {0, lambda}, r.rss(0))};
    const auto [low, high] = stable_range(s.w_roots, s.largest);
    return highest([&](double rho) { return concentrated(s, {rho, lambda}, r.rss(rho)); }, low, high, 80);
  };
  if (!has_error(s)) return {rho_given(0).first, 0};
  const auto range = stable_range(s.e_roots, s.largest);
  const double low = s.lambda_positive ? 0 : range.first;
  const double lambda = highest([&](double l) { return rho_given(l).second; }, low, range.second, 40).first;
  return {rho_given(lambda).first, lambda};
}

struct Slope {
  std::vector<double> gradient;
  Matrix hessian;
};

// ∂e/∂b = -(X - λEX), ∂e/∂ρ = -(Wy - λEWy), ∂e/∂λ = -(Ey - ρEWy - EX b).
Matrix derivatives(const SpatialPanelSpec& s, const SpatialPanelFit& f) {
  const std::size_t k = s.x.cols, rows = s.y.size();
  Matrix out(rows, k + has_lag(s) + has_error(s));
  const Matrix x = filtered_x(s, f.lambda);
  for (std::size_t i = 0; i < x.data.size(); ++i) out.data[i] = -x.data[i];
  for (std::size_t i = 0; i < rows; ++i) {
    if (has_lag(s)) out(i, k) = -s.wy[i] + (has_error(s) ? f.lambda * s.ewy[i] : 0);
    if (!has_error(s)) continue;
    double u = s.ey[i] - (has_lag(s) ? f.rho * s.ewy[i] : 0);
    for (std::size_t j = 0; j < k; ++j) u -= s.ex(i, j) * f.b[j];
    out(i, k + has_lag(s)) = -u;
  }
  return out;
}

Slope slope_at(const SpatialPanelSpec& s, const SpatialPanelFit& f) {
  const std::size_t k = s.x.cols, p = f.jacobian.cols, at_lambda = k + has_lag(s);
  const double s2 = f.sigma2;
  double rss = 0;
  for (const double e : f.residuals) rss += e * e;
  Slope out{std::vector<double>(p + 1), Matrix(p + 1, p + 1)};
  const Matrix cross = gram(f.jacobian);
  for (std::size_t a = 0; a < p; ++a) {
    double ea = 0;
    for (std::size_t i = 0; i < f.residuals.size(); ++i) ea += f.residuals[i] * f.jacobian(i, a);
    out.gradient[a] = -ea / s2;
    for (std::size_t b = 0; b < p; ++b) out.hessian(a, b) = -cross(a, b) / s2;
    out.hessian(a, p) = out.hessian(p, a) = ea / (s2 * s2);
  }
  out.gradient[p] = -s.N / (2 * s2) + rss / (2 * s2 * s2);
  out.hessian(p, p) = s.N / (2 * s2 * s2) - rss / (s2 * s2 * s2);
  if (has_lag(s)) {
    out.gradient[k] -= s.periods * trace_of_powers(s.w_roots, f.rho, 1);
    out.hessian(k, k) -= s.periods * trace_of_powers(s.w_roots, f.rho, 2);
  }
  if (!has_error(s)) return out;
  out.gradient[at_lambda] -= s.e_periods * trace_of_powers(s.e_roots, f.lambda, 1);
  out.hessian(at_lambda, at_lambda) -= s.e_periods * trace_of_powers(s.e_roots, f.lambda, 2);
  // Second derivatives of e: ∂²e/∂b∂λ = EX, ∂²e/∂ρ∂λ = EWy.
  for (std::size_t a = 0; a < at_lambda; ++a) {
    double ea = 0;
    for (std::size_t i = 0; i < f.residuals.size(); ++i)
      ea += f.residuals[i] * (a < k ? s.ex(i, a) : s.ewy[i]);
    out.hessian(a, at_lambda) -= ea / s2;
    out.hessian(at_lambda, a) = out.hessian(a, at_lambda);
  }
  return out;
}

void settle(const SpatialPanelSpec& s, SpatialPanelFit& f) {
  const LagPoint p{f.rho, f.lambda};
  f.residuals = filtered_y(s, p);
  const Matrix x = filtered_x(s, p.lambda);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) f.residuals[i] -= x(i, j) * f.b[j];
  double rss = 0;
  for (const double e : f.residuals) rss += e * e;
  f.sigma2 = rss / s.N;
  f.ll = concentrated(s, p, rss);
  f.jacobian = derivatives(s, f);
}

// Newton's steps from the concentrated maximum: golden sections leave half of the digits.
void polish(const SpatialPanelSpec& s, SpatialPanelFit& f) {
  const std::size_t k = s.x.cols, p = k + has_lag(s) + has_error(s);
  for (int step = 0; step < 20; ++step) {
    const Slope slope = slope_at(s, f);
    const Matrix change = multiply(inverse(scale(slope.hessian, -1)), Matrix(p + 1, 1, slope.gradient));
    double decrease = 0;
    for (std::size_t a = 0; a <= p; ++a) decrease += change(a, 0) * slope.gradient[a];
    f.converged = std::fabs(decrease) < 1e-12;
    if (f.converged && step > 1) return;
    for (std::size_t j = 0; j < k; ++j) f.b[j] += change(j, 0);
    if (has_lag(s)) f.rho += change(k, 0);
    if (has_error(s)) f.lambda += change(p - 1, 0);
    settle(s, f);
  }
}

}  // namespace

SpatialPanelFit fit_spatial_panel(const SpatialPanelSpec& s) {
  SpatialPanelFit f;
  const LagPoint start = concentrated_maximum(s);
  f.rho = start.rho, f.lambda = start.lambda;
  if (s.x.cols > 0) f.b = regress_at(s, start).b;
  settle(s, f);
  polish(s, f);
  if (!std::isfinite(f.ll)) throw Failure(FailureCode::not_converged, "likelihood");
  f.V = inverse_spd(scale(slope_at(s, f).hessian, -1));
  return f;
}

Matrix spatial_panel_robust(const SpatialPanelSpec& s, const SpatialPanelFit& f, std::span<const double> w_diagonal,
                            std::span<const double> e_diagonal, std::span<const std::int32_t> units,
                            std::span<const std::int32_t> clusters, std::size_t count) {
  const std::size_t k = s.x.cols, p = f.jacobian.cols, rows = f.residuals.size();
  // Terms of the likelihood that belong to one row when there are fewer terms than rows.
  const double share = s.N / static_cast<double>(rows);
  const double periods = static_cast<double>(rows) / static_cast<double>(w_diagonal.empty() ? e_diagonal.size()
                                                                                              : w_diagonal.size());
  Matrix scores(count, p + 1);
  for (std::size_t i = 0; i < rows; ++i) {
    const double e = f.residuals[i];
    const auto c = static_cast<std::size_t>(clusters[i]);
    const auto u = static_cast<std::size_t>(units[i]);
    for (std::size_t a = 0; a < p; ++a) scores(c, a) -= e * f.jacobian(i, a) / f.sigma2;
    if (has_lag(s)) scores(c, k) -= w_diagonal[u] * s.periods / periods;
    if (has_error(s)) scores(c, p - 1) -= e_diagonal[u] * s.e_periods / periods;
    scores(c, p) += -share / (2 * f.sigma2) + e * e / (2 * f.sigma2 * f.sigma2);
  }
  const double G = static_cast<double>(count);
  return scale(quadratic_form(f.V, gram(scores)), G / (G - 1));
}

SpatialMultipliers spatial_multipliers(MatrixView w, const Roots& roots, double rho) {
  SpatialMultipliers out;
  const double n = static_cast<double>(w.rows);
  std::complex<double> own = 0, own_lag = 0, d_own_lag = 0;
  for (const auto& r : roots) {
    const std::complex<double> a = 1.0 / (1.0 - rho * r);
    own += a, own_lag += r * a, d_own_lag += r * a * r * a;
  }
  out.own = own.real() / n, out.own_lag = own_lag.real() / n;
  // d tr(A)/dρ = tr(A W A) = Σ ω/(1-ρω)².
  std::complex<double> d_own = 0;
  for (const auto& r : roots) d_own += r / ((1.0 - rho * r) * (1.0 - rho * r));
  out.d_own = d_own.real() / n, out.d_own_lag = d_own_lag.real() / n;
  const Matrix ones(w.rows, 1, 1.0), lag = multiply(w, ones);
  const auto [least, most] = std::minmax_element(lag.data.begin(), lag.data.end());
  if (*most - *least < 1e-12 * std::fabs(*most)) {   // rows with one sum: (I-ρW)^-1 ι is ι/(1-ρ sum)
    const double sum = lag(0, 0), m = 1 / (1 - rho * sum);
    out.all = m, out.all_lag = sum * m, out.d_all = sum * m * m, out.d_all_lag = sum * sum * m * m;
    return out;
  }
  Matrix a = scale(w, -rho);
  for (std::size_t i = 0; i < w.rows; ++i) a(i, i) += 1;
  const Matrix v = solve(a, ones), wv = multiply(w, v), awv = solve(a, wv);
  const Matrix v1 = solve(a, lag), av1 = solve(a, multiply(w, v1));
  for (std::size_t i = 0; i < w.rows; ++i) {
    out.all += v(i, 0) / n, out.d_all += awv(i, 0) / n;
    out.all_lag += v1(i, 0) / n, out.d_all_lag += av1(i, 0) / n;
  }
  return out;
}

std::vector<double> multiplier_diagonal(MatrixView w, double rho) {
  Matrix a = scale(w, -rho);
  for (std::size_t i = 0; i < w.rows; ++i) a(i, i) += 1;
  const Matrix g = multiply(w, inverse(a));
  std::vector<double> out;
  for (std::size_t i = 0; i < w.rows; ++i) out.push_back(g(i, i));
  return out;
}

std::vector<double> spatial_solution(MatrixView w, double rho, std::span<const double> v) {
  Matrix a = scale(w, -rho);
  for (std::size_t i = 0; i < w.rows; ++i) a(i, i) += 1;
  return solve(a, Matrix(w.rows, v.size() / w.rows, std::vector<double>(v.begin(), v.end()))).data;
}

}  // namespace nqp::numeric
