#include "stdlib/numeric/absorb/pivoted_cholesky.hpp"

#include <algorithm>
#include <cmath>

namespace nqp::numeric {
namespace {

// A pivot that lost this much of its diagonal is redundant (a connected component's constant).
constexpr double redundant_pivot = 1e-10;

}  // namespace

PivotedCholesky::PivotedCholesky(std::vector<double> S, std::size_t m) : m_(m), factor_(std::move(S)) {
  std::vector<double> diagonal(m);
  for (std::size_t j = 0; j < m; ++j) diagonal[j] = factor_[j + j * m];
  dropped_.assign(m, 0);
  for (std::size_t j = 0; j < m; ++j) {
    double* column = factor_.data() + j * m;
    if (!(column[j] > redundant_pivot * diagonal[j])) {
      dropped_[j] = 1;
      std::fill(column + j, column + m, 0.0);
      continue;
    }
    const double pivot = std::sqrt(column[j]);
    for (std::size_t i = j; i < m; ++i) column[i] /= pivot;
    for (std::size_t l = j + 1; l < m; ++l) {
      const double factor = column[l];
      if (factor == 0) continue;
      double* target = factor_.data() + l * m;
      for (std::size_t i = l; i < m; ++i) target[i] -= factor * column[i];
    }
  }
}

void PivotedCholesky::solve(const SlotTable& B, SlotTable& A) const {
  A.values = B.values;
  for (std::size_t k = 0; k < B.width; ++k) {
    const auto a = [&](std::size_t slot) -> double& { return A.values[slot * A.width + k]; };
    for (std::size_t j = 0; j < m_; ++j) {
      if (dropped_[j]) a(j) = 0;
      else a(j) /= factor_[j + j * m_];
      for (std::size_t i = j + 1; i < m_; ++i) a(i) -= factor_[i + j * m_] * a(j);
    }
    for (std::size_t j = m_; j-- > 0;) {
      if (dropped_[j]) continue;
      for (std::size_t i = j + 1; i < m_; ++i) a(j) -= factor_[i + j * m_] * a(i);
      a(j) /= factor_[j + j * m_];
    }
  }
}

}  // namespace nqp::numeric
