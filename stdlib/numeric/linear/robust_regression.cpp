#include "stdlib/numeric/linear/robust_regression.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::numeric {
namespace {

struct RobustRows {
  std::vector<double> y;
  Matrix x;
};

RobustRows rows_left(const RobustSpec& spec, const std::vector<std::uint8_t>& used) {
  RobustRows out;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (used[i]) out.y.push_back(spec.y[i]);
  out.x = Matrix(out.y.size(), spec.x.cols);
  for (std::size_t j = 0; j < spec.x.cols; ++j)
    for (std::size_t i = 0, k = 0; i < used.size(); ++i)
      if (used[i]) out.x(k++, j) = spec.x(i, j);
  return out;
}

double robust_median(std::vector<double> v) {
  const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  std::nth_element(v.begin(), middle, v.end());
  if (v.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(v.begin(), middle)) / 2;
}

// M = med|e - med e|
double deviation_about_median(const std::vector<double>& e) {
  const double centre = robust_median(e);
  std::vector<double> d;
  for (const double v : e) d.push_back(std::abs(v - centre));
  return robust_median(std::move(d));
}

std::vector<std::uint8_t> without_influential(const RobustSpec& spec, Progress& progress) {
  LinearSpec linear;
  linear.y = spec.y;
  linear.x = spec.x;
  linear.constant = spec.constant;
  linear.want_leverage = true;
  const LinearFit fit = fit_linear(linear, {}, progress);
  std::vector<std::uint8_t> used(spec.y.size(), 1);
  const double s2 = fit.rss / fit.df_r;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const double h = fit.leverage[i], e = fit.residuals[i];
    used[i] = !(e * e * h / (fit.rank * s2 * (1 - h) * (1 - h)) > 1);
  }
  return used;
}

std::vector<double> huber_weights(const std::vector<double>& e, double M) {
  std::vector<double> w;
  for (const double v : e) w.push_back(std::abs(v) <= 2 * M ? 1 : 2 * M / std::abs(v));
  return w;
}

std::vector<double> biweights(const std::vector<double>& e, double limit) {
  std::vector<double> w;
  for (const double v : e) {
    const double q = std::max(1 - v / limit * (v / limit), 0.0);
    w.push_back(q * q);
  }
  return w;
}

double largest_change(const std::vector<double>& a, const std::vector<double>& b) {
  double out = 0;
  for (std::size_t i = 0; i < a.size(); ++i) out = std::max(out, std::abs(a[i] - b[i]));
  return out;
}

// The response whose least squares has the coefficients and the variance of the weighted fit.
std::vector<double> pseudovalues(const RobustRows& rows, const LeastSquares& fit, const std::vector<double>& w,
                                 double scale, double c, bool constant) {
  const double n = static_cast<double>(rows.y.size());
  double m = 0, positive = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const double q = fit.residuals[i] / scale / c;
    if (std::abs(q) < 1) m += (1 - q * q) * (1 - 5 * q * q) / n;
    positive += w[i] > 0 ? 1 : 0;
  }
  const double lambda = 1 + static_cast<double>(fit.rank) / positive * (1 - m) / m;
  std::vector<double> out = linear_prediction(rows.x, constant, fit.b);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] += lambda / m * w[i] * fit.residuals[i];
  return out;
}

}  // namespace

RobustFit fit_robust(const RobustSpec& spec, Progress& progress) {
  RobustFit out;
  out.used = without_influential(spec, progress);
  const RobustRows rows = rows_left(spec, out.used);
  std::vector<double> w(rows.y.size(), 1.0);
  const auto weighted = [&] {
    return least_squares({.y = rows.y, .x = rows.x, .constant = spec.constant, .weights = w});
  };
  LeastSquares fit = weighted();
  const double c = spec.tuning * 4.685 / 7;
  double scale = 0;
  bool huber = true;
  while (static_cast<int>(out.changes.size()) < spec.iterations) {
    progress.cancelled();
    const double M = deviation_about_median(fit.residuals);
    if (!(M > 0)) throw Failure(FailureCode::requirement, "half of the residuals are equal: they have no scale");
    scale = M / 0.6745;
    std::vector<double> next = huber ? huber_weights(fit.residuals, M) : biweights(fit.residuals, c * scale);
    out.changes.push_back(largest_change(w, next));
    w = std::move(next);
    fit = weighted();
    if (huber) ++out.huber;
    const bool settled = out.changes.back() <= (huber ? 5 : 1) * spec.tolerance;
    if (settled && !huber) {
      out.converged = true;
      break;
    }
    if (settled) huber = false;
  }
  const std::vector<double> y = pseudovalues(rows, fit, w, scale > 0 ? scale : 1, c, spec.constant);
  LinearSpec linear;
  linear.y = y;
  linear.x = rows.x;
  linear.constant = spec.constant;
  out.fit = fit_linear(linear, {}, progress);
  out.weights.assign(spec.y.size(), 0.0);
  for (std::size_t i = 0, k = 0; i < out.used.size(); ++i)
    if (out.used[i]) out.weights[i] = w[k++];
  return out;
}

}  // namespace nqp::numeric
