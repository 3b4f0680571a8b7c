// Genz, A. (2004), Numerical computation of rectangular bivariate and trivariate normal and t probabilities,
// Statistics and Computing 14: 251-260 (his routine BVNU with the 20-point rule throughout).
#include <algorithm>
#include <cmath>
#include <numbers>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric::dist {
namespace {

struct Node {
  double x, weight;
};

// Gauss-Legendre on (-1, 1); every node stands for its mirror image too.
constexpr Node nodes[] = {
    {0.9931285991850949247861224, 0.0176140071391521183118620},
    {0.9639719272779137912676661, 0.0406014298003869413310400},
    {0.9122344282513259058677524, 0.0626720483341090635695065},
    {0.8391169718222188233945291, 0.0832767415767047487247581},
    {0.7463319064601507926143051, 0.1019301198172404350367501},
    {0.6360536807265150254528367, 0.1181945319615184173123774},
    {0.5108670019508270980043641, 0.1316886384491766268984945},
    {0.3737060887154195606725482, 0.1420961093183820513292983},
    {0.2277858511416450780804962, 0.1491729864726037467878287},
    {0.0765265211334973337546404, 0.1527533871307258506980843},
};

// The integral of f over (0, 2).
template <class F>
double over_zero_two(const F& f) {
  double sum = 0;
  for (const Node& n : nodes) sum += n.weight * (f(1 - n.x) + f(1 + n.x));
  return sum;
}

double moderate_correlation(double h, double k, double rho) {
  const double half_squares = (h * h + k * k) / 2, angle = std::asin(rho);
  const double sum = over_zero_two([=](double x) {
    const double s = std::sin(angle * x / 2);
    return std::exp((s * h * k - half_squares) / (1 - s * s));
  });
  return sum * angle / (4 * std::numbers::pi) + normal(-h) * normal(-k);
}

// The part that corrects the limit of correlation one, for 0 < |rho| < 1; hk has the sign of rho folded in.
double near_one(double h, double k, double rho) {
  const double hk = h * k;
  const double a2 = (1 - rho) * (1 + rho), gap2 = (h - k) * (h - k);
  const double a = std::sqrt(a2), gap = std::fabs(h - k);
  const double c = (4 - hk) / 8, d = (12 - hk) / 16;
  double sum = 0;
  if (const double e = -(gap2 / a2 + hk) / 2; e > -100) {
    sum = a * std::exp(e) * (1 - c * (gap2 - a2) * (1 - d * gap2 / 5) / 3 + c * d * a2 * a2 / 5);
  }
  if (hk > -100) {
    const double tail = std::sqrt(2 * std::numbers::pi) * normal(-gap / a);
    sum -= std::exp(-hk / 2) * tail * gap * (1 - c * gap2 * (1 - d * gap2 / 5) / 3);
  }
  sum += a / 2 * over_zero_two([=](double x) {
    const double x2 = a2 * x * x / 4;
    const double r = std::sqrt(1 - x2);
    const double e = -(gap2 / x2 + hk) / 2;
    if (e <= -100) return 0.0;
    return std::exp(e) * (std::exp(-hk * (1 - r) / (2 * (1 + r))) / r - (1 + c * x2 * (1 + d * x2)));
  });
  return -sum / (2 * std::numbers::pi);
}

// P(X > h, Y > k)
double upper_quadrant(double h, double k, double rho) {
  if (rho == 0) return normal(-h) * normal(-k);
  if (std::fabs(rho) < 0.925) return moderate_correlation(h, k, rho);
  const double turned = rho < 0 ? -k : k;
  const double part = std::fabs(rho) < 1 ? near_one(h, turned, rho) : 0;
  if (rho > 0) return part + normal(-std::max(h, k));
  if (turned <= h) return -part;
  return -part + (h < 0 ? normal(turned) - normal(h) : normal(-h) - normal(-turned));
}

}  // namespace

double binormal(double h, double k, double rho) {
  if (std::isnan(h) || std::isnan(k) || !(std::fabs(rho) <= 1)) return undefined;
  if (std::isinf(h)) return h < 0 ? 0 : normal(k);
  if (std::isinf(k)) return k < 0 ? 0 : normal(h);
  return std::clamp(upper_quadrant(-h, -k, rho), 0.0, 1.0);
}

}  // namespace nqp::numeric::dist
