#include "stdlib/numeric/likelihood/generalised_residuals.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::numeric {
namespace {

// ∫ from 0 to u of t^(-1/3) (1-t)^(-1/3).
double two_thirds_beta(double u) {
  return dist::ibeta(2.0 / 3, 2.0 / 3, u) * std::exp(2 * dist::lngamma(2.0 / 3) - dist::lngamma(4.0 / 3));
}

double squared_cube_root(double t) { return std::cbrt(t) * std::cbrt(t); }

double anscombe_transform(const GlmModel& g, double t, double m) {
  switch (g.family) {
    case GlmFamily::gaussian: return t;
    case GlmFamily::inverse_gaussian: return std::log(t);
    case GlmFamily::binomial: return squared_cube_root(m) * two_thirds_beta(t / m);
    case GlmFamily::poisson: return 1.5 * squared_cube_root(t);
    case GlmFamily::gamma: return 3 * std::cbrt(t);
    case GlmFamily::negative_binomial: {
      const double u = g.k * t / (1 + g.k * t);
      return (3 * squared_cube_root(u) / std::cbrt(1 - u) - two_thirds_beta(u)) / squared_cube_root(g.k);
    }
  }
  return 0;
}

}  // namespace

double pearson_residual(const GlmModel& g, double y, double mu, double m) {
  return (y - mu) / std::sqrt(glm_variance(g, mu, m));
}

double deviance_residual(const GlmModel& g, double y, double mu, double m) {
  return std::copysign(std::sqrt(std::max(0.0, glm_deviance(g, y, mu, m))), y - mu);
}

double anscombe_residual(const GlmModel& g, double y, double mu, double m) {
  return (anscombe_transform(g, y, m) - anscombe_transform(g, mu, m)) / std::pow(glm_variance(g, mu, m), 1.0 / 6);
}

double likelihood_residual(double pearson, double deviance, double leverage) {
  return std::copysign(std::sqrt(leverage * pearson * pearson / (1 - leverage) + deviance * deviance), deviance);
}

double cook_distance(double pearson, double leverage, double k) {
  return pearson * pearson * leverage / (k * (1 - leverage) * (1 - leverage));
}

}  // namespace nqp::numeric
