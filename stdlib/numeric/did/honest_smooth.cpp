#include <algorithm>
#include <cmath>
#include <vector>

#include "stdlib/numeric/did/honest.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

// The estimator is v'b with v = l after treatment. Its bias under a violation with second differences d_t (t the
// middle of the three periods, 0 the reference) is Σ c_t d_t plus a multiple of the slope, which has to vanish:
//   c_t = Σ_{k>t} l_k (k-t) for t > 0,  c_-j = Σ_{k>j} v_-k (k-j) for j >= 0,  slope: c_0 = Σ k l_k.
// So c_0 is given, c_-1, c_-2 … are free, and v_-k = c_-(k-1) - 2 c_-k + c_-(k+1).
struct SmoothProblem {
  double fixed_bias = 0;     // Σ |c_t| over t >= 0
  double constant = 0;       // variance = constant + 2 g'c + c'Hc
  std::vector<double> g;
  Matrix H;
  Matrix to_weights;         // (before + after) × (1 + free): v for c = 0, then what each free c adds
};

SmoothProblem smooth_problem(const HonestSpec& s) {
  const std::size_t m = s.before, after = s.l.size(), free = m - 1;
  SmoothProblem p;
  p.to_weights = Matrix(m + after, 1 + free);
  double first = 0;
  for (std::size_t k = 0; k < after; ++k) {
    first += double(k + 1) * s.l[k];
    p.to_weights(m + k, 0) = s.l[k];
  }
  p.fixed_bias = std::fabs(first);
  for (std::size_t t = 1; t < after; ++t) {
    double c = 0;
    for (std::size_t k = t; k < after; ++k) c += double(k + 1 - t) * s.l[k];
    p.fixed_bias += std::fabs(c);
  }
  // Column j is c_-j: it enters v of the periods -(j-1), -j and -(j+1), which stand at m - k.
  for (std::size_t j = 0; j < m; ++j)
    for (std::size_t k = std::max<std::size_t>(j, 1) - (j > 1 ? 1 : 0); k <= std::min(j + 1, m); ++k)
      p.to_weights(m - k, j) += (k == j ? -2.0 : 1.0) * (j == 0 ? first : 1.0);
  const Matrix all = quadratic_form(transpose(p.to_weights), s.V);
  p.constant = all(0, 0);
  p.H = Matrix(free, free);
  for (std::size_t i = 0; i < free; ++i) {
    p.g.push_back(all(i + 1, 0));
    for (std::size_t j = 0; j < free; ++j) p.H(i, j) = all(i + 1, j + 1);
  }
  return p;
}

// The 1 - alpha quantile of |N(bias, sd²)|.
double folded_quantile(double bias, double sd, double alpha) {
  const double t = bias / sd;
  double low = t, high = t + dist::invnormal(1 - alpha / 2);
  for (int i = 0; i < 200 && high - low > 1e-14 * high; ++i) {
    const double x = (low + high) / 2;
    (dist::normal(x - t) - dist::normal(-x - t) < 1 - alpha ? low : high) = x;
  }
  return sd * (low + high) / 2;
}

double flci_half_length(const SmoothProblem& p, const std::vector<double>& c, double bound, double alpha) {
  double variance = p.constant, bias = p.fixed_bias;
  for (std::size_t i = 0; i < c.size(); ++i) {
    bias += std::fabs(c[i]);
    variance += 2 * p.g[i] * c[i];
    for (std::size_t j = 0; j < c.size(); ++j) variance += c[i] * p.H(i, j) * c[j];
  }
  return folded_quantile(bound * bias, std::sqrt(std::max(variance, 0.0)), alpha);
}

