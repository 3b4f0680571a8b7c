#include "stdlib/numeric/likelihood/inflated_rows.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::numeric {
namespace {

// ln F(z) with two derivatives.
double ln_inflation(bool probit, double z, double* first, double* second) {
  if (probit) {
    const double ll = dist::lnnormal(z), mills = std::exp(dist::lnnormalden(z) - ll);
    *first = mills;
    *second = -mills * (mills + z);
    return ll;
  }
  const double missed = dist::invlogit(-z);
  *first = missed;
  *second = -missed * (1 - missed);
  return z > 0 ? -std::log1p(std::exp(-z)) : z - std::log1p(std::exp(z));
}

// The count's likelihood has index 0 and, behind the inflation, its ancillary parameters.
RowLikelihood inflated(RowLikelihood count, std::span<const double> y, std::size_t m, bool probit) {
  return [count = std::move(count), y, m, probit](std::size_t i, const double* eta, double* g, double* h) {
    double own[2] = {eta[0], m > 2 ? eta[2] : 0}, cg[2] = {0, 0}, ch[4] = {0, 0, 0, 0};
    const std::size_t k = m - 1, place[2] = {0, 2};
    double out1 = 0, out2 = 0, in1 = 0, in2 = 0;
    const double ln_out = ln_inflation(probit, -eta[1], &out1, &out2);  // ln(1 - F(η_2))
    const double ll_count = count(i, own, g ? cg : nullptr, g ? ch : nullptr);
    if (g) {
      std::fill(g, g + m, 0.0);
      std::fill(h, h + m * m, 0.0);
    }
    if (y[i] > 0) {
      for (std::size_t a = 0; g && a < k; ++a) {
        g[place[a]] = cg[a];
        for (std::size_t c = 0; c < k; ++c) h[place[a] * m + place[c]] = ch[a * k + c];
      }
      if (g) g[1] = -out1, h[m + 1] = out2;
      return ln_out + ll_count;
    }
    // ln(e^A + e^B), A = ln F(η_2), B = ln(1 - F(η_2)) + ln P(0): weights p of A and 1-p of B
    const double A = ln_inflation(probit, eta[1], &in1, &in2), B = ln_out + ll_count;
    const double top = std::max(A, B), ll = top + std::log(std::exp(A - top) + std::exp(B - top));
    if (!g) return ll;
    const double p = std::exp(A - ll), q = std::exp(B - ll);
    const double slope = in1 + out1;  // d(A - B)/dη_2
    g[1] = p * in1 - q * out1;
    h[m + 1] = p * in2 + q * out2 + p * q * slope * slope;
    for (std::size_t a = 0; a < k; ++a) {
      g[place[a]] = q * cg[a];
      h[place[a] * m + 1] = h[m + place[a]] = -p * q * cg[a] * slope;
      for (std::size_t c = 0; c < k; ++c)
        h[place[a] * m + place[c]] = q * ch[a * k + c] + p * q * cg[a] * cg[c];
    }
    return ll;
  };
}

}  // namespace

RowLikelihood inflated_poisson_rows(std::span<const double> y, bool probit) {
  return inflated(poisson_rows(y), y, 2, probit);
}

RowLikelihood inflated_negative_binomial_rows(std::span<const double> y, bool probit) {
  return inflated(negative_binomial_rows(y), y, 3, probit);
}

}  // namespace nqp::numeric
