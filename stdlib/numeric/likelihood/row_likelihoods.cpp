#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// ln(1 + exp(x)) without overflow.
double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

// φ(z)/Φ(z), accurate in the lower tail.
double inverse_mills(double z) { return std::exp(dist::lnnormalden(z) - dist::lnnormal(z)); }

}  // namespace

RowLikelihood logit_rows(std::span<const double> y) {
  return [y](std::size_t i, const double* eta, double* g, double* h) {
    const double q = y[i] != 0 ? 1 : -1;
    if (g) {
      const double missed = dist::invlogit(-q * *eta);
      *g = q * missed;
      *h = -missed * (1 - missed);
    }
    return -softplus(-q * *eta);
  };
}

RowLikelihood probit_rows(std::span<const double> y) {
  return [y](std::size_t i, const double* eta, double* g, double* h) {
    const double q = y[i] != 0 ? 1 : -1, z = q * *eta;
    if (g) {
      const double mills = inverse_mills(z);
      *g = q * mills;
      *h = -mills * (mills + z);
    }
    return dist::lnnormal(z);
  };
}

RowLikelihood cloglog_rows(std::span<const double> y) {
  return [y](std::size_t i, const double* eta, double* g, double* h) {
    const double e = std::exp(*eta);  // P(y = 0) = exp(-e)
    if (y[i] == 0) {
      if (g) *g = *h = -e;
      return -e;
    }
    const double ratio = e / std::expm1(e);  // e exp(-e) / (1 - exp(-e))
    if (g) {
      *g = ratio;
      *h = ratio * (1 - e - ratio);
    }
    return std::log(-std::expm1(-e));
  };
}

RowLikelihood poisson_rows(std::span<const double> y) {
  std::vector<double> constant(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) constant[i] = dist::lngamma(y[i] + 1);
  return [y, constant = std::move(constant)](std::size_t i, const double* eta, double* g, double* h) {
    const double mu = std::exp(*eta);
    if (g) {
      *g = y[i] - mu;
      *h = -mu;
    }
    return y[i] * *eta - mu - constant[i];
  };
}

RowLikelihood negative_binomial_rows(std::span<const double> y) {
  return [y](std::size_t i, const double* eta, double* g, double* h) {
    const double mu = std::exp(eta[0]), a = std::exp(eta[1]), r = 1 / a, am = a * mu;
    const double l = std::log1p(am), n = y[i];
    if (a * (1 + n + mu) < 1e-5) {  // differences of gamma functions cancel: Poisson plus the first order in α
      const double first = a * ((n - mu) * (n - mu) - n) / 2;
      if (g) {
        g[0] = (n - mu) / (1 + am);
        g[1] = h[3] = first;
        h[0] = -mu * (1 + a * n) / ((1 + am) * (1 + am));
        h[1] = h[2] = -(n - mu) * am / ((1 + am) * (1 + am));
      }
      return n * eta[0] - mu - dist::lngamma(n + 1) + first;
    }
    if (g) {
      const double d1 = dist::digamma(n + r) - dist::digamma(r), d2 = dist::trigamma(n + r) - dist::trigamma(r);
      const double q = 1 + am;
      // with r = 1/α: ∂ll/∂r = ψ(y+r) - ψ(r) - ln(1+αμ) + (μ-y)α/(1+αμ)
      const double dr = d1 - l + (mu - n) * a / q;
      const double drr = d2 + am * a / q - (mu - n) * a * a / (q * q);
      g[0] = (n - mu) / q;
      g[1] = -r * dr;
      h[0] = -mu * (1 + a * n) / (q * q);
      h[3] = r * dr + r * r * drr;
      h[1] = h[2] = -(n - mu) * am / (q * q);
    }
    const double power = n > 0 ? n * (std::log(am) - l) : 0;
    return dist::lngamma(n + r) - dist::lngamma(r) - dist::lngamma(n + 1) - r * l + power;
  };
}

