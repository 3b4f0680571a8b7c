#include "stdlib/numeric/iv/kernel.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/failure.hpp"

namespace nqp::numeric {
namespace {

constexpr double kernel_pi = 3.14159265358979323846;

double parzen(double z) {
  if (z > 1) return 0;
  return z <= 0.5 ? 1 - 6 * z * z + 6 * z * z * z : 2 * (1 - z) * (1 - z) * (1 - z);
}

double quadratic_spectral(double z) {
  const double a = 6 * kernel_pi * z / 5;
  return 25 / (12 * kernel_pi * kernel_pi * z * z) * (std::sin(a) / a - std::cos(a));
}

bool has_window(HacKernel kernel) {
  return kernel != HacKernel::daniell && kernel != HacKernel::tent && kernel != HacKernel::quadratic_spectral;
}

}  // namespace

double kernel_weight(HacKernel kernel, double lag, double bandwidth) {
  const double z = lag / bandwidth;
  switch (kernel) {
    case HacKernel::none: return 0;
    case HacKernel::bartlett: return z < 1 ? 1 - z : 0;
    case HacKernel::truncated: return z <= 1 ? 1 : 0;
    case HacKernel::parzen: return parzen(z);
    case HacKernel::tukey_hanning: return z <= 1 ? 0.5 + 0.5 * std::cos(kernel_pi * z) : 0;
    case HacKernel::tukey_hamming: return z <= 1 ? 0.54 + 0.46 * std::cos(kernel_pi * z) : 0;
    case HacKernel::daniell: return std::sin(kernel_pi * z) / (kernel_pi * z);
    case HacKernel::tent: return 2 * (1 - std::cos(z)) / (z * z);
    case HacKernel::quadratic_spectral: return quadratic_spectral(z);
  }
  return 0;
}

int kernel_lags(HacKernel kernel, double bandwidth, int periods) {
  if (kernel == HacKernel::none) return 0;
  if (!has_window(kernel)) return periods - 1;
  return std::min(periods - 1, static_cast<int>(std::floor(bandwidth)));
}

LagFinder::LagFinder(const SeriesOrder& order) : order_(order), sorted_(order.time.size()) {
  std::iota(sorted_.begin(), sorted_.end(), std::size_t{0});
  const auto panel = [&](std::size_t i) { return order.panel.empty() ? 0 : order.panel[i]; };
  std::stable_sort(sorted_.begin(), sorted_.end(), [&](std::size_t a, std::size_t b) {
    return panel(a) != panel(b) ? panel(a) < panel(b) : order.time[a] < order.time[b];
  });
  if (order.time.empty()) return;
  const auto [low, high] = std::minmax_element(order.time.begin(), order.time.end());
  periods_ = *high - *low + 1;
}

LagPairs LagFinder::pairs(int lag) const {
  LagPairs out;
  const auto panel = [&](std::size_t i) { return order_.panel.empty() ? 0 : order_.panel[i]; };
  std::size_t candidate = 0;
  for (std::size_t position = 0; position < sorted_.size(); ++position) {
    const std::size_t row = sorted_[position];
    const auto before = [&](std::size_t other) {
      return panel(other) != panel(row) ? panel(other) < panel(row) : order_.time[other] < order_.time[row] - lag;
    };
    while (candidate < position && before(sorted_[candidate])) ++candidate;
    const std::size_t other = sorted_[candidate];
    if (panel(other) != panel(row) || order_.time[other] != order_.time[row] - lag) continue;
    out.row.push_back(row);
    out.earlier.push_back(other);
  }
  return out;
}

double automatic_lags(std::span<const double> f, HacKernel kernel) {
  struct Rule {
    double exponent, order, constant;
  };
  Rule rule{};
  switch (kernel) {  // Newey and West (1994), tables I and II
    case HacKernel::bartlett: rule = {2.0 / 9, 1, 1.1447}; break;
    case HacKernel::parzen: rule = {4.0 / 25, 2, 2.6614}; break;
    case HacKernel::quadratic_spectral: rule = {2.0 / 25, 2, 1.3221}; break;
    default: throw Failure(FailureCode::requirement, "no automatic bandwidth for this kernel");
  }
  const double T = static_cast<double>(f.size());
  const double most = std::trunc(20 * std::pow(T / 100, rule.exponent));
  double s_0 = 0, s_q = 0;
  for (std::size_t j = 0; static_cast<double>(j) <= most && j < f.size(); ++j) {
    double sigma = 0;
    for (std::size_t t = j; t < f.size(); ++t) sigma += f[t] * f[t - j];
    s_0 += (j == 0 ? 1 : 2) * sigma / T;
    if (j > 0) s_q += 2 * sigma / T * std::pow(static_cast<double>(j), rule.order);
  }
  const double power = 1 / (2 * rule.order + 1);
  const double m = rule.constant * std::pow((s_q / s_0) * (s_q / s_0), power) * std::pow(T, power);
  return std::min(kernel == HacKernel::quadratic_spectral ? m : std::trunc(m), most);
}

}  // namespace nqp::numeric
