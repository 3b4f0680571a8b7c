// The only file that includes Boost.Math. Errors are ignored by policy: a domain error becomes NaN.
#include "stdlib/numeric/dist/distributions.hpp"

#include <boost/math/distributions.hpp>
#include <boost/math/special_functions.hpp>
#include <algorithm>
#include <cmath>
#include <limits>

#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric::dist {
namespace {

namespace bm = boost::math;
using bm::policies::ignore_error;
// double only: no promotion to an extended type that other machines lack.
using Quiet = bm::policies::policy<
    bm::policies::domain_error<ignore_error>, bm::policies::pole_error<ignore_error>,
    bm::policies::overflow_error<ignore_error>, bm::policies::underflow_error<ignore_error>,
    bm::policies::denorm_error<ignore_error>, bm::policies::rounding_error<ignore_error>,
    bm::policies::evaluation_error<ignore_error>, bm::policies::indeterminate_result_error<ignore_error>,
    bm::policies::promote_double<false>, bm::policies::promote_float<false>,
    bm::policies::discrete_quantile<bm::policies::real>>;
constexpr Quiet quiet{};

using StudentsT = bm::students_t_distribution<double, Quiet>;
using NoncentralT = bm::non_central_t_distribution<double, Quiet>;
using ChiSquared = bm::chi_squared_distribution<double, Quiet>;
using NoncentralChiSquared = bm::non_central_chi_squared_distribution<double, Quiet>;
using FisherF = bm::fisher_f_distribution<double, Quiet>;
using NoncentralF = bm::non_central_f_distribution<double, Quiet>;

constexpr double sqrt_two_pi = 2.50662827463100050242;
constexpr double log_sqrt_two_pi = 0.91893853320467274178;
constexpr double pi = 3.14159265358979323846;
constexpr double infinity = std::numeric_limits<double>::infinity();

bool positive(double a) { return a > 0 && std::isfinite(a); }
bool positive(double a, double b) { return positive(a) && positive(b); }
// Strictly inside (0, 1), where inverses are finite.
bool inside(double p) { return p > 0 && p < 1; }
bool probability(double p) { return p >= 0 && p <= 1; }
bool whole(double n) { return n >= 0 && n == std::floor(n) && std::isfinite(n); }

// erfc(hi + lo), first order in lo.
double erfc_of(DoubleDouble x) {
  constexpr double two_over_sqrt_pi = 1.12837916709551257390;
  return bm::erfc(x.hi, quiet) - two_over_sqrt_pi * std::exp(-x.hi * x.hi) * x.lo;
}

// ibeta and gamma functions clamped to the support.
double beta_lower(double a, double b, double x) { return x <= 0 ? 0 : x >= 1 ? 1 : bm::ibeta(a, b, x, quiet); }
double beta_upper(double a, double b, double x) { return x <= 0 ? 1 : x >= 1 ? 0 : bm::ibetac(a, b, x, quiet); }

// Root of tail(x) = p for a decreasing tail with density -tail', x > 0, by Newton's method on the logarithms of both
// sides: nearly linear where tails are like x^-power, which is where the library's inverses lose digits.
template <typename Tail, typename Density>
double polish_tail_inverse(double x, double p, double power, const Tail& tail, const Density& density) {
  for (int iteration = 0; iteration < 100; ++iteration) {
    const double value = tail(x);
    const double here = density(x);
    if (!(value > 0)) return x;
    const double slope = here > 0x1p-1000 ? x * here / value : power;  // the density underflows before the tail
    const double step = std::clamp(std::log(value / p) / slope, -20.0, 20.0);
    x *= std::exp(step);
    if (std::fabs(step) < 4e-16) break;
  }
  return std::isfinite(x) ? x : undefined;
}

// Below this probability the inverses are polished.
constexpr double far_tail = 1e-10;

}  // namespace

// ---- normal ----------------------------------------------------------------------------------------------------

double normal(double z) {
  if (std::isnan(z)) return undefined;
  // 1/√2 in two parts: in the tail an error of the argument is multiplied by z².
  const DoubleDouble x = two_product(-z, 0.70710678118654752440);
  if (std::isinf(z) || std::fabs(z) > 40) return z > 0 ? 1 : 0.5 * bm::erfc(x.hi, quiet);
  return 0.5 * erfc_of({x.hi, x.lo - z * -4.8336466567264573e-17});
}

