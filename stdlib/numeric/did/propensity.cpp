#include "stdlib/numeric/did/propensity.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

constexpr int max_steps = 100;
constexpr double largest = 1 - 1e-6;

// Objective to be maximised, its gradient's row factor and minus its second derivative, for one row.
struct RowTerm {
  double value, slope, curvature;
};
using RowFunction = RowTerm (*)(double index, bool treated);

RowTerm logit_row(double v, bool treated) {
  const double p = 1 / (1 + std::exp(-v));
  const double log_p = v > 0 ? -std::log1p(std::exp(-v)) : v - std::log1p(std::exp(v));
  return {treated ? log_p : log_p - v, (treated ? 1.0 : 0.0) - p, p * (1 - p)};
}

RowTerm tilting_row(double v, bool treated) {
  if (treated) return {v, 1, 0};
  const double odds = std::exp(v);
  return {-odds, -odds, odds};
}

struct Newton {
  std::vector<double> index;
  bool converged = false;
};

double objective(std::span<const double> index, std::span<const std::uint8_t> treated, std::span<const double> w,
                 RowFunction f) {
  double sum = 0;
  for (std::size_t i = 0; i < index.size(); ++i) sum += w[i] * f(index[i], treated[i] != 0).value;
  return sum;
}

// Concave maximisation with step halving. Stops when a full step moves no index by more than 1e-10.
Newton fit_rows(MatrixView x, std::span<const std::uint8_t> treated, std::span<const double> w, RowFunction f) {
  const std::size_t n = x.rows;
  Newton r;
  std::vector<double> b(x.cols, 0.0), slope(n), curvature(n);
  r.index.assign(n, 0.0);
  double value = objective(r.index, treated, w, f);
  for (int step = 0; step < max_steps; ++step) {
    for (std::size_t i = 0; i < n; ++i) {
      const RowTerm t = f(r.index[i], treated[i] != 0);
      slope[i] = w[i] * t.slope, curvature[i] = w[i] * t.curvature;
    }
    const Matrix g = cross_product(x, MatrixView(slope.data(), n, 1));
    Matrix move;
    try {
      move = solve_spd(gram(x, curvature), g);
    } catch (const Failure&) {
      return r;
    }
    const std::vector<double> direction = multiply(x, move.column(0));
    double size = 0;
    for (const double d : direction) size = std::max(size, std::fabs(d));
    if (!(size < 1e6)) return r;
    double length = 1;
    std::vector<double> next(n);
    for (;; length /= 2) {
      for (std::size_t i = 0; i < n; ++i) next[i] = r.index[i] + length * direction[i];
      const double at = objective(next, treated, w, f);
      if (at >= value - 1e-12 * std::fabs(value) || length < 1e-8) {
        value = at;
        break;
      }
    }
    r.index = next;
    if (size * length < 1e-10) return r.converged = true, r;
  }
  return r;
}

Propensity from_index(const Newton& fit) {
  Propensity out;
  out.converged = fit.converged;
  for (const double v : fit.index) out.p.push_back(std::min(1 / (1 + std::exp(-v)), largest));
  return out;
}

}  // namespace

Propensity logit_propensity(MatrixView x, std::span<const std::uint8_t> treated, std::span<const double> weights) {
  Propensity out = from_index(fit_rows(x, treated, weights, logit_row));
  if (!out.converged) return out;
  const std::size_t n = x.rows;
  std::vector<double> curvature(n);
  out.score.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    out.score[i] = weights[i] * ((treated[i] ? 1.0 : 0.0) - out.p[i]);
    curvature[i] = weights[i] * out.p[i] * (1 - out.p[i]) / double(n);
  }
  out.inverse = inverse_spd(gram(x, curvature));
  return out;
}

Propensity tilted_propensity(MatrixView x, std::span<const std::uint8_t> treated, std::span<const double> weights) {
  return from_index(fit_rows(x, treated, weights, tilting_row));
}

}  // namespace nqp::numeric
