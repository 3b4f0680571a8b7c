#include "stdlib/numeric/frontier/envelopment.hpp"

#include <cmath>
#include <vector>

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

constexpr double tiny = 1e-10;

// min c'v with A v = b, v >= 0, b >= 0; the last m columns of A are artificial.
class Simplex {
 public:
  Simplex(std::size_t rows, std::size_t columns) : m_(rows), n_(columns), t_(rows + 1, columns + 1) {}
  double& at(std::size_t row, std::size_t column) { return t_(row, column); }
  double& right(std::size_t row) { return t_(row, n_); }

  // Phase one drives the artificial columns from `artificial` on to zero; then c is minimised. NaN when infeasible.
  double minimise(const std::vector<double>& c, std::size_t artificial) {
    for (std::size_t i = 0; i < m_; ++i) basis_.push_back(artificial + i);
    std::vector<double> first(n_, 0.0);
    for (std::size_t j = artificial; j < n_; ++j) first[j] = 1;
    objective(first);
    if (!run(n_) || -t_(m_, n_) > 1e-8) return undefined;
    leave_artificial(artificial);
    objective(c);
    return run(artificial) ? -t_(m_, n_) : undefined;
  }

  // The value of a column in the solution.
  double value(std::size_t column) const {
    for (std::size_t i = 0; i < m_; ++i)
      if (basis_[i] == column) return t_(i, n_);
    return 0;
  }

 private:
  void objective(const std::vector<double>& c) {
    for (std::size_t j = 0; j <= n_; ++j) t_(m_, j) = j < n_ ? c[j] : 0;
    for (std::size_t i = 0; i < m_; ++i)
      if (const double k = c[basis_[i]]; k != 0)
        for (std::size_t j = 0; j <= n_; ++j) t_(m_, j) -= k * t_(i, j);
  }

  // Bland's rule: the first improving column, ties by the smallest basic one. False when unbounded.
  bool run(std::size_t allowed) {
    for (int step = 0; step < 16000; ++step) {
      std::size_t j = 0;
      while (j < allowed && t_(m_, j) > -tiny) ++j;
      if (j == allowed) return true;
      std::size_t pivot_row = m_;
      double least = 0;
      for (std::size_t i = 0; i < m_; ++i) {
        if (t_(i, j) <= tiny) continue;
        const double ratio = t_(i, n_) / t_(i, j);
        if (pivot_row == m_ || ratio < least - 1e-13 || (ratio <= least + 1e-13 && basis_[i] < basis_[pivot_row]))
          pivot_row = i, least = ratio;
      }
      if (pivot_row == m_) return false;
      pivot(pivot_row, j);
    }
    return false;
  }

  void pivot(std::size_t row, std::size_t column) {
    const double p = t_(row, column);
    for (std::size_t j = 0; j <= n_; ++j) t_(row, j) /= p;
    for (std::size_t i = 0; i <= m_; ++i) {
      const double k = t_(i, column);
      if (i == row || k == 0) continue;
      for (std::size_t j = 0; j <= n_; ++j) t_(i, j) -= k * t_(row, j);
    }
    basis_[row] = column;
  }

  // An artificial variable that is basic at zero makes room for any column; a row of zeros stays as it is.
  void leave_artificial(std::size_t artificial) {
    for (std::size_t i = 0; i < m_; ++i) {
      if (basis_[i] < artificial) continue;
      for (std::size_t j = 0; j < artificial; ++j)
        if (std::fabs(t_(i, j)) > 1e-9) {
          pivot(i, j);
          break;
        }
    }
  }

  std::size_t m_, n_;
  Matrix t_;
  std::vector<std::size_t> basis_;
};

double mean_of(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum > 0 ? sum / static_cast<double>(x.size()) : 1;
}

}  // namespace