double normalden(double z) { return std::exp(-0.5 * z * z) / sqrt_two_pi; }
double normalden(double z, double sd) { return normalden(z, 0, sd); }

double normalden(double x, double mean, double sd) {
  return positive(sd) ? normalden((x - mean) / sd) / sd : undefined;
}

double invnormal(double p) {
  if (!inside(p)) return undefined;
  constexpr double sqrt_two = 1.41421356237309504880;
  double z = p < 0.5 ? -sqrt_two * bm::erfc_inv(2 * p, quiet) : sqrt_two * bm::erfc_inv(2 * (1 - p), quiet);
  const double density = normalden(z);
  if (p < 0.5 && density > 0) z -= (normal(z) - p) / density;
  return z;
}

double lnnormal(double z) {
  if (z > -5) return z > 5 ? std::log1p(-normal(-z)) : std::log(normal(z));
  if (z > -30) return std::log(normal(z));
  const double r = 1 / (z * z);  // asymptotic series of Mills' ratio
  const double series = -r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r * (1 - 9 * r))));
  return -0.5 * z * z - log_sqrt_two_pi - std::log(-z) + std::log1p(series);
}

double lnnormalden(double z) { return -0.5 * z * z - log_sqrt_two_pi; }

double lnnormalden(double x, double mean, double sd) {
  return positive(sd) ? lnnormalden((x - mean) / sd) - std::log(sd) : undefined;
}

// ---- Student's t -----------------------------------------------------------------------------------------------

double t(double df, double t) {
  if (!(df > 0) || std::isnan(t)) return undefined;
  return bm::cdf(StudentsT(df), t);
}

double ttail(double df, double t) {
  if (!(df > 0) || std::isnan(t)) return undefined;
  return bm::cdf(bm::complement(StudentsT(df), t));
}

double tden(double df, double t) { return df > 0 ? bm::pdf(StudentsT(df), t) : undefined; }
double invt(double df, double p) { return -invttail(df, p) + 0.0; }

double invttail(double df, double p) {
  if (!(df > 0) || !inside(p)) return undefined;
  const double x = bm::quantile(bm::complement(StudentsT(df), p));
  if (p >= far_tail) return x + 0.0;  // no negative zero
  const double start = std::isfinite(x) && x > 0 ? x : std::pow(p, -1 / df);
  return polish_tail_inverse(start, p, df, [df](double v) { return ttail(df, v); },
                             [df](double v) { return tden(df, v); });
}

double nttail(double df, double ncp, double t) {
  return df > 0 ? bm::cdf(bm::complement(NoncentralT(df, ncp), t)) : undefined;
}

// ---- chi-squared -----------------------------------------------------------------------------------------------

double chi2(double df, double x) { return positive(df) ? gammap(df / 2, x / 2) : undefined; }
double chi2tail(double df, double x) { return positive(df) ? gammaptail(df / 2, x / 2) : undefined; }
double chi2den(double df, double x) { return positive(df) ? gammaden(df / 2, 2, 0, x) : undefined; }
double invchi2(double df, double p) { return positive(df) ? 2 * invgammap(df / 2, p) : undefined; }
double invchi2tail(double df, double p) { return positive(df) ? 2 * invgammaptail(df / 2, p) : undefined; }

double nchi2(double df, double ncp, double x) {
  if (!positive(df) || !(ncp >= 0)) return undefined;
  return x <= 0 ? 0 : bm::cdf(NoncentralChiSquared(df, ncp), x);
}

double nchi2tail(double df, double ncp, double x) {
  if (!positive(df) || !(ncp >= 0)) return undefined;
  return x <= 0 ? 1 : bm::cdf(bm::complement(NoncentralChiSquared(df, ncp), x));
}

double invnchi2(double df, double ncp, double p) {
  if (!positive(df) || !(ncp >= 0) || !inside(p)) return undefined;
  return bm::quantile(NoncentralChiSquared(df, ncp), p);
}

// ---- F ---------------------------------------------------------------------------------------------------------

