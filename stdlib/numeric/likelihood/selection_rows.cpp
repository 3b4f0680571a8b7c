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

// ln φ(z) - ln σ + lnΦ(qu) of a continuous outcome with mean η_c and a latent one with mean η_l: z = (y - η_c)/σ,
// u = (η_l + ρz)/√(1-ρ²) = η_l cosh τ + z sinh τ with τ = atanh ρ = η_3 and ln σ = η_4.
double joint_outcome(double y, double q, std::size_t continuous, std::size_t latent, const double* eta, double* g,
                     double* h) {
  const double s = std::exp(eta[3]), z = (y - eta[continuous]) / s, l = eta[latent];
  const double sh = std::sinh(eta[2]), ch = std::cosh(eta[2]), u = l * ch + z * sh;
  if (g) {
    const std::size_t at[4] = {continuous, latent, 2, 3};
    const double mills = selection_mills(q * u), slope = -mills * (mills + q * u);
    const double first[4] = {-sh / s, ch, l * sh + z * ch, -z * sh};
    const double second[4][4] = {{0, 0, -ch / s, sh / s},
                                 {0, 0, sh, 0},
                                 {-ch / s, sh, u, -z * ch},
                                 {sh / s, 0, -z * ch, z * sh}};
    for (std::size_t a = 0; a < 4; ++a) {
      g[at[a]] = q * mills * first[a];
      for (std::size_t b = 0; b < 4; ++b)
        h[4 * at[a] + at[b]] = slope * first[a] * first[b] + q * mills * second[a][b];
    }
    g[continuous] += z / s;
    g[3] += z * z - 1;
    h[5 * continuous] -= 1 / (s * s);
    h[4 * continuous + 3] -= 2 * z / s;
    h[12 + continuous] -= 2 * z / s;
    h[15] -= 2 * z * z;
  }
  return dist::lnnormalden(z) - eta[3] + dist::lnnormal(q * u);
}

}  // namespace

RowLikelihood selection_rows(std::span<const double> y, std::span<const std::uint8_t> selected) {
  return [y, selected](std::size_t i, const double* eta, double* g, double* h) {
    if (g) {
      std::fill(g, g + 4, 0.0);
      std::fill(h, h + 16, 0.0);
    }
    return selected[i] ? joint_outcome(y[i], 1, 0, 1, eta, g, h) : not_selected(eta[1], g, h);
  };
}

RowLikelihood treatment_rows(std::span<const double> y, std::span<const double> treated) {
  return [y, treated](std::size_t i, const double* eta, double* g, double* h) {
    if (g) {
      std::fill(g, g + 4, 0.0);
      std::fill(h, h + 16, 0.0);
    }
    return joint_outcome(y[i], treated[i] != 0 ? 1 : -1, 0, 1, eta, g, h);
  };
}

RowLikelihood endogenous_probit_rows(std::span<const double> y, std::span<const double> endogenous) {
  return [y, endogenous](std::size_t i, const double* eta, double* g, double* h) {
    return joint_outcome(endogenous[i], y[i] != 0 ? 1 : -1, 1, 0, eta, g, h);
  };
}

}  // namespace nqp::numeric
