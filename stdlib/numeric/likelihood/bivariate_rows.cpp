#include "stdlib/numeric/likelihood/bivariate_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::numeric {
namespace {

// Φ2(w1, w2, r) with first and second derivatives in w1, w2, r.
struct BivariateNormal {
  double value = 0, first[3] = {}, second[3][3] = {};
};

BivariateNormal bivariate_normal(double w1, double w2, double r) {
  const double v = 1 - r * r, d = 1 / std::sqrt(v);
  BivariateNormal p;
  p.value = dist::binormal(w1, w2, r);
  const double density = dist::normalden(w1) * d * dist::normalden((w2 - r * w1) * d);
  const double f1 = dist::normalden(w1) * dist::normal((w2 - r * w1) * d);
  const double f2 = dist::normalden(w2) * dist::normal((w1 - r * w2) * d);
  const double square = w1 * w1 - 2 * r * w1 * w2 + w2 * w2;
  p.first[0] = f1;
  p.first[1] = f2;
  p.first[2] = density;
  p.second[0][0] = -w1 * f1 - r * density;
  p.second[1][1] = -w2 * f2 - r * density;
  p.second[0][1] = p.second[1][0] = density;
  p.second[0][2] = p.second[2][0] = -density * (w1 - r * w2) / v;
  p.second[1][2] = p.second[2][1] = -density * (w2 - r * w1) / v;
  p.second[2][2] = density * ((r + w1 * w2) / v - r * square / (v * v));
  return p;
}

// ln Φ2 of the outcomes with the signs q1 and q2; gradient and second derivatives in the two indices and atanh ρ.
double two_binary_outcomes(double q1, double q2, const double* eta, double* g, double* h) {
  const double rho = std::tanh(eta[2]);
  const double w1 = q1 * eta[0], w2 = q2 * eta[1], r = q1 * q2 * rho;
  if (!g) {
    const double p = dist::binormal(w1, w2, r);
    return p > 0 ? std::log(p) : -std::numeric_limits<double>::infinity();
  }
  const BivariateNormal p = bivariate_normal(w1, w2, r);
  const double slope[3] = {q1, q2, q1 * q2 * (1 - rho * rho)};
  for (int a = 0; a < 3; ++a) g[a] = p.first[a] / p.value * slope[a];
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) h[3 * a + b] = p.second[a][b] / p.value * slope[a] * slope[b] - g[a] * g[b];
  h[8] += p.first[2] / p.value * -2 * rho * slope[2];
  return std::log(p.value);
}

}  // namespace

RowLikelihood bivariate_probit_rows(std::span<const double> y1, std::span<const double> y2) {
  return [y1, y2](std::size_t i, const double* eta, double* g, double* h) {
    return two_binary_outcomes(y1[i] != 0 ? 1 : -1, y2[i] != 0 ? 1 : -1, eta, g, h);
  };
}

RowLikelihood selected_probit_rows(std::span<const double> y, std::span<const std::uint8_t> selected) {
  return [y, selected](std::size_t i, const double* eta, double* g, double* h) {
    if (selected[i]) return two_binary_outcomes(y[i] != 0 ? 1 : -1, 1, eta, g, h);
    const double ll = dist::lnnormal(-eta[1]);
    if (!g) return ll;
    const double hazard = std::exp(dist::lnnormalden(eta[1]) - ll);
    std::fill(g, g + 3, 0.0);
    std::fill(h, h + 9, 0.0);
    g[1] = -hazard;
    h[4] = -hazard * (hazard - eta[1]);
    return ll;
  };
}

}  // namespace nqp::numeric
