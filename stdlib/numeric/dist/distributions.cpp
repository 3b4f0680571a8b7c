// The only file that includes Boost.Math. Errors are ignored by policy: a domain error becomes NaN.
#include "stdlib/numeric/dist/distributions.hpp"

#include <boost/math/distributions.hpp>
#include <boost/math/special_functions.hpp>
#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

#include "stdlib/numeric/dist/domain.hpp"
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

// Root of cdf(x) = p near the lower end of the support, where the cdf is like x^power.
template <typename Cdf, typename Density>
double polish_lower_inverse(double x, double p, double power, const Cdf& cdf, const Density& density) {
  for (int iteration = 0; iteration < 100; ++iteration) {
    const double value = cdf(x);
    const double here = density(x);
    if (!(value > 0)) return x;
    const double slope = std::isfinite(here) && here > 0 ? x * here / value : power;
    const double step = std::clamp(std::log(p / value) / slope, -20.0, 20.0);
    x *= std::exp(step);
    if (std::fabs(step) < 4e-16) break;
  }
  return x;
}

// Below this probability the inverses are polished.
constexpr double far_tail = 1e-10;

// Inner iterations of the library ignore the policy and may throw.
template <typename Call>
double guarded(const Call& call) {
  try {
    return call();
  } catch (const std::exception&) {
    return undefined;
  }
}

// x with I_x(a, b) = p, and 1 - x.
struct BetaRoot {
  double x;
  double complement;
};

BetaRoot beta_lower_root(double a, double b, double p) {
  if (p >= far_tail || p == 0) {
    double complement = 1;
    const double x = guarded([&] { return bm::ibeta_inv(a, b, p, &complement, quiet); });
    return {x, complement};
  }
  const double log_beta = bm::lgamma(a, quiet) + bm::lgamma(b, quiet) - bm::lgamma(a + b, quiet);
  const double start = std::min(0.5, std::exp((std::log(p) + std::log(a) + log_beta) / a));
  if (start < 1e-300) return {start, 1};
  const double x = polish_lower_inverse(start, p, a, [=](double v) { return beta_lower(a, b, v); },
                                        [=](double v) { return bm::ibeta_derivative(a, b, v, quiet); });
  return {x, 1 - x};
}

BetaRoot beta_upper_root(double a, double b, double p) {
  if (p < far_tail && p > 0) {
    const BetaRoot mirrored = beta_lower_root(b, a, p);
    return {mirrored.complement, mirrored.x};
  }
  double complement = 1;
  const double x = guarded([&] { return bm::ibetac_inv(a, b, p, &complement, quiet); });
  return {x, complement};
}

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
  const double x = guarded([&] { return bm::quantile(bm::complement(StudentsT(df), p)); });
  if (p >= far_tail) return x + 0.0;  // no negative zero
  const double start = std::isfinite(x) && x > 0 ? x : std::pow(p, -1 / df);
  return polish_tail_inverse(start, p, df, [df](double v) { return ttail(df, v); },
                             [df](double v) { return tden(df, v); });
}

double nttail(double df, double ncp, double t) {
  return df > 0 ? guarded([&] { return bm::cdf(bm::complement(NoncentralT(df, ncp), t)); }) : undefined;
}

// ---- chi-squared -----------------------------------------------------------------------------------------------

double chi2(double df, double x) { return positive(df) ? gammap(df / 2, x / 2) : undefined; }
double chi2tail(double df, double x) { return positive(df) ? gammaptail(df / 2, x / 2) : undefined; }
double chi2den(double df, double x) { return positive(df) ? gammaden(df / 2, 2, 0, x) : undefined; }
double invchi2(double df, double p) { return positive(df) ? 2 * invgammap(df / 2, p) : undefined; }
double invchi2tail(double df, double p) { return positive(df) ? 2 * invgammaptail(df / 2, p) : undefined; }

double nchi2(double df, double ncp, double x) {
  if (!positive(df) || !(ncp >= 0)) return undefined;
  return x <= 0 ? 0 : guarded([&] { return bm::cdf(NoncentralChiSquared(df, ncp), x); });
}

double nchi2tail(double df, double ncp, double x) {
  if (!positive(df) || !(ncp >= 0)) return undefined;
  return x <= 0 ? 1 : guarded([&] { return bm::cdf(bm::complement(NoncentralChiSquared(df, ncp), x)); });
}

double invnchi2(double df, double ncp, double p) {
  if (!positive(df) || !(ncp >= 0) || !inside(p)) return undefined;
  return guarded([&] { return bm::quantile(NoncentralChiSquared(df, ncp), p); });
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
  const BetaRoot root = beta_lower_root(df1 / 2, df2 / 2, p);
  return df2 * root.x / (df1 * root.complement);
}

double invFtail(double df1, double df2, double p) {
  if (!positive(df1, df2) || !(p > 0 && p <= 1)) return undefined;
  const BetaRoot root = beta_upper_root(df1 / 2, df2 / 2, p);
  const double f = df2 / df1 * (root.x / root.complement);
  return std::isfinite(f) ? f : undefined;
}

double nFtail(double df1, double df2, double ncp, double f) {
  if (!positive(df1, df2) || !(ncp >= 0)) return undefined;
  if (ncp == 0) return Ftail(df1, df2, f);  // the library's complement is wrong there
  return f <= 0 ? 1 : guarded([&] { return bm::cdf(bm::complement(NoncentralF(df1, df2, ncp), f)); });
}

// ---- beta and gamma --------------------------------------------------------------------------------------------

double ibeta(double a, double b, double x) { return positive(a, b) ? beta_lower(a, b, x) : undefined; }
double ibetatail(double a, double b, double x) { return positive(a, b) ? beta_upper(a, b, x) : undefined; }

double betaden(double a, double b, double x) {
  if (!positive(a, b)) return undefined;
  return x < 0 || x > 1 ? 0 : bm::ibeta_derivative(a, b, x, quiet);
}

double invibeta(double a, double b, double p) {
  return positive(a, b) && probability(p) ? beta_lower_root(a, b, p).x : undefined;
}

double invibetatail(double a, double b, double p) {
  return positive(a, b) && probability(p) ? beta_upper_root(a, b, p).x : undefined;
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
  if (!positive(a) || !(p >= 0 && p < 1)) return undefined;
  if (p >= far_tail || p == 0) return guarded([&] { return bm::gamma_p_inv(a, p, quiet); });
  const double start = std::exp((std::log(p) + bm::lgamma(a + 1, quiet)) / a);
  if (start < 1e-300) return start;
  return polish_lower_inverse(start, p, a, [a](double x) { return gammap(a, x); },
                              [a](double x) { return bm::gamma_p_derivative(a, x, quiet); });
}

double invgammaptail(double a, double p) {
  return positive(a) && p > 0 && p <= 1 ? guarded([&] { return bm::gamma_q_inv(a, p, quiet); }) : undefined;
}

// ---- special functions -----------------------------------------------------------------------------------------

double lngamma(double x) {
  if (std::isnan(x) || (x <= 0 && x == std::floor(x))) return undefined;
  return bm::lgamma(x, quiet);
}

double digamma(double x) { return x <= 0 && x == std::floor(x) ? undefined : bm::digamma(x, quiet); }
double trigamma(double x) { return x <= 0 && x == std::floor(x) ? undefined : bm::trigamma(x, quiet); }

}  // namespace nqp::numeric::dist
