#include "stdlib/numeric/rng/draws.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/rng/normal_quantile.hpp"

namespace nqp::numeric::rng {
namespace {

bool positive(double a) { return a > 0 && std::isfinite(a); }

}  // namespace

double uniform(Generator& g) {
  // Midpoints of 2^53 equal cells: never 0 or 1.
  return (static_cast<double>(g.next() >> 11U) + 0.5) * 0x1p-53;
}

double uniform(Generator& g, double a, double b) {
  if (!std::isfinite(a) || !std::isfinite(b)) return undefined;
  return a + (b - a) * uniform(g);
}

std::uint64_t below(Generator& g, std::uint64_t n) {
  if ((n & (n - 1)) == 0) return g.next() & (n - 1);
  std::uint64_t x = g.next();
  if (x < n) {  // else x is beyond the excess of 2^64 over a multiple of n, which is below n
    const std::uint64_t excess = (std::uint64_t{0} - n) % n;
    while (x < excess) x = g.next();
  }
  return x % n;
}

double uniform_integer(Generator& g, double a, double b) {
  if (!std::isfinite(a) || !std::isfinite(b) || a > b) return undefined;
  const double low = std::ceil(a);
  const double width = std::floor(b) - low + 1;
  if (!(width >= 1) || width > 0x1p53) return undefined;
  return low + static_cast<double>(below(g, static_cast<std::uint64_t>(width)));
}

double normal(Generator& g) { return normal_quantile(uniform(g)); }

double normal(Generator& g, double mean, double sd) { return sd >= 0 ? mean + sd * normal(g) : undefined; }

double exponential(Generator& g, double mean) { return positive(mean) ? -mean * std::log(uniform(g)) : undefined; }

double gamma(Generator& g, double shape, double scale) {
  if (!positive(shape) || !positive(scale)) return undefined;
  if (shape < 1) {
    const double power = std::pow(uniform(g), 1 / shape);
    return gamma(g, shape + 1, scale) * power;
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double z = normal(g);
    const double root = 1 + c * z;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(uniform(g)) < 0.5 * z * z + d - d * v + d * std::log(v)) return d * v * scale;
  }
}

double beta(Generator& g, double a, double b) {
  if (!positive(a) || !positive(b)) return undefined;
  if (a < 0.5 || b < 0.5) return dist::invibeta(a, b, uniform(g));  // gammas of tiny shape underflow
  const double x = gamma(g, a, 1);
  return x / (x + gamma(g, b, 1));
}

double chi2(Generator& g, double df) { return gamma(g, df / 2, 2); }

double student_t(Generator& g, double df) {
  if (!positive(df)) return undefined;
  const double z = normal(g);
  return z / std::sqrt(chi2(g, df) / df);
}

namespace {

// Inversion by sequential search, for n p < 10.
double small_binomial(Generator& g, double n, double p) {
  const double odds = p / (1 - p);
  double term = std::exp(n * std::log1p(-p));
  double u = uniform(g);
  double k = 0;
  while (u > term && k < n) {
    u -= term;
    ++k;
    term *= odds * (n - k + 1) / k;
  }
  return k;
}

// Transformed rejection BTRS, Hörmann (1993), for n p >= 10 and p <= 1/2.
double large_binomial(Generator& g, double n, double p) {
  const double spq = std::sqrt(n * p * (1 - p));
  const double b = 1.15 + 2.53 * spq;
  const double a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double c = n * p + 0.5;
  const double v_r = 0.92 - 4.2 / b;
  const double alpha = (2.83 + 5.1 / b) * spq;
  const double log_odds = std::log(p / (1 - p));
  const double m = std::floor((n + 1) * p);
  const double h = dist::lngamma(m + 1) + dist::lngamma(n - m + 1);
  for (;;) {
    const double u = uniform(g) - 0.5;
    double v = uniform(g);
    const double us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + c);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= v_r) return k;
    v = std::log(v * alpha / (a / (us * us) + b));
    if (v <= h - dist::lngamma(k + 1) - dist::lngamma(n - k + 1) + (k - m) * log_odds) return k;
  }
}

double small_poisson(Generator& g, double mean) {
  double term = std::exp(-mean);
  double u = uniform(g);
  double k = 0;
  while (u > term && k < 1000) {
    u -= term;
    ++k;
    term *= mean / k;
  }
  return k;
}

// Transformed rejection PTRS, Hörmann (1993), for mean >= 10.
double large_poisson(Generator& g, double mean) {
  const double root = std::sqrt(mean);
  const double log_mean = std::log(mean);
  const double b = 0.931 + 2.53 * root;
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = uniform(g) - 0.5;
    const double v = uniform(g);
    const double us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const double left = std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b);
    if (left <= -mean + k * log_mean - dist::lngamma(k + 1)) return k;
  }
}

}  // namespace

double binomial(Generator& g, double n, double p) {
  if (!(n >= 0) || n != std::floor(n) || !std::isfinite(n) || !(p >= 0 && p <= 1)) return undefined;
  if (n == 0 || p == 0) return 0;
  if (p == 1) return n;
  if (p > 0.5) return n - binomial(g, n, 1 - p);
  return n * p < 10 ? small_binomial(g, n, p) : large_binomial(g, n, p);
}

double poisson(Generator& g, double mean) {
  if (!positive(mean) || mean > 1e15) return undefined;
  return mean < 10 ? small_poisson(g, mean) : large_poisson(g, mean);
}

double negative_binomial(Generator& g, double n, double p) {
  if (!positive(n) || !(p > 0 && p <= 1)) return undefined;
  if (p == 1) return 0;
  const double mean = gamma(g, n, (1 - p) / p);
  return mean > 0 ? poisson(g, mean) : 0;
}

double hypergeometric(Generator& g, double population, double successes, double n) {
  if (!std::isfinite(dist::hypergeometricp(population, successes, n, 0))) return undefined;
  double hits = 0;
  for (double drawn = 0; drawn < n; ++drawn) {  // urn, one ball at a time
    if (uniform(g) * (population - drawn) < successes - hits) ++hits;
  }
  return hits;
}

double logistic(Generator& g, double mean, double scale) {
  return positive(scale) ? mean + scale * dist::logit(uniform(g)) : undefined;
}

double weibull(Generator& g, double shape, double scale) {
  if (!positive(shape) || !positive(scale)) return undefined;
  return scale * std::pow(-std::log(uniform(g)), 1 / shape);
}

double cauchy(Generator& g, double location, double scale) { return dist::invcauchy(location, scale, uniform(g)); }

double laplace(Generator& g, double mean, double scale) {
  if (!positive(scale)) return undefined;
  const double u = uniform(g);
  return u < 0.5 ? mean + scale * std::log(2 * u) : mean - scale * std::log(2 * (1 - u));
}

void shuffle(Generator& g, std::span<std::size_t> items) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(g, i)]);
}

std::vector<std::size_t> permutation(Generator& g, std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  shuffle(g, order);
  return order;
}

std::vector<std::size_t> sample_with_replacement(Generator& g, std::size_t size, std::size_t n) {
  std::vector<std::size_t> drawn(size > 0 ? n : 0);
  for (std::size_t& index : drawn) index = below(g, size);
  return drawn;
}

std::vector<std::size_t> sample_without_replacement(Generator& g, std::size_t size, std::size_t n) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  n = std::min(n, size);
  for (std::size_t i = 0; i < n; ++i) std::swap(order[i], order[i + below(g, size - i)]);
  order.resize(n);
  return order;
}

}  // namespace nqp::numeric::rng
