// Distributions with elementary formulas, and links.
#include <cmath>
#include <numbers>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/domain.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric::dist {
double exponential(double b, double x) { return !positive(b) ? undefined : x <= 0 ? 0 : -std::expm1(-x / b); }
double exponentialtail(double b, double x) { return !positive(b) ? undefined : x <= 0 ? 1 : std::exp(-x / b); }
double exponentialden(double b, double x) { return !positive(b) ? undefined : x < 0 ? 0 : std::exp(-x / b) / b; }
double invexponential(double b, double p) { return positive(b) && p >= 0 && p < 1 ? -b * std::log1p(-p) : undefined; }

double logistic(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }
double logistictail(double x) { return logistic(-x); }

double logisticden(double x) {
  const double e = std::exp(-std::fabs(x));
  return e / ((1 + e) * (1 + e));
}

double invlogistic(double p) { return inside(p) ? logit(p) : undefined; }

double weibull(double a, double b, double x) {
  return !positive(a, b) ? undefined : x <= 0 ? 0 : -std::expm1(-std::pow(x / b, a));
}

double weibulltail(double a, double b, double x) {
  return !positive(a, b) ? undefined : x <= 0 ? 1 : std::exp(-std::pow(x / b, a));
}

double weibullden(double a, double b, double x) {
  if (!positive(a, b)) return undefined;
  return x < 0 ? 0 : a / b * std::pow(x / b, a - 1) * std::exp(-std::pow(x / b, a));
}

double laplace(double m, double b, double x) {
  if (!positive(b)) return undefined;
  const double z = (x - m) / b;
  return z < 0 ? 0.5 * std::exp(z) : 1 - 0.5 * std::exp(-z);
}

double cauchy(double a, double b, double x) {
  if (!positive(b)) return undefined;
  const double z = (x - a) / b;
  return z < -1 ? std::atan(-1 / z) / std::numbers::pi : 0.5 + std::atan(z) / std::numbers::pi;
}

double cauchytail(double a, double b, double x) { return cauchy(-a, b, -x); }

double cauchyden(double a, double b, double x) {
  const double z = (x - a) / b;
  return positive(b) ? 1 / (std::numbers::pi * b * (1 + z * z)) : undefined;
}

double invcauchy(double a, double b, double p) {
  if (!positive(b) || !inside(p)) return undefined;
  return p < 0.25 ? a - b / std::tan(std::numbers::pi * p) : a + b * std::tan(std::numbers::pi * (p - 0.5));
}

double invlogit(double x) { return logistic(x); }
double logit(double p) { return inside(p) ? std::log(p) - std::log1p(-p) : undefined; }
double invcloglog(double x) { return -std::expm1(-std::exp(x)); }
double cloglog(double p) { return inside(p) ? std::log(-std::log1p(-p)) : undefined; }

}  // namespace nqp::numeric::dist
