#include "stdlib/numeric/likelihood/normal_rows.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::numeric {
namespace {

// ln(Φ(b) - Φ(a)), a < b, from the side where both terms are small.
double ln_interval_probability(double a, double b) {
  if (a > 0) return ln_interval_probability(-b, -a);
  const double high = dist::lnnormal(b);
  return std::isinf(a) ? high : high + std::log1p(-std::exp(dist::lnnormal(a) - high));
}

// Adds sign × the log probability of (low, high) and its derivatives in xb and ln σ.
double add_interval(double low, double high, double sign, const double* eta, double* g, double* h) {
  const double s = std::exp(eta[1]), a = (low - eta[0]) / s, b = (high - eta[0]) / s;
  const double ln_p = ln_interval_probability(a, b);
  if (!g) return sign * ln_p;
  // φ(a)/P times powers of a; the terms of an infinite limit are 0.
  double power[4] = {0, 0, 0, 0};
  const auto add = [&](double z, double side) {
    if (std::isinf(z)) return;
    double term = side * std::exp(dist::lnnormalden(z) - ln_p);
    for (double& v : power) {
      v += term;
      term *= z;
    }
  };
  add(a, 1);
  add(b, -1);
  const double g0 = power[0] / s, g1 = power[1];
  g[0] += sign * g0;
  g[1] += sign * g1;
  h[0] += sign * (g1 / (s * s) - g0 * g0);
  const double cross = sign * (power[2] / s - g0 - g0 * g1);
  h[1] += cross;
  h[2] += cross;
  h[3] += sign * (power[3] - g1 - g1 * g1);
  return sign * ln_p;
}

double add_point(double y, const double* eta, double* g, double* h) {
  const double s = std::exp(eta[1]), z = (y - eta[0]) / s;
  if (g) {
    g[0] += z / s;
    g[1] += z * z - 1;
    h[0] -= 1 / (s * s);
    h[1] -= 2 * z / s;
    h[2] -= 2 * z / s;
    h[3] -= 2 * z * z;
  }
  return dist::lnnormalden(z) - eta[1];
}

void clear_derivatives(double* g, double* h) {
  if (!g) return;
  g[0] = g[1] = h[0] = h[1] = h[2] = h[3] = 0;
}

}  // namespace

RowLikelihood interval_rows(std::span<const double> low, std::span<const double> high) {
  return [low, high](std::size_t i, const double* eta, double* g, double* h) {
    clear_derivatives(g, h);
    return low[i] == high[i] ? add_point(low[i], eta, g, h) : add_interval(low[i], high[i], 1, eta, g, h);
  };
}

RowLikelihood truncated_rows(std::span<const double> y, std::span<const double> low, std::span<const double> high) {
  return [y, low, high](std::size_t i, const double* eta, double* g, double* h) {
    clear_derivatives(g, h);
    const double point = add_point(y[i], eta, g, h);
    return point + add_interval(low[i], high[i], -1, eta, g, h);
  };
}

RowLikelihood endogenous_interval_rows(std::span<const double> low, std::span<const double> high,
                                       std::span<const double> w) {
  return [=](std::size_t i, const double* eta, double* g, double* h) {
    const double e = w[i] - eta[1], a = eta[2], given[2] = {eta[0] + a * e, eta[3]}, own[2] = {eta[1], eta[4]};
    double gc[2] = {0, 0}, hc[4] = {0, 0, 0, 0}, gw[2] = {0, 0}, hw[4] = {0, 0, 0, 0};
    const double conditional = low[i] == high[i] ? add_point(low[i], given, g ? gc : nullptr, hc)
                                                 : add_interval(low[i], high[i], 1, given, g ? gc : nullptr, hc);
    const double marginal = add_point(w[i], own, g ? gw : nullptr, hw);
    if (!g) return conditional + marginal;
    // The conditional mean moves with η_1, η_2 and α; only η_2 and α together bend it.
    const double slope[3] = {1, -a, e};
    std::fill(h, h + 25, 0.0);
    for (std::size_t k = 0; k < 3; ++k) {
      g[k] = gc[0] * slope[k];
      h[5 * k + 3] = h[15 + k] = hc[1] * slope[k];
      for (std::size_t l = 0; l < 3; ++l) h[5 * k + l] = hc[0] * slope[k] * slope[l];
    }
    h[7] -= gc[0];
    h[11] -= gc[0];
    g[3] = gc[1];
    h[18] = hc[3];
    g[1] += gw[0];
    g[4] = gw[1];
    h[6] += hw[0];
    h[9] += hw[1];
    h[21] += hw[2];
    h[24] = hw[3];
    return conditional + marginal;
  };
}

}  // namespace nqp::numeric
