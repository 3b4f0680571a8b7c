#include "stdlib/numeric/did/synthetic_did.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"

namespace nqp::numeric {
namespace {

// Columns of y are candidates, the last column is the target; rows are centred when an intercept is wanted.
Matrix centred_outcomes(Matrix y) {
  for (std::size_t j = 0; j < y.cols; ++j) {
    double mean = 0;
    for (std::size_t i = 0; i < y.rows; ++i) mean += y(i, j);
    mean /= double(y.rows);
    for (std::size_t i = 0; i < y.rows; ++i) y(i, j) -= mean;
  }
  return y;
}

// min ζ²‖w‖² + ‖A w - b‖²/n over the simplex, from w.
std::vector<double> frank_wolfe(const Matrix& y, double zeta, double least, int steps, std::vector<double> w) {
  const std::size_t k = y.cols - 1, n = y.rows;
  const double eta = double(n) * zeta * zeta;
  std::vector<double> fit(n, 0.0), gradient(k);
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < n; ++i) fit[i] += y(i, j) * w[j];
  double last = HUGE_VAL;
  for (int t = 0; t < steps; ++t) {
    for (std::size_t j = 0; j < k; ++j) {
      gradient[j] = eta * w[j];
      for (std::size_t i = 0; i < n; ++i) gradient[j] += y(i, j) * (fit[i] - y(i, k));
    }
    const std::size_t best =
        static_cast<std::size_t>(std::min_element(gradient.begin(), gradient.end()) - gradient.begin());
    double slope = 0, size = 0, change = 0;
    for (std::size_t j = 0; j < k; ++j) {
      const double d = (j == best ? 1 : 0) - w[j];
      slope += gradient[j] * d, size += d * d;
    }
    for (std::size_t i = 0; i < n; ++i) change += (y(i, best) - fit[i]) * (y(i, best) - fit[i]);
    if (size > 0) {
      const double step = std::clamp(-slope / (change + eta * size), 0.0, 1.0);
      for (std::size_t j = 0; j < k; ++j) w[j] += step * ((j == best ? 1 : 0) - w[j]);
      for (std::size_t i = 0; i < n; ++i) fit[i] += step * (y(i, best) - fit[i]);
    }
    double value = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) value += (fit[i] - y(i, k)) * (fit[i] - y(i, k));
    for (const double v : w) squares += v * v;
    value = zeta * zeta * squares + value / double(n);
    if (t > 0 && last - value < least) break;
    last = value;
  }
  return w;
}

std::vector<double> sparse(std::vector<double> w) {
  const double limit = *std::max_element(w.begin(), w.end()) / 4;
  double sum = 0;
  for (double& v : w) v = v <= limit ? 0 : v, sum += v;
  for (double& v : w) v /= sum;
  return w;
}

std::vector<double> simplex_weights(const Matrix& y, double zeta, double least) {
  const std::size_t k = y.cols - 1;
  std::vector<double> w(k, 1.0 / double(k));
  w = sparse(frank_wolfe(y, zeta, least, 100, w));
  return frank_wolfe(y, zeta, least, 10000, w);
}

// Standard deviation of first differences of controls before treatment.
double noise_level(const SyntheticSpec& s) {
  std::vector<double> d;
  for (std::size_t i = 0; i < s.controls; ++i)
    for (std::size_t t = 1; t < s.before; ++t) d.push_back(s.y(i, t) - s.y(i, t - 1));
  double mean = 0, sum = 0;
  for (const double v : d) mean += v / double(d.size());
  for (const double v : d) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / double(d.size() - 1));
}

}  // namespace

Synthetic synthetic_did(const SyntheticSpec& s) {
  const std::size_t n1 = s.y.rows - s.controls, t1 = s.y.cols - s.before;
  if (s.controls == 0 || n1 == 0 || t1 == 0 || s.before < 2)
    throw Failure(FailureCode::data_requirement,
                  "controls, treated units, two periods before and one after are needed");
  Synthetic out;
  const double noise = noise_level(s), least = (1e-5 * noise) * (1e-5 * noise);
  out.zeta = (s.method == SyntheticMethod::sc ? 1e-6 : std::pow(double(n1 * t1), 0.25)) * noise;
  out.omega.assign(s.controls, 1.0 / double(s.controls));
  out.lambda.assign(s.before, s.method == SyntheticMethod::sc ? 0.0 : 1.0 / double(s.before));
  if (s.method != SyntheticMethod::did) {
    Matrix units(s.before, s.controls + 1);
    for (std::size_t t = 0; t < s.before; ++t) {
      for (std::size_t i = 0; i < s.controls; ++i) units(t, i) = s.y(i, t);
      for (std::size_t i = s.controls; i < s.y.rows; ++i) units(t, s.controls) += s.y(i, t) / double(n1);
    }
    if (s.method == SyntheticMethod::sdid) units = centred_outcomes(std::move(units));
    out.omega = simplex_weights(units, out.zeta, least);
  }
  if (s.method == SyntheticMethod::sdid) {
    Matrix periods(s.controls, s.before + 1);
    for (std::size_t i = 0; i < s.controls; ++i) {
      for (std::size_t t = 0; t < s.before; ++t) periods(i, t) = s.y(i, t);
      for (std::size_t t = s.before; t < s.y.cols; ++t) periods(i, s.before) += s.y(i, t) / double(t1);
    }
    out.lambda = simplex_weights(centred_outcomes(std::move(periods)), 1e-6 * noise, least);
  }
  for (std::size_t i = 0; i < s.y.rows; ++i) {
    const double u = i < s.controls ? -out.omega[i] : 1.0 / double(n1);
    for (std::size_t t = 0; t < s.y.cols; ++t)
      out.effect += u * (t < s.before ? -out.lambda[t] : 1.0 / double(t1)) * s.y(i, t);
  }
  return out;
}

}  // namespace nqp::numeric
