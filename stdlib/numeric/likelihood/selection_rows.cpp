#include "stdlib/numeric/likelihood/selection_rows.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::numeric {
namespace {

double selection_mills(double z) { return std::exp(dist::lnnormalden(z) - dist::lnnormal(z)); }

double not_selected(double zg, double* g, double* h) {
  if (g) {
    const double mills = selection_mills(-zg);
    g[1] = -mills;
    h[5] = -mills * (mills - zg);
  }
  return dist::lnnormal(-zg);
}

// ln φ(z) - ln σ + lnΦ(u), z = (y - xb)/σ, u = (zg + ρz)/√(1-ρ²) = zg cosh τ + z sinh τ with τ = atanh ρ.
double chosen(double y, const double* eta, double* g, double* h) {
  const double s = std::exp(eta[3]), z = (y - eta[0]) / s;
  const double sh = std::sinh(eta[2]), ch = std::cosh(eta[2]), u = eta[1] * ch + z * sh;
  if (g) {
    const double mills = selection_mills(u), slope = -mills * (mills + u);
    const double first[4] = {-sh / s, ch, eta[1] * sh + z * ch, -z * sh};
    const double second[4][4] = {{0, 0, -ch / s, sh / s},
                                 {0, 0, sh, 0},
                                 {-ch / s, sh, u, -z * ch},
                                 {sh / s, 0, -z * ch, z * sh}};
    for (int a = 0; a < 4; ++a) {
      g[a] = mills * first[a];
      for (int b = 0; b < 4; ++b) h[4 * a + b] = slope * first[a] * first[b] + mills * second[a][b];
    }
    g[0] += z / s;
    g[3] += z * z - 1;
    h[0] -= 1 / (s * s);
    h[3] -= 2 * z / s;
    h[12] -= 2 * z / s;
    h[15] -= 2 * z * z;
  }
  return dist::lnnormalden(z) - eta[3] + dist::lnnormal(u);
}

}  // namespace

RowLikelihood selection_rows(std::span<const double> y, std::span<const std::uint8_t> selected) {
  return [y, selected](std::size_t i, const double* eta, double* g, double* h) {
    if (g) {
      std::fill(g, g + 4, 0.0);
      std::fill(h, h + 16, 0.0);
    }
    return selected[i] ? chosen(y[i], eta, g, h) : not_selected(eta[1], g, h);
  };
}

}  // namespace nqp::numeric
