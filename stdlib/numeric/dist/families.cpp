#include "stdlib/numeric/dist/families.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/domain.hpp"
#include "stdlib/numeric/dist/root.hpp"

namespace nqp::numeric::dist {
namespace {

// x^a e^-x / Gamma(a+1), the first term of the series of gammap.
double gamma_term(double a, double x) { return std::exp(a * std::log(x) - x - lngamma(a + 1)); }

// Sum over n of f(n) x^(a+n) e^-x / Gamma(a+n+1), the series of gammap when f is 1.
template <class F>
double gamma_series(double a, double x, const F& f) {
  double sum = 0;
  double term = gamma_term(a, x);
  for (double n = 0; n < 1e6; ++n) {
    const double part = term * f(n);
    sum += part;
    if (n > x && std::fabs(part) <= 1e-18 * std::fabs(sum)) break;
    term *= x / (a + n + 1);
    if (term == 0) break;
  }
  return sum;
}

}  // namespace

double invexponentialtail(double b, double p) { return positive(b) && p > 0 && p <= 1 ? -b * std::log(p) : undefined; }

// ---- logistic --------------------------------------------------------------------------------------------------

double logistic(double m, double s, double x) { return positive(s) ? logistic((x - m) / s) : undefined; }
double logistictail(double m, double s, double x) { return positive(s) ? logistictail((x - m) / s) : undefined; }
double logisticden(double m, double s, double x) { return positive(s) ? logisticden((x - m) / s) / s : undefined; }
double invlogistic(double m, double s, double p) { return positive(s) ? m + s * invlogistic(p) : undefined; }
double invlogistictail(double m, double s, double p) { return positive(s) ? m - s * invlogistic(p) : undefined; }

// ---- Weibull ---------------------------------------------------------------------------------------------------

double weibull(double a, double b, double g, double x) { return weibull(a, b, x - g); }
double weibulltail(double a, double b, double g, double x) { return weibulltail(a, b, x - g); }
double weibullden(double a, double b, double g, double x) { return weibullden(a, b, x - g); }

double invweibull(double a, double b, double g, double p) {
  if (!positive(a) || !positive(b) || !(p >= 0 && p < 1)) return undefined;
  return g + b * std::pow(-std::log1p(-p), 1 / a);
}

double invweibulltail(double a, double b, double g, double p) {
  if (!positive(a) || !positive(b) || !(p > 0 && p <= 1)) return undefined;
  return g + b * std::pow(-std::log(p), 1 / a);
}

double weibullph(double a, double b, double g, double x) {
  if (!positive(a) || !positive(b)) return undefined;
  return x <= g ? 0 : -std::expm1(-b * std::pow(x - g, a));
}

double weibullphtail(double a, double b, double g, double x) {
  if (!positive(a) || !positive(b)) return undefined;
  return x <= g ? 1 : std::exp(-b * std::pow(x - g, a));
}

double weibullphden(double a, double b, double g, double x) {
  if (!positive(a) || !positive(b)) return undefined;
  return x < g ? 0 : a * b * std::pow(x - g, a - 1) * std::exp(-b * std::pow(x - g, a));
}

double invweibullph(double a, double b, double g, double p) {
  return positive(b) ? invweibull(a, std::pow(b, -1 / a), g, p) : undefined;
}

double invweibullphtail(double a, double b, double g, double p) {
  return positive(b) ? invweibulltail(a, std::pow(b, -1 / a), g, p) : undefined;
}

// ---- Laplace and Cauchy ----------------------------------------------------------------------------------------

double laplacetail(double m, double b, double x) { return laplace(-m, b, -x); }
double laplaceden(double m, double b, double x) { return std::exp(lnlaplaceden(m, b, x)); }

double lnlaplaceden(double m, double b, double x) {
  return positive(b) ? -std::fabs(x - m) / b - std::log(2 * b) : undefined;
}

double invlaplace(double m, double b, double p) {
  if (!positive(b) || !inside(p)) return undefined;
  return p < 0.5 ? m + b * std::log(2 * p) : m - b * std::log(2 * (1 - p));
}

double invlaplacetail(double m, double b, double p) { return -invlaplace(-m, b, p); }

double lncauchyden(double a, double b, double x) {
  if (!positive(b)) return undefined;
  const double z = (x - a) / b;
  return -std::log(std::numbers::pi * b) - (std::fabs(z) < 1e100 ? std::log1p(z * z) : 2 * std::log(std::fabs(z)));
}

double invcauchytail(double a, double b, double p) { return -invcauchy(-a, b, p); }

// ---- inverse Gaussian ------------------------------------------------------------------------------------------

double igaussian(double m, double a, double x) {
  if (!positive(m) || !positive(a) || std::isnan(x)) return undefined;
  if (x <= 0) return 0;
  const double root = std::sqrt(a / x);
  return normal(root * (x / m - 1)) + std::exp(2 * a / m + lnnormal(-root * (x / m + 1)));
}

// The difference of its two parts is formed relative to the larger one.
double igaussiantail(double m, double a, double x) {
  if (!positive(m) || !positive(a) || std::isnan(x)) return undefined;
  if (x <= 0) return 1;
  const double root = std::sqrt(a / x);
  const double first = lnnormal(-root * (x / m - 1));
  const double second = 2 * a / m + lnnormal(-root * (x / m + 1));
  return std::exp(first) * -std::expm1(second - first);
}

double igaussianden(double m, double a, double x) {
  if (!positive(m) || !positive(a)) return undefined;
  return x <= 0 ? 0 : std::exp(lnigaussianden(m, a, x));
}

double lnigaussianden(double m, double a, double x) {
  if (!positive(m) || !positive(a) || !(x > 0)) return undefined;
  const double z = (x - m) / m;
  return lnnormalden(std::sqrt(a / x) * z) + 0.5 * std::log(a) - 1.5 * std::log(x);
}

double invigaussian(double m, double a, double p) {
  if (!positive(m) || !positive(a) || !inside(p)) return undefined;
  return increasing_root([=](double x) { return igaussian(m, a, x); }, p, 0, infinity);
}

double invigaussiantail(double m, double a, double p) {
  if (!positive(m) || !positive(a) || !inside(p)) return undefined;
  return decreasing_root([=](double x) { return igaussiantail(m, a, x); }, p, 0, infinity);
}

// ---- gamma and negative binomial -------------------------------------------------------------------------------

double lnigammaden(double a, double b, double x) {
  if (!positive(a) || !positive(b) || !positive(x)) return undefined;
  return a * std::log(b) - lngamma(a) - (a + 1) * std::log(x) - b / x;
}

double invnbinomial(double n, double k, double q) {
  return n > 0 && k >= 0 && inside(q) ? invibeta(n, std::floor(k) + 1, q) : undefined;
}

double invnbinomialtail(double n, double k, double q) {
  return n > 0 && k >= 1 && inside(q) ? invibetatail(n, std::floor(k), q) : undefined;
}

double dgammapda(double a, double x) {
  if (!positive(a) || std::isnan(x)) return undefined;
  if (x <= 0 || std::isinf(x)) return 0;
  const double log_x = std::log(x);
  return gamma_series(a, x, [=](double n) { return log_x - digamma(a + n + 1); });
}

double dgammapdx(double a, double x) {
  if (!positive(a) || std::isnan(x)) return undefined;
  return x <= 0 ? 0 : gamma_term(a, x) * a / x;
}

double dgammapdada(double a, double x) {
  if (!positive(a) || std::isnan(x)) return undefined;
  if (x <= 0 || std::isinf(x)) return 0;
  const double log_x = std::log(x);
  return gamma_series(a, x, [=](double n) {
    const double slope = log_x - digamma(a + n + 1);
    return slope * slope - trigamma(a + n + 1);
  });
}

double dgammapdadx(double a, double x) { return x <= 0 ? 0 : dgammapdx(a, x) * (std::log(x) - digamma(a)); }
double dgammapdxdx(double a, double x) { return x <= 0 ? 0 : dgammapdx(a, x) * ((a - 1) / x - 1); }

}  // namespace nqp::numeric::dist
