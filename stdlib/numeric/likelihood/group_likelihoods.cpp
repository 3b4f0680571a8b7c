#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/group_model.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// Sums over all ways to choose j rows, and their derivatives, in extended precision: numbers of ways may exceed the
// range of doubles.
struct ChoiceSums {
  std::size_t k;
  std::vector<long double> value, first, second;  // per j; k and k*k numbers each

  ChoiceSums(std::size_t most, std::size_t parameters, bool derivatives)
      : k(parameters), value(most + 1, 0.0L) {
    value[0] = 1;
    if (derivatives) first.assign((most + 1) * k, 0.0L), second.assign((most + 1) * k * k, 0.0L);
  }

  // One more row with exp(index) = w and regressors x.
  void add(long double w, const double* x, std::size_t upto) {
    for (std::size_t j = upto; j >= 1; --j) {
      const long double before = value[j - 1];
      if (!first.empty()) {
        long double* d = &first[j * k];
        const long double* e = &first[(j - 1) * k];
        long double* h = &second[j * k * k];
        const long double* q = &second[(j - 1) * k * k];
        for (std::size_t a = 0; a < k; ++a)
          for (std::size_t b = 0; b < k; ++b)
            h[a * k + b] += w * (q[a * k + b] + x[a] * e[b] + e[a] * x[b] + x[a] * x[b] * before);
        for (std::size_t a = 0; a < k; ++a) d[a] += w * (e[a] + x[a] * before);
      }
      value[j] += w * before;
    }
  }
};

}  // namespace

GroupLikelihood conditional_logit(const GroupedRows& r) {
  return [r](std::size_t g, const double* b, double* score, double* hessian) {
    const std::size_t k = r.x.cols, from = r.begin[g], to = r.begin[g + 1];
    std::size_t positive = 0;
    double own = 0, top = -HUGE_VAL;
    std::vector<double> eta;
    for (std::size_t i = from; i < to; ++i) {
      eta.push_back(r.index(i, b));
      top = std::max(top, eta.back());
      if (r.y[i] == 0) continue;
      ++positive;
      own += eta.back();
    }
    ChoiceSums sums(positive, k, score != nullptr);
    std::vector<double> x(k);
    for (std::size_t i = from; i < to; ++i) {
      for (std::size_t j = 0; j < k; ++j) x[j] = r.x(i, j);
      sums.add(std::exp(static_cast<long double>(eta[i - from] - top)), x.data(), std::min(positive, i - from + 1));
      if (score && r.y[i] != 0)
        for (std::size_t j = 0; j < k; ++j) score[j] += x[j];
    }
    const long double total = sums.value[positive];
    for (std::size_t a = 0; score && a < k; ++a) {
      const long double mean = sums.first[positive * k + a] / total;
      score[a] -= static_cast<double>(mean);
      for (std::size_t c = 0; c < k; ++c) {
        const long double other = sums.first[positive * k + c] / total;
        hessian[a * k + c] -= static_cast<double>(sums.second[positive * k * k + a * k + c] / total - mean * other);
      }
    }
    return own - static_cast<double>(positive) * top - static_cast<double>(std::log(total));
  };
}

GroupLikelihood conditional_poisson(const GroupedRows& r) {
  return [r](std::size_t g, const double* b, double* score, double* hessian) {
    const std::size_t k = r.x.cols, from = r.begin[g], to = r.begin[g + 1];
    double total = 0, top = -HUGE_VAL, sum = 0, ll = 0;
    std::vector<double> eta;
    for (std::size_t i = from; i < to; ++i) {
      eta.push_back(r.index(i, b));
      top = std::max(top, eta.back());
      total += r.y[i];
    }
    for (const double e : eta) sum += std::exp(e - top);
    const double ln_sum = top + std::log(sum);
    std::vector<double> mean(k, 0.0);
    for (std::size_t i = from; i < to; ++i) {
      const double p = std::exp(eta[i - from] - ln_sum);
      ll += r.y[i] * (eta[i - from] - ln_sum) - dist::lngamma(r.y[i] + 1);
      for (std::size_t a = 0; score && a < k; ++a) {
        score[a] += (r.y[i] - total * p) * r.x(i, a);
        mean[a] += p * r.x(i, a);
        for (std::size_t c = 0; c < k; ++c) hessian[a * k + c] -= total * p * r.x(i, a) * r.x(i, c);
      }
    }
    for (std::size_t a = 0; score && a < k; ++a)
      for (std::size_t c = 0; c < k; ++c) hessian[a * k + c] += total * mean[a] * mean[c];
    return ll + dist::lngamma(total + 1);
  };
}

