#include "stdlib/numeric/linear/equation_system.hpp"

#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

Matrix with_constant(MatrixView x, std::size_t n, bool constant) {
  Matrix out(n, x.cols);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < n; ++i) out(i, j) = x(i, j);
  if (constant) {
    out.data.insert(out.data.end(), n, 1.0);
    ++out.cols;
  }
  return out;
}

// Fitted values of each column on the instruments and a constant.
Matrix projected_on(Matrix x, MatrixView instruments, std::span<const double> w) {
  for (std::size_t j = 0; j < x.cols; ++j) {
    const std::span<const double> column = x.column(j);
    const std::vector<double> y(column.begin(), column.end());
    const LeastSquares ls = least_squares({.y = y, .x = instruments, .constant = true, .weights = w});
    for (std::size_t i = 0; i < x.rows; ++i) x(i, j) = y[i] - ls.residuals[i];
  }
  return x;
}

class SystemSolver {
 public:
  SystemSolver(const SystemSpec& spec, Progress& progress) : spec_(spec), progress_(progress) {
    n_ = spec.equations.front().y.size();
    const Weights w = normalise_weights(spec.weights, spec.weight_kind, n_);
    weights_ = w.values;
    fit_.n = w.n;
    for (const SystemEquation& q : spec.equations) {
      x_.push_back(with_constant(q.x, n_, q.constant));
      hat_.push_back(spec.instruments.cols ? projected_on(x_.back(), spec.instruments, weights_) : x_.back());
      begin_.push_back(width_);
      width_ += x_.back().cols;
      if (fit_.n <= static_cast<double>(x_.back().cols))
        throw Failure(FailureCode::insufficient_observations, "an equation has more parameters than rows");
    }
  }

  SystemFit run() {
    solve(identity(x_.size()));  // every equation alone
    Matrix sigma = covariance();
    if (!spec_.joint) {
      for (std::size_t i = 0; i < sigma.rows; ++i)
        for (std::size_t j = 0; j < sigma.cols; ++j)
          if (i != j) sigma(i, j) = 0;
    }
    for (fit_.steps = 1;; ++fit_.steps) {
      check(progress_);
      solve(inverse_spd(sigma));
      const Matrix next = covariance();
      if (!spec_.joint || !spec_.iterate) {
        fit_.Sigma = spec_.joint ? std::move(sigma) : next;
        break;
      }
      double change = 0;
      for (std::size_t i = 0; i < sigma.data.size(); ++i)
        change = std::max(change, std::abs(next.data[i] - sigma.data[i]) / (std::abs(sigma.data[i]) + 1e-12));
      sigma = next;
      fit_.converged = change < 1e-12;
      if (fit_.converged || fit_.steps >= spec_.iterations) {
        fit_.Sigma = sigma;
        break;
      }
    }
    describe();
    return std::move(fit_);
  }

 private:
  double weight(std::size_t i) const { return weights_.empty() ? 1.0 : weights_[i]; }

  // b and V for the inverse covariance of errors.
  void solve(const Matrix& inverse) {
    Matrix A(width_, width_), rhs(width_, 1);
    for (std::size_t p = 0; p < x_.size(); ++p)
      for (std::size_t q = 0; q < x_.size(); ++q) {
        const double s = inverse(p, q);
        if (s == 0) continue;
        const Matrix cross = cross_product(hat_[p], hat_[q], weights_);
        for (std::size_t i = 0; i < cross.rows; ++i)
          for (std::size_t j = 0; j < cross.cols; ++j) A(begin_[p] + i, begin_[q] + j) = s * cross(i, j);
        const Matrix slope = cross_product(hat_[p], MatrixView(spec_.equations[q].y.data(), n_, 1), weights_);
        for (std::size_t i = 0; i < slope.rows; ++i) rhs(begin_[p] + i, 0) += s * slope(i, 0);
      }
    // Units of measurement must not decide what is positive definite.
    std::vector<double> scale(width_);
    for (std::size_t i = 0; i < width_; ++i) scale[i] = A(i, i) > 0 ? 1 / std::sqrt(A(i, i)) : 1.0;
    for (std::size_t i = 0; i < width_; ++i) {
      for (std::size_t j = 0; j < width_; ++j) A(i, j) *= scale[i] * scale[j];
      rhs(i, 0) *= scale[i];
    }
    fit_.V = inverse_spd(A);
    const Matrix b = multiply(fit_.V, rhs);
    fit_.b.resize(width_);
    for (std::size_t i = 0; i < width_; ++i) {
      fit_.b[i] = b(i, 0) * scale[i];
      for (std::size_t j = 0; j < width_; ++j) fit_.V(i, j) *= scale[i] * scale[j];
    }
    residuals_.clear();
    for (std::size_t q = 0; q < x_.size(); ++q) {
      std::vector<double> e(spec_.equations[q].y.begin(), spec_.equations[q].y.end());
      const std::vector<double> fitted =
          multiply(x_[q], std::span<const double>(fit_.b.data() + begin_[q], x_[q].cols));
      for (std::size_t i = 0; i < n_; ++i) e[i] -= fitted[i];
      residuals_.push_back(std::move(e));
    }
  }

