#include "stdlib/numeric/dist/noncentral.hpp"

#include <cmath>
#include <initializer_list>
#include <limits>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/domain.hpp"
#include "stdlib/numeric/dist/root.hpp"

namespace nqp::numeric::dist {
namespace {

// The documented range: the sums grow with the noncentrality.
constexpr double largest_ncp = 10000, largest_t_ncp = 1000;
bool valid_ncp(double ncp) { return ncp >= 0 && ncp <= largest_ncp; }
bool valid_t_ncp(double ncp) { return std::fabs(ncp) <= largest_t_ncp; }

// Sum over j of P(J = j) term(j) with J Poisson of the given mean. The products rise and then fall in j, so both
// directions from the middle may stop once they fall below rounding.
template <class Term>
double poisson_mixture(double mean, const Term& term) {
  if (mean == 0) return term(0.0);
  constexpr double negligible = 1e-18;
  const double middle = std::floor(mean);
  const double weight = poissonp(mean, middle);
  double sum = weight * term(middle);
  double last = sum, w = weight;
  for (double j = middle + 1; w > 0; ++j) {
    w *= mean / j;
    const double part = w * term(j);
    sum += part;
    if (part <= last && part <= negligible * sum) break;
    last = part;
  }
  last = weight * term(middle);
  w = weight;
  for (double j = middle; j > 0 && w > 0; --j) {
    w *= j / mean;
    const double part = w * term(j - 1);
    sum += part;
    if (part <= last && part <= negligible * sum) break;
    last = part;
  }
  return sum;
}

// Sum over the trapezoid rule of f(u) du with f positive, smooth and falling fast on both sides of its mode, which
// lies near `start`; converges exponentially (Trefethen and Weideman 2014).
template <class F>
double line_integral(const F& f, double start, double step) {
  double sum = f(start);
  for (const double direction : {step, -step}) {
    double last = sum;
    for (int k = 1; k < 4000; ++k) {
      const double part = f(start + direction * k);
      sum += part;
      if (part <= last && part <= 1e-18 * sum) break;
      last = part;
    }
  }
  return sum * step;
}

}  // namespace

// ---- chi-squared -----------------------------------------------------------------------------------------------

double nchi2den(double df, double ncp, double x) {
  if (!positive(df) || !valid_ncp(ncp) || std::isnan(x)) return undefined;
  if (x < 0) return 0;
  return poisson_mixture(ncp / 2, [=](double j) { return chi2den(df + 2 * j, x); });
}

double invnchi2tail(double df, double ncp, double p) {
  if (!positive(df) || !valid_ncp(ncp) || !inside(p)) return undefined;
  return decreasing_root([=](double x) { return nchi2tail(df, ncp, x); }, p, 0, infinity);
}

double npnchi2(double df, double x, double p) {
  if (!positive(df) || !positive(x) || !inside(p)) return undefined;
  return decreasing_root([=](double ncp) { return nchi2(df, ncp, x); }, p, 0, largest_ncp);
}

// ---- beta and F ------------------------------------------------------------------------------------------------

double nibeta(double a, double b, double ncp, double x) {
  if (!positive(a) || !positive(b) || !valid_ncp(ncp) || std::isnan(x)) return undefined;
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  return poisson_mixture(ncp / 2, [=](double j) { return ibeta(a + j, b, x); });
}

double nbetaden(double a, double b, double ncp, double x) {
  if (!positive(a) || !positive(b) || !valid_ncp(ncp) || std::isnan(x)) return undefined;
  if (x <= 0 || x >= 1) return 0;
  return poisson_mixture(ncp / 2, [=](double j) { return betaden(a + j, b, x); });
}

double invnibeta(double a, double b, double ncp, double p) {
  if (!positive(a) || !positive(b) || !valid_ncp(ncp) || !inside(p)) return undefined;
  return increasing_root([=](double x) { return nibeta(a, b, ncp, x); }, p, 0, 1);
}

double nF(double df1, double df2, double ncp, double f) {
  if (!positive(df1) || !positive(df2) || !valid_ncp(ncp) || std::isnan(f)) return undefined;
  if (f <= 0) return 0;
  const double q = df1 * f;
  // the complement is formed from the small side, so that it keeps its digits
  return poisson_mixture(ncp / 2, [=](double j) {
    return q <= df2 ? ibeta(df1 / 2 + j, df2 / 2, q / (q + df2)) : ibetatail(df2 / 2, df1 / 2 + j, df2 / (q + df2));
  });
}

double nFden(double df1, double df2, double ncp, double f) {
  if (!positive(df1) || !positive(df2) || !valid_ncp(ncp) || std::isnan(f)) return undefined;
  if (f < 0) return 0;
  return poisson_mixture(ncp / 2, [=](double j) {
    const double scale = df1 / (df1 + 2 * j);
    return scale * Fden(df1 + 2 * j, df2, scale * f);
  });
}

double invnF(double df1, double df2, double ncp, double p) {
  if (!positive(df1) || !positive(df2) || !valid_ncp(ncp) || !inside(p)) return undefined;
  return increasing_root([=](double f) { return nF(df1, df2, ncp, f); }, p, 0, infinity);
}

double invnFtail(double df1, double df2, double ncp, double p) {
  if (!positive(df1) || !positive(df2) || !valid_ncp(ncp) || !inside(p)) return undefined;
  return decreasing_root([=](double f) { return nFtail(df1, df2, ncp, f); }, p, 0, infinity);
}

double npnF(double df1, double df2, double f, double p) {
  if (!positive(df1) || !positive(df2) || !positive(f) || !inside(p)) return undefined;
  return decreasing_root([=](double ncp) { return nF(df1, df2, ncp, f); }, p, 0, largest_ncp);
}

// ---- t ---------------------------------------------------------------------------------------------------------

double nt(double df, double ncp, double t) { return valid_t_ncp(ncp) ? nttail(df, -ncp, -t) : undefined; }

// T = (Z + ncp) / S with S² = chi²/df, so the density is the mean of s φ(t s - ncp), here over u = ln s.
double ntden(double df, double ncp, double t) {
  if (!positive(df) || !valid_t_ncp(ncp) || std::isnan(t)) return undefined;
  if (std::isinf(t)) return 0;
  const double constant = std::log(2.0) + df / 2 * std::log(df / 2) - lngamma(df / 2);
  const auto f = [=](double u) {
    const double s = std::exp(u);
    const double z = t * s - ncp;
    return std::exp(constant + (df + 1) * u - df / 2 * s * s + lnnormalden(z));
  };
  // Mode of the exponent: (df+1) - s² (df + t²) + t ncp s = 0.
  const double a = df + t * t, b = t * ncp;
  const double mode = std::log((b + std::sqrt(b * b + 4 * a * (df + 1))) / (2 * a));
  const double s = std::exp(mode);
  const double curvature = 2 * s * s * a - b * s;
  return line_integral(f, mode, 0.25 / std::sqrt(curvature));
}

double invnt(double df, double ncp, double p) {
  if (!positive(df) || !valid_t_ncp(ncp) || !inside(p)) return undefined;
  return increasing_root([=](double t) { return nt(df, ncp, t); }, p, -infinity, infinity);
}

double invnttail(double df, double ncp, double p) { return -invnt(df, -ncp, p); }

double npnt(double df, double t, double p) {
  if (!positive(df) || !std::isfinite(t) || !inside(p)) return undefined;
  return decreasing_root([=](double ncp) { return nt(df, ncp, t); }, p, -largest_t_ncp, largest_t_ncp);
}

}  // namespace nqp::numeric::dist
