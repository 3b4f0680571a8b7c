#include "stdlib/numeric/likelihood/generalised_linear.hpp"

#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

constexpr double two_pi = 6.283185307179586;

// x ln(x/y), 0 at x = 0
double x_ln_ratio(double x, double y) { return x > 0 ? x * std::log(x / y) : 0; }

MeanValue power_mean(double power, double eta) {
  if (power == 1) return {eta, 1, 0};
  if (power == 0) return {std::exp(eta), std::exp(eta), std::exp(eta)};
  if (!(eta > 0)) return {undefined, undefined, undefined};
  const double r = 1 / power, mean = std::pow(eta, r);
  return {mean, r * mean / eta, r * (r - 1) * mean / (eta * eta)};
}

double trials_of(const GlmModel& g, std::size_t i) { return g.trials.empty() ? 1 : g.trials[i]; }

double glm_variance_slope(const GlmModel& g, double mu, double m) {
  switch (g.family) {
    case GlmFamily::gaussian: return 0;
    case GlmFamily::inverse_gaussian: return 3 * mu * mu;
    case GlmFamily::binomial: return 1 - 2 * mu / m;
    case GlmFamily::poisson: return 1;
    case GlmFamily::negative_binomial: return 1 + 2 * g.k * mu;
    case GlmFamily::gamma: return 2 * mu;
  }
  return 0;
}

// The part of the log likelihood that the mean does not enter.
double glm_constant(const GlmModel& g, double y, double m) {
  switch (g.family) {
    case GlmFamily::gaussian: return 0;
    case GlmFamily::inverse_gaussian: return -0.5 * (3 * std::log(y) + std::log(two_pi));
    case GlmFamily::binomial:
      if (m == 1) return 0;  // fractions have none
      return dist::lngamma(m + 1) - dist::lngamma(y + 1) - dist::lngamma(m - y + 1);
    case GlmFamily::poisson: return -dist::lngamma(y + 1);
    case GlmFamily::negative_binomial:
      return dist::lngamma(y + 1 / g.k) - dist::lngamma(1 / g.k) - dist::lngamma(y + 1);
    case GlmFamily::gamma: return 0;
  }
  return 0;
}

double glm_kernel(const GlmModel& g, double y, double mu, double m) {
  switch (g.family) {
    case GlmFamily::gaussian: return -(y - mu) * (y - mu) / 2;
    case GlmFamily::inverse_gaussian: return -0.5 * (y - mu) * (y - mu) / (y * mu * mu);
    case GlmFamily::binomial:
      return (y > 0 ? y * std::log(mu / m) : 0) + (m > y ? (m - y) * std::log1p(-mu / m) : 0);
    case GlmFamily::poisson: return (y > 0 ? y * std::log(mu) : 0) - mu;
    case GlmFamily::negative_binomial:
      return (y > 0 ? y * std::log(g.k * mu) : 0) - (y + 1 / g.k) * std::log1p(g.k * mu);
    case GlmFamily::gamma: return -y / mu - std::log(mu);
  }
  return 0;
}

bool mean_is_possible(const GlmModel& g, double mu, double m) {
  if (!std::isfinite(mu)) return false;
  if (g.family == GlmFamily::gaussian) return true;
  return mu > 0 && (g.family != GlmFamily::binomial || mu < m);
}

}  // namespace

MeanValue glm_mean(const GlmModel& g, double eta) {
  switch (g.link) {
    case GlmLink::identity: return {eta, 1, 0};
    case GlmLink::log: return power_mean(0, eta);
    case GlmLink::logit: {
      const double p = dist::invlogit(eta), d = p * dist::invlogit(-eta);
      return {p, d, d * (1 - 2 * p)};
    }
    case GlmLink::probit: {
      const double d = dist::normalden(eta);
      return {dist::normal(eta), d, -eta * d};
    }
    case GlmLink::cloglog: {
      const double e = std::exp(eta), d = e * std::exp(-e);
      return {-std::expm1(-e), d, d * (1 - e)};
    }
    case GlmLink::loglog: {
      const double e = std::exp(-eta), p = std::exp(-e);
      return {p, e * p, p * e * (e - 1)};
    }
    case GlmLink::logc: return {-std::expm1(eta), -std::exp(eta), -std::exp(eta)};
    case GlmLink::power: return power_mean(g.power, eta);
  }
  return {};
}

double glm_link(const GlmModel& g, double mean) {
  switch (g.link) {
    case GlmLink::identity: return mean;
    case GlmLink::log: return std::log(mean);
    case GlmLink::logit: return dist::logit(mean);
    case GlmLink::probit: return dist::invnormal(mean);
    case GlmLink::cloglog: return dist::cloglog(mean);
    case GlmLink::loglog: return -std::log(-std::log(mean));
    case GlmLink::logc: return std::log1p(-mean);
    case GlmLink::power: return g.power == 0 ? std::log(mean) : std::pow(mean, g.power);
  }
  return 0;
}

double glm_variance(const GlmModel& g, double mu, double m) {
  switch (g.family) {
    case GlmFamily::gaussian: return 1;
    case GlmFamily::inverse_gaussian: return mu * mu * mu;
    case GlmFamily::binomial: return mu * (1 - mu / m);
    case GlmFamily::poisson: return mu;
    case GlmFamily::negative_binomial: return mu + g.k * mu * mu;
    case GlmFamily::gamma: return mu * mu;
  }
  return 1;
}

double glm_deviance(const GlmModel& g, double y, double mu, double m) {
  switch (g.family) {
    case GlmFamily::gaussian: return (y - mu) * (y - mu);
    case GlmFamily::inverse_gaussian: return (y - mu) * (y - mu) / (mu * mu * y);
    case GlmFamily::binomial: return 2 * (x_ln_ratio(y, mu) + x_ln_ratio(m - y, m - mu));
    case GlmFamily::poisson: return 2 * (x_ln_ratio(y, mu) - (y - mu));
    case GlmFamily::negative_binomial:
      return 2 * (x_ln_ratio(y, mu) - (y + 1 / g.k) * std::log((1 + g.k * y) / (1 + g.k * mu)));
    case GlmFamily::gamma: return 2 * ((y - mu) / mu - std::log(y / mu));
  }
  return 0;
}

bool glm_outcome_fits(const GlmModel& g, double y, double m) {
  switch (g.family) {
    case GlmFamily::gaussian: return true;
    case GlmFamily::inverse_gaussian:
    case GlmFamily::gamma: return y > 0;
    case GlmFamily::binomial: return y >= 0 && y <= m;
    case GlmFamily::poisson:
    case GlmFamily::negative_binomial: return y >= 0;
  }
  return true;
}

RowLikelihood glm_rows(const GlmModel& g, std::span<const double> y, bool expected) {
  std::vector<double> constant(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) constant[i] = glm_constant(g, y[i], trials_of(g, i));
  return [g, y, expected, constant = std::move(constant)](std::size_t i, const double* eta, double* first,
                                                          double* second) {
    const double m = trials_of(g, i);
    const MeanValue v = glm_mean(g, *eta);
    const double mu = m * v.mean;
    if (!mean_is_possible(g, mu, m)) return undefined;
    if (first) {
      const double V = glm_variance(g, mu, m), slope = glm_variance_slope(g, mu, m);
      const double d1 = m * v.first, d2 = m * v.second, e = y[i] - mu;
      *first = e * d1 / V;
      *second = -d1 * d1 / V;
      if (!expected) *second += e * (d2 / V - d1 * d1 * slope / (V * V));
    }
    return glm_kernel(g, y[i], mu, m) + constant[i];
  };
}

}  // namespace nqp::numeric