double F(double df1, double df2, double f) {
  if (!positive(df1, df2) || std::isnan(f)) return undefined;
  return f <= 0 ? 0 : std::isinf(f) ? 1 : bm::cdf(FisherF(df1, df2), f);
}

double Ftail(double df1, double df2, double f) {
  if (!positive(df1, df2) || std::isnan(f)) return undefined;
  return f <= 0 ? 1 : std::isinf(f) ? 0 : bm::cdf(bm::complement(FisherF(df1, df2), f));
}

double Fden(double df1, double df2, double f) {
  if (!positive(df1, df2) || std::isnan(f)) return undefined;
  return f < 0 ? 0 : bm::pdf(FisherF(df1, df2), f);
}

double invF(double df1, double df2, double p) {
  if (!positive(df1, df2) || !(p >= 0 && p < 1)) return undefined;
  double one_minus_x = 1;
  const double x = bm::ibeta_inv(df1 / 2, df2 / 2, p, &one_minus_x, quiet);
  return df2 * x / (df1 * one_minus_x);
}

double invFtail(double df1, double df2, double p) {
  if (!positive(df1, df2) || !(p > 0 && p <= 1)) return undefined;
  double one_minus_x = 1;
  const double x = bm::ibetac_inv(df1 / 2, df2 / 2, p, &one_minus_x, quiet);
  const double f = df2 * x / (df1 * one_minus_x);
  if (p >= far_tail) return f;
  const double start = std::isfinite(f) && f > 0 ? f : std::pow(p, -2 / df2);
  return polish_tail_inverse(start, p, df2 / 2, [=](double v) { return Ftail(df1, df2, v); },
                             [=](double v) { return Fden(df1, df2, v); });
}

double nFtail(double df1, double df2, double ncp, double f) {
  if (!positive(df1, df2) || !(ncp >= 0)) return undefined;
  if (ncp == 0) return Ftail(df1, df2, f);  // the library's complement is wrong there
  return f <= 0 ? 1 : bm::cdf(bm::complement(NoncentralF(df1, df2, ncp), f));
}

// ---- beta and gamma --------------------------------------------------------------------------------------------

double ibeta(double a, double b, double x) { return positive(a, b) ? beta_lower(a, b, x) : undefined; }
double ibetatail(double a, double b, double x) { return positive(a, b) ? beta_upper(a, b, x) : undefined; }

double betaden(double a, double b, double x) {
  if (!positive(a, b)) return undefined;
  return x < 0 || x > 1 ? 0 : bm::ibeta_derivative(a, b, x, quiet);
}

double invibeta(double a, double b, double p) {
  return positive(a, b) && probability(p) ? bm::ibeta_inv(a, b, p, quiet) : undefined;
}

double invibetatail(double a, double b, double p) {
  return positive(a, b) && probability(p) ? bm::ibetac_inv(a, b, p, quiet) : undefined;
}

double gammap(double a, double x) {
  if (!positive(a) || std::isnan(x)) return undefined;
  return x <= 0 ? 0 : std::isinf(x) ? 1 : bm::gamma_p(a, x, quiet);
}

double gammaptail(double a, double x) {
  if (!positive(a) || std::isnan(x)) return undefined;
  return x <= 0 ? 1 : std::isinf(x) ? 0 : bm::gamma_q(a, x, quiet);
}

double gammaden(double a, double scale, double shift, double x) {
  if (!positive(a, scale)) return undefined;
  const double z = (x - shift) / scale;
  if (z < 0) return 0;
  if (z == 0) return a > 1 ? 0 : a == 1 ? 1 / scale : undefined;
  return bm::gamma_p_derivative(a, z, quiet) / scale;
}

double invgammap(double a, double p) {
  return positive(a) && p >= 0 && p < 1 ? bm::gamma_p_inv(a, p, quiet) : undefined;
}

double invgammaptail(double a, double p) {
  return positive(a) && p > 0 && p <= 1 ? bm::gamma_q_inv(a, p, quiet) : undefined;
}

// ---- counts ----------------------------------------------------------------------------------------------------

double binomial(double n, double k, double p) {
  if (!whole(n) || !probability(p) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k < 0) return 0;
  return k >= n ? 1 : beta_upper(k + 1, n - k, p);
}

