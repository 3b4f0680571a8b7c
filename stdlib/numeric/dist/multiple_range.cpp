#include "stdlib/numeric/dist/multiple_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/domain.hpp"
#include "stdlib/numeric/dist/root.hpp"

namespace nqp::numeric::dist {
namespace {

constexpr double most_df = 1e6;  // above, the estimate counts as known

bool valid(double k, double df) { return k >= 2 && std::isfinite(k) && k <= 1e6 && df >= 1; }

// P(a < Z <= b), from the side on which both lie.
double between(double a, double b) { return a > 0 ? normal(-a) - normal(-b) : normal(b) - normal(a); }

// The mean of f(Z) over a standard normal; the trapezoid rule converges exponentially for smooth f.
template <class F>
double normal_mean(const F& f) {
  constexpr double step = 1.0 / 16, end = 8.5;
  double sum = 0;
  for (double z = -end; z <= end; z += step) sum += normalden(z) * f(z);
  return std::min(sum * step, 1.0);
}

// The mean of f(S) over S = sqrt(chi²/df), in u = ln s around the mode s = 1.
template <class F>
double scale_mean(double df, const F& f) {
  if (df > most_df) return f(1.0);
  const double constant = std::log(2.0) + df / 2 * std::log(df / 2) - lngamma(df / 2);
  const double step = 0.125 / std::sqrt(2 * df);
  const auto density = [=](double u) { return std::exp(constant + df * u - df / 2 * std::exp(2 * u)); };
  double sum = density(0) * f(1.0);
  for (const double direction : {step, -step}) {
    for (int j = 1; j < 100000; ++j) {
      const double weight = density(direction * j);
      if (weight < 1e-19) break;
      sum += weight * f(std::exp(direction * j));
    }
  }
  return std::min(sum * step, 1.0);
}

double normal_range(double k, double w) {
  return k * normal_mean([=](double z) { return std::pow(between(z - w, z), k - 1); });
}

// P(|X_i - X_0| <= w for i = 1 … k), all standard normal.
double normal_against_control(double k, double w) {
  return normal_mean([=](double z) { return std::pow(between(z - w, z + w), k); });
}

}  // namespace

double dunnettprob(double k, double df, double x) {
  if (!(k >= 1 && k <= 1e6) || !(df >= 1) || std::isnan(x)) return undefined;
  if (x <= 0) return 0;
  return scale_mean(df, [=](double s) { return normal_against_control(k, std::sqrt(2.0) * x * s); });
}

double invdunnettprob(double k, double df, double p) {
  if (!(k >= 1 && k <= 1e6) || !(df >= 1) || !(p > 0 && p < 1)) return undefined;
  return increasing_root([=](double x) { return dunnettprob(k, df, x); }, p, 0, infinity);
}

double tukeyprob(double k, double df, double x) {
  if (!valid(k, df) || std::isnan(x)) return undefined;
  if (x <= 0) return 0;
  return scale_mean(df, [=](double s) { return std::min(normal_range(k, x * s), 1.0); });
}

double invtukeyprob(double k, double df, double p) {
  if (!valid(k, df) || !(p > 0 && p < 1)) return undefined;
  return increasing_root([=](double x) { return tukeyprob(k, df, x); }, p, 0, infinity);
}

}  // namespace nqp::numeric::dist