// Corners of the path of min variance/2 + μ Σ|c| from c = 0 to μ = 0, which is piecewise linear in μ: the homotopy of
// Osborne, Presnell and Turlach (2000).
std::vector<std::vector<double>> trade_off_path(const SmoothProblem& p) {
  const std::size_t n = p.g.size();
  std::vector<double> c(n, 0.0);
  std::vector<std::vector<double>> corners{c};
  std::vector<int> sign(n, 0);
  const auto slope = [&](std::size_t i) {
    double r = -p.g[i];
    for (std::size_t j = 0; j < n; ++j) r -= p.H(i, j) * c[j];
    return r;
  };
  double mu = 0;
  std::size_t enters = 0;
  for (std::size_t i = 0; i < n; ++i)
    if (std::fabs(slope(i)) > mu) mu = std::fabs(slope(i)), enters = i;
  if (mu > 0) sign[enters] = slope(enters) > 0 ? 1 : -1;
  for (std::size_t step = 0; step < 20 * n && mu > 0; ++step) {
    std::vector<std::size_t> active;
    for (std::size_t i = 0; i < n; ++i)
      if (sign[i] != 0) active.push_back(i);
    Matrix signs(active.size(), 1);
    for (std::size_t k = 0; k < active.size(); ++k) signs(k, 0) = sign[active[k]];
    const Matrix direction = solve_spd(submatrix(p.H, active, active), signs);  // c moves by this as μ falls by one
    double most = mu;
    std::size_t at = n;
    for (std::size_t k = 0; k < active.size(); ++k) {
      const double d = direction(k, 0), value = c[active[k]];
      if (value * d < 0 && -value / d < most * (1 - 1e-12)) most = -value / d, at = active[k];
    }
    bool leaves = at < n;
    for (std::size_t i = 0; i < n; ++i) {
      if (sign[i] != 0) continue;
      double fall = 0;
      for (std::size_t k = 0; k < active.size(); ++k) fall += p.H(i, active[k]) * direction(k, 0);
      const double r = slope(i);
      for (const double side : {1.0, -1.0}) {
        const double speed = 1 - side * fall, gap = mu - side * r;
        if (speed > 0 && gap / speed < most * (1 - 1e-12) && gap / speed > 1e-13 * mu)
          most = gap / speed, at = i, leaves = false, enters = side > 0 ? 1 : 0;
      }
    }
    for (std::size_t k = 0; k < active.size(); ++k) c[active[k]] += most * direction(k, 0);
    mu -= most;
    if (at < n && leaves) sign[at] = 0, c[at] = 0;
    else if (at < n) sign[at] = enters == 1 ? 1 : -1;
    corners.push_back(c);
    if (at == n) break;
  }
  return corners;
}

std::vector<double> path_between(const std::vector<double>& a, const std::vector<double>& b, double share) {
  std::vector<double> out(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) out[i] = a[i] + share * (b[i] - a[i]);
  return out;
}

}  // namespace

HonestInterval parallel_interval(const HonestSpec& s) {
  std::vector<double> v(s.b.size(), 0.0);
  std::copy(s.l.begin(), s.l.end(), v.begin() + static_cast<std::ptrdiff_t>(s.before));
  double estimate = 0, variance = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    estimate += v[i] * s.b[i];
    for (std::size_t j = 0; j < v.size(); ++j) variance += v[i] * s.V(i, j) * v[j];
  }
  const double half = dist::invnormal(1 - s.alpha / 2) * std::sqrt(variance);
  return {estimate - half, estimate + half};
}

HonestInterval smooth_interval(const HonestSpec& s, double bound) {
  if (s.before == 0) throw Failure(FailureCode::data_requirement, "an effect before treatment is needed");
  const SmoothProblem p = smooth_problem(s);
  const std::vector<std::vector<double>> corners = trade_off_path(p);
  std::vector<double> best = corners.back();
  double least = flci_half_length(p, best, bound, s.alpha);
  // Half lengths are convex along each piece: golden sections.
  for (std::size_t k = 0; k + 1 < corners.size(); ++k) {
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double a = 0, b = 1;
    const auto value = [&](double at) {
      return flci_half_length(p, path_between(corners[k], corners[k + 1], at), bound, s.alpha);
    };
    for (int i = 0; i < 60; ++i) {
      const double left = b - golden * (b - a), right = a + golden * (b - a);
      (value(left) < value(right) ? b : a) = value(left) < value(right) ? right : left;
    }
    for (const double at : {0.0, (a + b) / 2})
      if (const double h = value(at); h < least) least = h, best = path_between(corners[k], corners[k + 1], at);
  }
  double estimate = 0;
  for (std::size_t i = 0; i < s.b.size(); ++i) {
    double v = p.to_weights(i, 0);
    for (std::size_t j = 0; j < best.size(); ++j) v += p.to_weights(i, j + 1) * best[j];
    estimate += v * s.b[i];
  }
  return {estimate - least, estimate + least};
}

}  // namespace nqp::numeric