double binomialtail(double n, double k, double p) {
  if (!whole(n) || !probability(p) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k <= 0) return 1;
  return k > n ? 0 : beta_lower(k, n - k + 1, p);
}

double binomialp(double n, double k, double p) {
  if (!whole(n) || !probability(p) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k < 0 || k > n) return 0;
  if (p == 0 || p == 1) return (p == 0 ? k == 0 : k == n) ? 1 : 0;
  return bm::ibeta_derivative(k + 1, n - k + 1, p, quiet) / (n + 1);
}

double invbinomial(double n, double k, double p) {
  k = std::floor(k);
  return whole(n) && k >= 0 && k < n && probability(p) ? bm::ibetac_inv(k + 1, n - k, p, quiet) : undefined;
}

double invbinomialtail(double n, double k, double p) {
  k = std::floor(k);
  return whole(n) && k > 0 && k <= n && probability(p) ? bm::ibeta_inv(k, n - k + 1, p, quiet) : undefined;
}

double nbinomial(double n, double k, double p) {
  if (!positive(n) || !(p > 0 && p <= 1) || std::isnan(k)) return undefined;
  k = std::floor(k);
  return k < 0 ? 0 : beta_lower(n, k + 1, p);
}

double nbinomialtail(double n, double k, double p) {
  if (!positive(n) || !(p > 0 && p <= 1) || std::isnan(k)) return undefined;
  k = std::floor(k);
  return k <= 0 ? 1 : beta_upper(n, k, p);
}

double nbinomialp(double n, double k, double p) {
  if (!positive(n) || !(p > 0 && p <= 1) || std::isnan(k)) return undefined;
  k = std::floor(k);
  if (k < 0) return 0;
  return p == 1 ? (k == 0 ? 1 : 0) : p / (n + k) * bm::ibeta_derivative(n, k + 1, p, quiet);
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
  return k < 0 ? 0 : bm::gamma_p_derivative(k + 1, m, quiet);
}

double invpoisson(double k, double p) { return k >= 0 && inside(p) ? invgammaptail(std::floor(k) + 1, p) : undefined; }

double invpoissontail(double k, double q) {
  return k >= 1 && inside(q) ? invgammap(std::floor(k), q) : undefined;
}

// ---- others ----------------------------------------------------------------------------------------------------

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
  return z < -1 ? std::atan(-1 / z) / pi : 0.5 + std::atan(z) / pi;
}

double cauchytail(double a, double b, double x) { return cauchy(-a, b, -x); }

double cauchyden(double a, double b, double x) {
  const double z = (x - a) / b;
  return positive(b) ? 1 / (pi * b * (1 + z * z)) : undefined;
}

double invcauchy(double a, double b, double p) {
  if (!positive(b) || !inside(p)) return undefined;
  return p < 0.25 ? a - b / std::tan(pi * p) : a + b * std::tan(pi * (p - 0.5));
}

// ---- special functions -----------------------------------------------------------------------------------------

double lngamma(double x) {
  if (std::isnan(x) || (x <= 0 && x == std::floor(x))) return undefined;
  return bm::lgamma(x, quiet);
}

double digamma(double x) { return x <= 0 && x == std::floor(x) ? undefined : bm::digamma(x, quiet); }
double trigamma(double x) { return x <= 0 && x == std::floor(x) ? undefined : bm::trigamma(x, quiet); }

double lnfactorial(double n) { return whole(n) ? lngamma(n + 1) : undefined; }

double comb(double n, double k) {
  if (!whole(n) || !whole(k) || k > n) return undefined;
  k = std::min(k, n - k);
  double c = 1;
  for (double i = 1; i <= k && std::isfinite(c); ++i) c = c * (n - k + i) / i;
  return std::isfinite(c) ? (c < 0x1p53 ? std::round(c) : c) : undefined;
}

double invlogit(double x) { return logistic(x); }
double logit(double p) { return inside(p) ? std::log(p) - std::log1p(-p) : undefined; }
double invcloglog(double x) { return -std::expm1(-std::exp(x)); }
double cloglog(double p) { return inside(p) ? std::log(-std::log1p(-p)) : undefined; }

}  // namespace nqp::numeric::dist
