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

// Periods before × controls and, last, the mean of the treated; or controls × periods before and the mean after.
Matrix by_unit(const SyntheticSpec& s, const Matrix& y) {
  const double n1 = double(y.rows - s.controls);
  Matrix out(s.before, s.controls + 1);
  for (std::size_t t = 0; t < s.before; ++t) {
    for (std::size_t i = 0; i < s.controls; ++i) out(t, i) = y(i, t);
    for (std::size_t i = s.controls; i < y.rows; ++i) out(t, s.controls) += y(i, t) / n1;
  }
  return out;
}

Matrix by_period(const SyntheticSpec& s, const Matrix& y) {
  const double t1 = double(y.cols - s.before);
  Matrix out(s.controls, s.before + 1);
  for (std::size_t i = 0; i < s.controls; ++i) {
    for (std::size_t t = 0; t < s.before; ++t) out(i, t) = y(i, t);
    for (std::size_t t = s.before; t < y.cols; ++t) out(i, s.before) += y(i, t) / t1;
  }
  return out;
}

std::vector<double> synthetic_errors(const Matrix& y, const std::vector<double>& w) {
  std::vector<double> out;
  for (std::size_t i = 0; i < y.rows; ++i) {
    double e = -y(i, w.size());
    for (std::size_t j = 0; j < w.size(); ++j) e += w[j] * y(i, j);
    out.push_back(e);
  }
  return out;
}

double sum_of_squares(const std::vector<double>& v) {
  double sum = 0;
  for (const double e : v) sum += e * e;
  return sum;
}

Matrix less_covariates(const Matrix& y, const std::vector<Matrix>& x, const std::vector<double>& beta) {
  Matrix out = y;
  for (std::size_t k = 0; k < x.size(); ++k)
    for (std::size_t i = 0; i < out.data.size(); ++i) out.data[i] -= beta[k] * x[k].data[i];
  return out;
}

// Weights and β together; `out` holds where to start.
void optimise_covariates(const SyntheticSpec& s, double period_zeta, double least, Synthetic& out) {
  const bool centre = s.method != SyntheticMethod::sc;
  const auto units_of = [&](const Matrix& y) { return centre ? centred_outcomes(by_unit(s, y)) : by_unit(s, y); };
  const double n = double(s.controls), before = double(s.before);
  out.beta.assign(s.x.size(), 0.0);
  std::vector<double> unit_errors, period_errors;
  const auto weigh = [&] {
    const Matrix y = less_covariates(s.y, s.x, out.beta);
    const Matrix units = units_of(y), periods = centred_outcomes(by_period(s, y));
    if (s.method == SyntheticMethod::sdid) out.lambda = frank_wolfe(periods, period_zeta, 0, 1, out.lambda);
    if (s.method != SyntheticMethod::did) out.omega = frank_wolfe(units, out.zeta, 0, 1, out.omega);
    unit_errors = synthetic_errors(units, out.omega), period_errors = synthetic_errors(periods, out.lambda);
    return out.zeta * out.zeta * sum_of_squares(out.omega) + period_zeta * period_zeta * sum_of_squares(out.lambda) +
           sum_of_squares(unit_errors) / before + sum_of_squares(period_errors) / n;
  };
  weigh();
  double last = HUGE_VAL, value = 0;
  for (int t = 1; t <= 10000; ++t) {
    std::vector<double> step;
    for (const Matrix& x : s.x) {
      double gradient = 0;
      const std::vector<double> u = synthetic_errors(by_unit(s, x), out.omega);
      const std::vector<double> p = synthetic_errors(by_period(s, x), out.lambda);
      for (std::size_t i = 0; i < u.size(); ++i) gradient -= unit_errors[i] * u[i] / before;
      for (std::size_t i = 0; i < p.size(); ++i) gradient -= period_errors[i] * p[i] / n;
      step.push_back(gradient / double(t));
    }
    for (std::size_t k = 0; k < step.size(); ++k) out.beta[k] -= step[k];
    value = weigh();
    if (t > 1 && last - value <= least) break;
    last = value;
  }
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
  if (!s.x.empty()) {
    optimise_covariates(s, 1e-6 * noise, least, out);
  } else {
    const Matrix units = by_unit(s, s.y);
    if (s.method == SyntheticMethod::sdid) out.omega = simplex_weights(centred_outcomes(units), out.zeta, least);
    if (s.method == SyntheticMethod::sc) out.omega = simplex_weights(units, out.zeta, least);
    if (s.method == SyntheticMethod::sdid)
      out.lambda = simplex_weights(centred_outcomes(by_period(s, s.y)), 1e-6 * noise, least);
  }
  const Matrix y = less_covariates(s.y, s.x, out.beta);
  for (std::size_t i = 0; i < s.y.rows; ++i) {
    const double u = i < s.controls ? -out.omega[i] : 1.0 / double(n1);
    for (std::size_t t = 0; t < s.y.cols; ++t)
      out.effect += u * (t < s.before ? -out.lambda[t] : 1.0 / double(t1)) * y(i, t);
  }
  return out;
}

}  // namespace nqp::numeric
