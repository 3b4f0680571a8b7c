#include "stdlib/numeric/did/moment_program.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/linalg/general.hpp"

namespace nqp::numeric {
namespace {

constexpr double price_tolerance = 1e-11, pivot_tolerance = 1e-10;
constexpr int pivots_between_inversions = 64, pivots_by_size = 200, most_pivots = 20000;

}  // namespace

MomentProgram::MomentProgram(std::span<const double> sigma, MatrixView x)
    : m_(sigma.size()), r_(x.cols + 1), columns_(r_, m_ + r_), gamma_(m_) {
  for (std::size_t i = 0; i < m_; ++i) {
    columns_(0, i) = sigma[i];
    for (std::size_t j = 0; j < x.cols; ++j) columns_(j + 1, i) = x(i, j);
  }
  for (std::size_t j = 0; j < r_; ++j) columns_(j, m_ + j) = 1, basis_.push_back(m_ + j);
  invert();
  std::vector<double> cost(m_ + r_, 0.0);
  std::fill(cost.begin() + static_cast<std::ptrdiff_t>(m_), cost.end(), -1.0);
  improve(cost, m_ + r_);
  double left = 0;
  for (std::size_t k = 0; k < r_; ++k)
    if (basis_[k] >= m_) left += value_[k];
  feasible_ = left < 1e-9;
  // Artificial columns that stayed at 0 leave where another column can take their place.
  for (std::size_t k = 0; feasible_ && k < r_; ++k) {
    if (basis_[k] < m_) continue;
    for (std::size_t j = 0; j < m_; ++j) {
      double entry = 0;
      for (std::size_t i = 0; i < r_; ++i) entry += inverse_(k, i) * columns_(i, j);
      if (std::fabs(entry) < 1e-8 || std::find(basis_.begin(), basis_.end(), j) != basis_.end()) continue;
      basis_[k] = j;
      invert();
      break;
    }
  }
  read_corner();
}

void MomentProgram::invert() {
  Matrix b(r_, r_);
  for (std::size_t k = 0; k < r_; ++k)
    for (std::size_t i = 0; i < r_; ++i) b(i, k) = columns_(i, basis_[k]);
  inverse_ = inverse(b);
  value_.resize(r_);
  for (std::size_t k = 0; k < r_; ++k) value_[k] = std::max(0.0, inverse_(k, 0));
  pivots_ = 0;
}

// Primal simplex steps: the largest price enters, after many steps the first one (Bland 1977), which cannot cycle.
bool MomentProgram::improve(std::span<const double> y, std::size_t columns) {
  std::vector<double> price(r_), step(r_);
  for (int round = 0; round < most_pivots; ++round) {
    double scale = 1e-300;
    for (std::size_t i = 0; i < r_; ++i) {
      price[i] = 0;
      for (std::size_t k = 0; k < r_; ++k) price[i] += (basis_[k] < y.size() ? y[basis_[k]] : 0) * inverse_(k, i);
    }
    for (std::size_t j = 0; j < columns; ++j) scale = std::max(scale, std::fabs(y[j]));
    std::size_t enters = columns;
    double best = price_tolerance * scale;
    for (std::size_t j = 0; j < columns; ++j) {
      double gain = y[j];
      for (std::size_t i = 0; i < r_; ++i) gain -= price[i] * columns_(i, j);
      if (gain <= best || std::find(basis_.begin(), basis_.end(), j) != basis_.end()) continue;
      enters = j;
      if (round > pivots_by_size) break;
      best = gain;
    }
    if (enters == columns) return true;
    std::size_t leaves = r_;
    double ratio = HUGE_VAL;
    for (std::size_t k = 0; k < r_; ++k) {
      step[k] = 0;
      for (std::size_t i = 0; i < r_; ++i) step[k] += inverse_(k, i) * columns_(i, enters);
      if (step[k] <= pivot_tolerance) continue;
      const double q = value_[k] / step[k];
      if (q < ratio - 1e-14 || (q < ratio + 1e-14 && leaves < r_ && basis_[k] < basis_[leaves])) ratio = q, leaves = k;
    }
    if (leaves == r_) return false;
    for (std::size_t i = 0; i < r_; ++i) inverse_(leaves, i) /= step[leaves];
    for (std::size_t k = 0; k < r_; ++k) {
      if (k == leaves) continue;
      for (std::size_t i = 0; i < r_; ++i) inverse_(k, i) -= step[k] * inverse_(leaves, i);
      value_[k] = std::max(0.0, value_[k] - ratio * step[k]);
    }
    value_[leaves] = ratio;
    basis_[leaves] = enters;
    if (++pivots_ >= pivots_between_inversions) invert();
  }
  return false;
}

void MomentProgram::read_corner() {
  std::fill(gamma_.begin(), gamma_.end(), 0.0);
  for (std::size_t k = 0; k < r_; ++k)
    if (basis_[k] < m_) gamma_[basis_[k]] = value_[k];
}

double MomentProgram::maximise(std::span<const double> y) {
  improve(y, m_);
  read_corner();
  double sum = 0;
  for (std::size_t i = 0; i < m_; ++i) sum += gamma_[i] * y[i];
  return sum;
}

}  // namespace nqp::numeric