RowLikelihood constant_dispersion_rows(std::span<const double> y) {
  return [mean = negative_binomial_rows(y)](std::size_t i, const double* eta, double* g, double* h) {
    const double inner[] = {eta[0], eta[1] - eta[0]};
    const double ll = mean(i, inner, g, h);
    if (!g) return ll;
    g[0] -= g[1];
    h[0] += h[3] - 2 * h[1];
    h[1] = h[2] = h[1] - h[3];
    return ll;
  };
}

namespace {

struct Link {
  double (*F)(double);
  double (*f)(double);
  double (*slope)(double);  // f'
};

double logistic_density(double z) { return dist::invlogit(z) * dist::invlogit(-z); }
double logistic_slope(double z) { return logistic_density(z) * (1 - 2 * dist::invlogit(z)); }
double normal_density(double z) { return dist::normalden(z); }
double normal_slope(double z) { return -z * dist::normalden(z); }

// P(y = j) = F(κ_{j+1} - xb) - F(κ_j - xb), from the side where both terms are small.
RowLikelihood ordered_rows(std::span<const double> category, std::size_t cuts, Link link) {
  return [category, cuts, link](std::size_t i, const double* eta, double* g, double* h) {
    const std::size_t m = cuts + 1, j = static_cast<std::size_t>(category[i]);
    const bool has_low = j > 0, has_high = j < cuts;
    const double low = has_low ? eta[j] - eta[0] : 0, high = has_high ? eta[j + 1] - eta[0] : 0;
    double p;
    if (!has_low) p = link.F(high);
    else if (!has_high) p = link.F(-low);
    else p = low > 0 ? link.F(-low) - link.F(-high) : link.F(high) - link.F(low);
    if (!(p > 0)) return undefined;
    if (g) {
      for (std::size_t a = 0; a < m; ++a) g[a] = 0;
      for (std::size_t a = 0; a < m * m; ++a) h[a] = 0;
      const double fl = has_low ? link.f(low) / p : 0, fh = has_high ? link.f(high) / p : 0;
      const double sl = has_low ? link.slope(low) / p : 0, sh = has_high ? link.slope(high) / p : 0;
      const double d = fh - fl;  // ∂ll/∂(shift of both cuts)
      g[0] = -d;
      h[0] = sh - sl - d * d;
      const auto set = [&](std::size_t a, std::size_t b, double v) { h[a * m + b] = h[b * m + a] = v; };
      if (has_high) {
        g[j + 1] = fh;
        set(j + 1, j + 1, sh - fh * fh);
        set(0, j + 1, -(sh - d * fh));
      }
      if (has_low) {
        g[j] = -fl;
        set(j, j, -sl - fl * fl);
        set(0, j, sl - d * fl);
      }
      if (has_low && has_high) set(j, j + 1, fl * fh);
    }
    return std::log(p);
  };
}

}  // namespace

RowLikelihood ordered_logit_rows(std::span<const double> category, std::size_t cuts) {
  return ordered_rows(category, cuts, {dist::invlogit, logistic_density, logistic_slope});
}

RowLikelihood ordered_probit_rows(std::span<const double> category, std::size_t cuts) {
  return ordered_rows(category, cuts, {dist::normal, normal_density, normal_slope});
}

RowLikelihood multinomial_rows(std::span<const double> category, std::size_t categories, std::size_t base) {
  return [=](std::size_t i, const double* eta, double* g, double* h) {
    const std::size_t m = categories - 1;
    const auto index_of = [base](std::size_t j) { return j < base ? j : j - 1; };
    double top = 0;
    for (std::size_t a = 0; a < m; ++a) top = std::max(top, eta[a]);
    double sum = std::exp(-top);
    for (std::size_t a = 0; a < m; ++a) sum += std::exp(eta[a] - top);
    const std::size_t j = static_cast<std::size_t>(category[i]);
    const double own = j == base ? 0 : eta[index_of(j)];
    if (g) {
      for (std::size_t a = 0; a < m; ++a) g[a] = -std::exp(eta[a] - top) / sum;
      for (std::size_t a = 0; a < m; ++a)
        for (std::size_t b = 0; b < m; ++b) h[a * m + b] = g[a] * g[b] + (a == b ? g[a] : 0);
      if (j != base) g[index_of(j)] += 1;
    }
    return own - top - std::log(sum);
  };
}

}  // namespace nqp::numeric