  double cross_residuals(std::size_t p, std::size_t q) const {
    double s = 0;
    for (std::size_t i = 0; i < n_; ++i) s += weight(i) * residuals_[p][i] * residuals_[q][i];
    return s;
  }

  Matrix covariance(bool plain = false) const {
    Matrix out(x_.size(), x_.size());
    for (std::size_t p = 0; p < x_.size(); ++p)
      for (std::size_t q = 0; q <= p; ++q) {
        const double kp = static_cast<double>(x_[p].cols), kq = static_cast<double>(x_[q].cols);
        const double by = spec_.adjusted && !plain ? std::sqrt((fit_.n - kp) * (fit_.n - kq)) : fit_.n;
        out(p, q) = out(q, p) = cross_residuals(p, q) / by;
      }
    return out;
  }

  void describe() {
    for (std::size_t q = 0; q < x_.size(); ++q) {
      double sum = 0, total = 0, squares = 0;
      for (std::size_t i = 0; i < n_; ++i) {
        sum += weight(i) * spec_.equations[q].y[i];
        total += weight(i);
      }
      const double mean = spec_.equations[q].constant ? sum / total : 0;
      for (std::size_t i = 0; i < n_; ++i) {
        const double d = spec_.equations[q].y[i] - mean;
        squares += weight(i) * d * d;
      }
      fit_.rss.push_back(cross_residuals(q, q));
      fit_.tss.push_back(squares);
    }
    const Matrix L = cholesky(covariance(true));
    double log_determinant = 0;
    for (std::size_t i = 0; i < L.rows; ++i) log_determinant += 2 * std::log(L(i, i));
    const double m = static_cast<double>(x_.size());
    fit_.ll = -0.5 * fit_.n * (m * (1 + std::log(2 * M_PI)) + log_determinant);
  }

  const SystemSpec& spec_;
  Progress& progress_;
  std::size_t n_ = 0, width_ = 0;
  std::vector<double> weights_;
  std::vector<Matrix> x_, hat_;
  std::vector<std::size_t> begin_;
  std::vector<std::vector<double>> residuals_;
  SystemFit fit_;
};

}  // namespace

SystemFit fit_system(const SystemSpec& spec, Progress& progress) { return SystemSolver(spec, progress).run(); }

IndependenceTest independence_test(const Matrix& sigma, double n) {
  IndependenceTest out;
  const std::size_t m = sigma.rows;
  out.correlations = Matrix(m, m);
  double sum = 0;
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < m; ++j) {
      const double r = i == j ? 1 : sigma(i, j) / std::sqrt(sigma(i, i) * sigma(j, j));
      out.correlations(i, j) = r;
      if (j < i) sum += r * r;
    }
  out.chi2 = n * sum;
  out.df = static_cast<double>(m * (m - 1)) / 2;
  out.p = m > 1 ? dist::chi2tail(out.df, out.chi2) : undefined;
  return out;
}

SharedRegressors shared_regressors(const std::vector<std::vector<double>>& residuals, std::span<const double> weights,
                                   double df_r, const Matrix& xtx_inverse) {
  const std::size_t m = residuals.size(), k = xtx_inverse.rows;
  SharedRegressors out{Matrix(m, m), Matrix(m * k, m * k)};
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t r = 0; r < residuals[i].size(); ++r)
        sum += (weights.empty() ? 1 : weights[r]) * residuals[i][r] * residuals[j][r];
      out.Sigma(i, j) = out.Sigma(j, i) = sum / df_r;
    }
  for (std::size_t i = 0; i < m * k; ++i)
    for (std::size_t j = 0; j < m * k; ++j) out.V(i, j) = out.Sigma(i / k, j / k) * xtx_inverse(i % k, j % k);
  return out;
}

}  // namespace nqp::numeric
