#include "stdlib/numeric/frontier/composed_error.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/jet.hpp"

namespace nqp::numeric {
namespace {

constexpr double ln_two_pi = 1.8378770664093454836;
constexpr double composed_pi = 3.14159265358979323846;

// φ(z)/Φ(z), accurate in the lower tail.
double frontier_mills(double z) { return std::exp(dist::lnnormalden(z) - dist::lnnormal(z)); }

double ln_normal_cdf(double z) { return dist::lnnormal(z); }

template <std::size_t M>
Jet<M> ln_normal_cdf(const Jet<M>& z) {
  const double mills = frontier_mills(z.value);
  return chained(z, dist::lnnormal(z.value), mills, -mills * (mills + z.value));
}

using std::exp;
using std::log;
using std::sqrt;

struct HalfNormal {
  static constexpr std::size_t indices = 3;
  template <class T>
  static T ll(double y, double sign, const T* eta) {
    const T e = y - eta[0], v = exp(eta[1]), u = exp(eta[2]);
    const T total = v + u;
    return 0.5 * std::log(2 / composed_pi) - 0.5 * log(total) + ln_normal_cdf(-sign * e * sqrt(u / (v * total))) -
           0.5 * (e * e / total);
  }
};

struct Exponential {
  static constexpr std::size_t indices = 3;
  template <class T>
  static T ll(double y, double sign, const T* eta) {
    const T e = sign * (y - eta[0]), v = exp(0.5 * eta[1]), u = exp(0.5 * eta[2]);
    return -0.5 * eta[2] + 0.5 * exp(eta[1] - eta[2]) + e / u + ln_normal_cdf(-e / v - v / u);
  }
};

// μ, σ², σ_u² and σ_v².
template <class T>
T truncated(const T& e, double sign, const T& mu, const T& u, const T& v) {
  const T total = u + v;
  const T deviation = e + sign * mu;
  return -0.5 * ln_two_pi - 0.5 * log(total) - ln_normal_cdf(mu / sqrt(u)) +
         ln_normal_cdf((v * mu - sign * u * e) / sqrt(u * v * total)) - 0.5 * (deviation * deviation / total);
}

struct Truncated {
  static constexpr std::size_t indices = 4;
  template <class T>
  static T ll(double y, double sign, const T* eta) {
    const T total = exp(eta[2]), rest = 1.0 / (1.0 + exp(eta[3]));
    const T v = total * rest;
    return truncated<T>(y - eta[0], sign, eta[1], v * exp(eta[3]), v);
  }
};

struct Effects {
  static constexpr std::size_t indices = 4;
  template <class T>
  static T ll(double y, double sign, const T* eta) {
    return truncated<T>(y - eta[0], sign, eta[1], exp(eta[2]), exp(eta[3]));
  }
};

template <class Model>
RowLikelihood frontier_rows(std::span<const double> y, double sign) {
  return [y, sign](std::size_t i, const double* eta, double* g, double* h) {
    constexpr std::size_t m = Model::indices;
    if (!g) return Model::template ll<double>(y[i], sign, eta);
    Jet<m> at[m];
    for (std::size_t a = 0; a < m; ++a) at[a] = Jet<m>::variable(eta[a], a);
    const Jet<m> out = Model::template ll<Jet<m>>(y[i], sign, at);
    std::copy(out.first.begin(), out.first.end(), g);
    std::copy(out.second.begin(), out.second.end(), h);
    return out.value;
  };
}

}  // namespace

RowLikelihood half_normal_rows(std::span<const double> y, double sign) { return frontier_rows<HalfNormal>(y, sign); }
RowLikelihood exponential_rows(std::span<const double> y, double sign) { return frontier_rows<Exponential>(y, sign); }
RowLikelihood truncated_normal_rows(std::span<const double> y, double sign) {
  return frontier_rows<Truncated>(y, sign);
}
RowLikelihood inefficiency_effects_rows(std::span<const double> y, double sign) {
  return frontier_rows<Effects>(y, sign);
}

ResidualMoments residual_moments(std::span<const double> residuals, std::span<const double> weights, double N,
                                 Inefficiency kind, double sign) {
  ResidualMoments out;
  double sum_w = 0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    const double w = weights.empty() ? 1.0 : weights[i], e = residuals[i];
    sum_w += w;
    out.m2 += w * e * e;
    out.m3 += w * e * e * e;
  }
  out.m2 /= sum_w;
  out.m3 /= sum_w;
  out.z = out.m3 / std::sqrt(6 * out.m2 * out.m2 * out.m2 / N);
  out.ll = -0.5 * sum_w * (ln_two_pi + std::log(out.m2) + 1);
  // Third central moments of u: σ³√(2/π)(4/π - 1) half-normal, 2σ³ exponential.
  const bool exponential = kind == Inefficiency::exponential;
  const double third = exponential ? 2 : std::sqrt(2 / composed_pi) * (4 / composed_pi - 1);
  const double variance = exponential ? 1 : 1 - 2 / composed_pi;
  const double cube = -sign * out.m3 / third;
  out.wrong_skewness = cube <= 0;
  const double least = 0.2 * std::sqrt(out.m2), most = std::sqrt(0.8 * out.m2 / variance);
  out.sigma_u = std::clamp(std::cbrt(std::max(cube, 0.0)), least, most);
  out.sigma_v = std::sqrt(out.m2 - variance * out.sigma_u * out.sigma_u);
  out.mean_u = out.sigma_u * (exponential ? 1 : std::sqrt(2 / composed_pi));
  return out;
}

double ConditionalInefficiency::mean() const { return centre + spread * frontier_mills(centre / spread); }

double ConditionalInefficiency::mode() const { return std::max(centre, 0.0); }

double ConditionalInefficiency::efficiency(double s) const {
  const double z = centre / spread, scaled = s * spread;
  return std::exp(dist::lnnormal(z - scaled) - dist::lnnormal(z) - s * centre + 0.5 * scaled * scaled);
}

ConditionalInefficiency given_normal(double e, double mu, double sigma_u, double sigma_v, double sign) {
  const double u = sigma_u * sigma_u, v = sigma_v * sigma_v;
  return {(mu * v - sign * e * u) / (u + v), sigma_u * sigma_v / std::sqrt(u + v)};
}

ConditionalInefficiency given_exponential(double e, double sigma_u, double sigma_v, double sign) {
  return {-sign * e - sigma_v * sigma_v / sigma_u, sigma_v};
}

}  // namespace nqp::numeric