double efficiency(std::span<const double> x0, std::span<const double> y0, MatrixView x, MatrixView y, Returns returns,
                  Orientation orientation) {
  const std::size_t n = x.rows, p = x.cols, q = y.cols, rows = p + q + (returns == Returns::constant ? 0 : 1);
  const bool input = orientation == Orientation::input;
  // Columns: λ (n), the radial factor, slacks (rows), artificial (rows).
  const std::size_t radial = n, slack = n + 1, artificial = slack + rows;
  Simplex s(rows, artificial + rows);
  for (std::size_t k = 0; k < p; ++k) {  // λ'x + slack = x0, or λ'x - θ x0 + slack = 0
    const double unit = mean_of(x.column(k));
    for (std::size_t i = 0; i < n; ++i) s.at(k, i) = x(i, k) / unit;
    if (input) s.at(k, radial) = -x0[k] / unit;
    s.at(k, slack + k) = 1;
    s.right(k) = input ? 0 : x0[k] / unit;
  }
  for (std::size_t k = 0; k < q; ++k) {  // λ'y - slack = y0, or λ'y - φ y0 - slack = 0
    const double unit = mean_of(y.column(k));
    for (std::size_t i = 0; i < n; ++i) s.at(p + k, i) = y(i, k) / unit;
    if (!input) s.at(p + k, radial) = -y0[k] / unit;
    s.at(p + k, slack + p + k) = -1;
    s.right(p + k) = input ? y0[k] / unit : 0;
  }
  if (returns != Returns::constant) {
    for (std::size_t i = 0; i < n; ++i) s.at(p + q, i) = 1;
    if (returns == Returns::nonincreasing) s.at(p + q, slack + p + q) = 1;
    s.right(p + q) = 1;
  }
  for (std::size_t i = 0; i < rows; ++i) s.at(i, artificial + i) = 1;
  std::vector<double> c(artificial + rows, 0.0);
  c[radial] = input ? 1 : -1;
  const double value = s.minimise(c, artificial);
  const double te = input ? value : -1 / value;
  if (!(te >= 0) || !std::isfinite(te)) return undefined;
  return std::fabs(te - 1) < 1e-9 ? 1 : te;
}

std::vector<double> slacks(std::span<const double> x0, std::span<const double> y0, MatrixView x, MatrixView y,
                           Returns returns, Orientation orientation, double te) {
  const std::size_t n = x.rows, p = x.cols, q = y.cols, rows = p + q + (returns == Returns::constant ? 0 : 1);
  std::vector<double> out(p + q, undefined);
  if (!is_defined(te) || te <= 0) return out;
  const bool input = orientation == Orientation::input;
  const double shrink = input ? te : 1, grow = input ? 1 : 1 / te;
  const std::size_t slack = n, artificial = slack + rows;
  Simplex s(rows, artificial + rows);
  std::vector<double> c(artificial + rows, 0.0);
  for (std::size_t k = 0; k < p + q; ++k) {  // λ'x + slack = θ x0, λ'y - slack = φ y0, each over its mean
    const bool of_input = k < p;
    const MatrixView& m = of_input ? x : y;
    const std::size_t j = of_input ? k : k - p;
    const double unit = mean_of(m.column(j));
    for (std::size_t i = 0; i < n; ++i) s.at(k, i) = m(i, j) / unit;
    s.at(k, slack + k) = of_input ? 1 : -1;
    s.right(k) = (of_input ? shrink * x0[j] : grow * y0[j]) / unit;
    c[slack + k] = -unit;
    out[k] = unit;
  }
  if (returns != Returns::constant) {
    for (std::size_t i = 0; i < n; ++i) s.at(p + q, i) = 1;
    if (returns == Returns::nonincreasing) s.at(p + q, slack + p + q) = 1;
    s.right(p + q) = 1;
  }
  for (std::size_t i = 0; i < rows; ++i) s.at(i, artificial + i) = 1;
  const double value = s.minimise(c, artificial);
  for (std::size_t k = 0; k < p + q; ++k) {
    const double left = is_defined(value) ? s.value(slack + k) : undefined;
    out[k] = std::fabs(left) < 1e-9 ? 0 : left * out[k];
  }
  return out;
}

}  // namespace nqp::numeric
