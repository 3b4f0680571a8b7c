// Binomial, negative binomial, hypergeometric and Poisson, through the beta and gamma functions.
#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/domain.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric::dist {
namespace {

bool whole(double n) { return n >= 0 && n == std::floor(n) && std::isfinite(n); }

}  // namespace

double binomial(double n, double k, double p) {
  if (!whole(n) || !probability(p) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k < 0) return 0;
  return k >= n ? 1 : ibetatail(k + 1, n - k, p);
}

double binomialtail(double n, double k, double p) {
  if (!whole(n) || !probability(p) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k <= 0) return 1;
  return k > n ? 0 : ibeta(k, n - k + 1, p);
}

double binomialp(double n, double k, double p) {
  if (!whole(n) || !probability(p) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k < 0 || k > n) return 0;
  if (p == 0 || p == 1) return (p == 0 ? k == 0 : k == n) ? 1 : 0;
  return betaden(k + 1, n - k + 1, p) / (n + 1);
}

double invbinomial(double n, double k, double p) {
  k = std::floor(k);
  return whole(n) && k >= 0 && k < n && probability(p) ? invibetatail(k + 1, n - k, p) : undefined;
}

double invbinomialtail(double n, double k, double p) {
  k = std::floor(k);
  return whole(n) && k > 0 && k <= n && probability(p) ? invibeta(k, n - k + 1, p) : undefined;
}

double nbinomial(double n, double k, double p) {
  if (!positive(n) || !(p > 0 && p <= 1) || std::isnan(k)) return undefined;
  k = std::floor(k);
  return k < 0 ? 0 : ibeta(n, k + 1, p);
}

double nbinomialtail(double n, double k, double p) {
  if (!positive(n) || !(p > 0 && p <= 1) || std::isnan(k)) return undefined;
  k = std::floor(k);
  return k <= 0 ? 1 : ibetatail(n, k, p);
}

double nbinomialp(double n, double k, double p) {
  if (!positive(n) || !(p > 0 && p <= 1) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k < 0) return 0;
  return p == 1 ? (k == 0 ? 1 : 0) : p / (n + k) * betaden(n, k + 1, p);
}

double hypergeometricp(double population, double successes, double n, double k) {
  if (!whole(population) || !whole(successes) || !whole(n) || successes > population || n > population) {
    return undefined;
  }
  if (!whole(k) || k > n || k > successes || n - k > population - successes) return 0;
  const auto ln_comb = [](double a, double b) { return lngamma(a + 1) - lngamma(b + 1) - lngamma(a - b + 1); };
  return std::exp(ln_comb(successes, k) + ln_comb(population - successes, n - k) - ln_comb(population, n));
}

double hypergeometric(double population, double successes, double n, double k) {
  double term = hypergeometricp(population, successes, n, std::floor(k));
  if (std::isnan(term)) return undefined;
  const double low = std::max(0.0, n + successes - population);
  k = std::floor(k);
  if (k >= std::min(n, successes)) return 1;
  double total = 0;
  for (double i = k; i >= low && term > 0; --i) {
    total += term;
    term *= i * (population - successes - n + i) / ((successes - i + 1) * (n - i + 1));
  }
  return std::min(total, 1.0);
}

double poisson(double m, double k) {
  if (!(m > 0) || std::isnan(k)) return undefined;
  k = std::floor(k);
  return k < 0 ? 0 : gammaptail(k + 1, m);
}

double poissontail(double m, double k) {
  if (!(m > 0) || std::isnan(k)) return undefined;
  k = std::floor(k);
  return k <= 0 ? 1 : gammap(k, m);
}

double poissonp(double m, double k) {
  if (!(m > 0) || std::isnan(k)) return undefined;
  k = std::floor(k);
  return k < 0 ? 0 : gammaden(k + 1, 1, 0, m);
}

double invpoisson(double k, double p) { return k >= 0 && inside(p) ? invgammaptail(std::floor(k) + 1, p) : undefined; }

double invpoissontail(double k, double q) {
  return k >= 1 && inside(q) ? invgammap(std::floor(k), q) : undefined;
}

double lnfactorial(double n) { return whole(n) ? lngamma(n + 1) : undefined; }

double comb(double n, double k) {
  if (!whole(n) || !whole(k) || k > n) return undefined;
  k = std::min(k, n - k);
  double c = 1;
  for (double i = 1; i <= k && std::isfinite(c); ++i) c = c * (n - k + i) / i;
  return std::isfinite(c) ? (c < 0x1p53 ? std::round(c) : c) : undefined;
}

}  // namespace nqp::numeric::dist
