#include "stdlib/numeric/treatment/entropy_balance.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

// Deviations from the target in standard deviations of the column; collinear columns left out.
Matrix balance_deviations(MatrixView z, std::span<const double> target) {
  const std::vector<double> y(z.rows, 0.0);
  const LeastSquares rank = least_squares({.y = y, .x = z, .constant = true, .want_residuals = false});
  Matrix out(z.rows, 0);
  for (std::size_t j = 0; j < z.cols; ++j) {
    if (rank.omitted[j]) continue;
    double mean = 0, sum = 0;
    for (const double v : z.column(j)) mean += v / double(z.rows);
    for (const double v : z.column(j)) sum += (v - mean) * (v - mean);
    const double sd = std::sqrt(sum / double(z.rows));
    for (const double v : z.column(j)) out.data.push_back((v - target[j]) / sd);
    ++out.cols;
  }
  return out;
}

struct DualPoint {
  double value = 0;               // ln Σ exp
  std::vector<double> weights;    // sum 1
};
DualPoint dual_at(const Matrix& c, const std::vector<double>& lambda) {
  DualPoint p;
  p.weights = multiply(c, lambda);
  const double top = *std::max_element(p.weights.begin(), p.weights.end());
  double sum = 0;
  for (double& w : p.weights) w = std::exp(w - top), sum += w;
  for (double& w : p.weights) w /= sum;
  p.value = top + std::log(sum);
  return p;
}

// What is off in every moment, those of collinear columns included.
double largest_gap(MatrixView z, std::span<const double> target, const std::vector<double>& w) {
  double worst = 0;
  for (std::size_t j = 0; j < z.cols; ++j) {
    double mean = 0, square = 0, plain = 0;
    for (std::size_t i = 0; i < z.rows; ++i) mean += w[i] * z(i, j), plain += z(i, j) / double(z.rows);
    for (std::size_t i = 0; i < z.rows; ++i) square += (z(i, j) - plain) * (z(i, j) - plain) / double(z.rows);
    const double scale = square > 0 ? std::sqrt(square) : std::max(1.0, std::fabs(target[j]));
    worst = std::max(worst, std::fabs(mean - target[j]) / scale);
  }
  return worst;
}

}  // namespace

EntropyBalance entropy_balance(MatrixView z, std::span<const double> target, double tolerance, int iterations,
                               Progress& progress) {
  if (z.rows == 0) throw Failure(FailureCode::data_requirement, "no control units");
  const Matrix c = balance_deviations(z, target);
  std::vector<double> lambda(c.cols, 0.0);
  DualPoint now = dual_at(c, lambda);
  EntropyBalance out;
  for (; out.iterations < iterations; ++out.iterations) {
    check(progress);
    const std::vector<double> gradient = multiply(transpose(c), now.weights);
    double worst = 0;
    for (const double g : gradient) worst = std::max(worst, std::fabs(g));
    if (worst < tolerance) break;
    Matrix hessian = cross_product(c, c, now.weights);
    for (std::size_t i = 0; i < c.cols; ++i)
      for (std::size_t j = 0; j < c.cols; ++j) hessian(i, j) -= gradient[i] * gradient[j];
    const std::vector<double> step = multiply(pseudo_inverse(hessian, 1e-14).inverse, gradient);
    double decrease = 0;
    for (std::size_t j = 0; j < step.size(); ++j) decrease += step[j] * gradient[j];
    double length = 1;
    DualPoint next;
    std::vector<double> trial(lambda.size());
    for (int halving = 0; halving < 60; ++halving, length /= 2) {
      for (std::size_t j = 0; j < trial.size(); ++j) trial[j] = lambda[j] - length * step[j];
      next = dual_at(c, trial);
      if (next.value <= now.value - 1e-4 * length * decrease) break;
    }
    if (!(next.value < now.value) && length < 1e-12) break;
    lambda = trial, now = std::move(next);
  }
  out.weights = std::move(now.weights);
  out.worst = largest_gap(z, target, out.weights);
  out.converged = out.worst < std::max(1e-6, 10 * tolerance);
  return out;
}

}  // namespace nqp::numeric
