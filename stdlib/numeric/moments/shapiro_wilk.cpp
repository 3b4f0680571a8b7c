#include "stdlib/numeric/moments/shapiro_wilk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::numeric {
namespace {

template <std::size_t n>
double polynomial(const std::array<double, n>& c, double x) {
  double out = 0;
  for (std::size_t k = n; k-- > 0;) out = out * x + c[k];
  return out;
}

// Approximate weights of the order statistics with these ranks, ascending.
std::vector<double> weights(const std::vector<double>& ranks) {
  const std::size_t n = ranks.size();
  constexpr std::array<double, 6> last{0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};
  constexpr std::array<double, 6> second{0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
  const auto size = static_cast<double>(n);
  std::vector<double> m(n);
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    m[i] = dist::invnormal((ranks[i] - 0.375) / (size + 0.25));
    squares += m[i] * m[i];
  }
  const double u = 1 / std::sqrt(size), length = std::sqrt(squares);
  const std::size_t fixed = n > 5 ? 2 : 1;
  std::vector<double> a(n);
  a[n - 1] = polynomial(last, u) + m[n - 1] / length;
  if (fixed == 2) a[n - 2] = polynomial(second, u) + m[n - 2] / length;
  double above = squares, below = 1;
  for (std::size_t k = 1; k <= fixed; ++k) {
    above -= 2 * m[n - k] * m[n - k];
    below -= 2 * a[n - k] * a[n - k];
    a[k - 1] = -a[n - k];
  }
  for (std::size_t i = fixed; i + fixed < n; ++i) a[i] = m[i] / std::sqrt(above / below);
  return a;
}

}  // namespace

ShapiroWilk shapiro_wilk(std::vector<double> x, bool average_ties) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::size_t n = x.size();
  if (n < 4 || n > 2000) return {nan, nan, nan, nan};
  std::sort(x.begin(), x.end());
  const auto size = static_cast<double>(n);
  std::vector<double> order(n);
  std::iota(order.begin(), order.end(), 1.0);
  if (average_ties) order = ranks(x);
  const std::vector<double> a = weights(order);
  if (!(x.front() < x.back())) return {nan, nan, nan, nan};
  ShapiroWilk out;
  // Without ties the weights have mean 0 and length 1; with them the correlation takes care of both.
  const double r = correlation(a, x);
  out.w = std::min(r * r, 1.0);
  double y = std::log1p(-out.w), centre = 0, spread = 1;
  if (n <= 11) {
    centre = polynomial(std::array<double, 4>{0.544, -0.39978, 0.025054, -6.714e-4}, size);
    spread = std::exp(polynomial(std::array<double, 4>{1.3822, -0.77857, 0.062767, -0.0020322}, size));
    const double gamma = 0.459 * size - 2.273;
    out.v = std::exp(y - (gamma - std::exp(-centre)));
    y = -std::log(gamma - y);
  } else {
    const double log_n = std::log(size);
    centre = polynomial(std::array<double, 4>{-1.5861, -0.31082, -0.083751, 0.0038915}, log_n);
    spread = std::exp(polynomial(std::array<double, 3>{-0.4803, -0.082676, 0.0030302}, log_n));
    out.v = std::exp(y - centre);
  }
  out.z = (y - centre) / spread;
  out.p = dist::normal(-out.z);
  return out;
}

}  // namespace nqp::numeric