GroupLikelihood gamma_poisson(const GroupedRows& r, bool constant) {
  return [r, constant](std::size_t g, const double* b, double* score, double* hessian) {
    const std::size_t k = r.x.cols, m = k + (constant ? 1 : 0), p = m + 1;
    const double theta = std::exp(-b[m]);
    double Y = 0, L = 0, ll = 0;
    std::vector<double> sum(m, 0.0);   // Σ λ x
    for (std::size_t i = r.begin[g]; i < r.begin[g + 1]; ++i) {
      const double eta = r.index(i, b) + (constant ? b[k] : 0), lambda = std::exp(eta);
      Y += r.y[i];
      L += lambda;
      ll += r.y[i] * eta - dist::lngamma(r.y[i] + 1);
      for (std::size_t a = 0; score && a < m; ++a) {
        const double xa = a < k ? r.x(i, a) : 1;
        score[a] += r.y[i] * xa;
        sum[a] += lambda * xa;
      }
    }
    const double ratio = (theta + Y) / (theta + L), over = 1 / (theta + L);
    if (score) {
      for (std::size_t i = r.begin[g]; i < r.begin[g + 1]; ++i) {
        const double lambda = std::exp(r.index(i, b) + (constant ? b[k] : 0));
        for (std::size_t a = 0; a < m; ++a)
          for (std::size_t c = 0; c < m; ++c)
            hessian[a * p + c] -= ratio * lambda * (a < k ? r.x(i, a) : 1) * (c < k ? r.x(i, c) : 1);
      }
      const double first = dist::digamma(theta + Y) - dist::digamma(theta) + std::log(theta * over) + 1 - ratio;
      const double second =
          dist::trigamma(theta + Y) - dist::trigamma(theta) + 1 / theta - 2 * over + ratio * over;
      for (std::size_t a = 0; a < m; ++a) {
        score[a] -= ratio * sum[a];
        for (std::size_t c = 0; c < m; ++c) hessian[a * p + c] += ratio * over * sum[a] * sum[c];
        const double cross = theta * (over - ratio * over) * sum[a];  // dθ/d ln α = -θ
        hessian[a * p + m] += cross;
        hessian[m * p + a] += cross;
      }
      score[m] -= theta * first;
      hessian[m * p + m] += theta * first + theta * theta * second;
    }
    return ll + dist::lngamma(theta + Y) - dist::lngamma(theta) + theta * std::log(theta) -
           (theta + Y) * std::log(theta + L);
  };
}

Quadrature gauss_hermite(int points) {
  // Newton's method on the orthonormal Hermite polynomials (Press et al. 2007, section 4.6).
  Quadrature q;
  const auto n = static_cast<std::size_t>(points);
  q.nodes.assign(n, 0.0);
  q.weights.assign(n, 0.0);
  const double pi_quarter = 0.7511255444649425, N = points;
  double z = 0;
  for (std::size_t i = 0; i < (n + 1) / 2; ++i) {
    if (i == 0) z = std::sqrt(2 * N + 1) - 1.85575 * std::pow(2 * N + 1, -1.0 / 6);
    else if (i == 1) z -= 1.14 * std::pow(N, 0.426) / z;
    else if (i == 2) z = 1.86 * z - 0.86 * q.nodes[0];
    else if (i == 3) z = 1.91 * z - 0.91 * q.nodes[1];
    else z = 2 * z - q.nodes[i - 2];
    double slope = 1;
    for (int step = 0; step < 100; ++step) {
      double p1 = pi_quarter, p2 = 0;
      for (int j = 0; j < points; ++j) {
        const double p3 = p2;
        p2 = p1;
        p1 = z * std::sqrt(2.0 / (j + 1)) * p2 - std::sqrt(static_cast<double>(j) / (j + 1)) * p3;
      }
      slope = std::sqrt(2 * N) * p2;
      const double change = p1 / slope;
      z -= change;
      if (std::abs(change) < 1e-15 * (1 + std::abs(z))) break;
    }
    q.nodes[i] = z;
    q.nodes[n - 1 - i] = -z;
    q.weights[i] = q.weights[n - 1 - i] = 2 / (slope * slope);
  }
  return q;
}

}  // namespace nqp::numeric
