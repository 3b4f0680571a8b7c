// Rank from left to right on the triangular factor, without pivoting: earlier columns stay.
#include <cmath>
#include <limits>

#include "stdlib/numeric/linalg/scaled_columns.hpp"

namespace nqp::numeric {
namespace {

constexpr double double_rounding = 0x1p-53;
constexpr double float_unit = 0x1p-24;
// How many times the rounding of the data the unexplained part must exceed. NIST Filip stands at 3e5 of these units.
constexpr double double_margin = 512;
constexpr double float_margin = 4;
// Only below this share of a column's norm (1e-13 of the squares, as Stata) is it looked at more closely.
constexpr double suspicious_share = 3.2e-7;

double norm_below(const Matrix& m, std::size_t first_row, std::size_t column) {
  double largest = 0;
  for (std::size_t i = first_row; i < m.rows; ++i) largest = std::max(largest, std::fabs(m(i, column)));
  if (largest == 0) return 0;
  double total = 0;
  for (std::size_t i = first_row; i < m.rows; ++i) total += (m(i, column) / largest) * (m(i, column) / largest);
  return largest * std::sqrt(total);
}

// Reflects rows first_row … of all later columns so that column `pivot` is zero below first_row.
void eliminate(Matrix& m, std::size_t first_row, std::size_t pivot) {
  const double norm = norm_below(m, first_row, pivot);
  bool triangular = true;
  for (std::size_t i = first_row + 1; i < m.rows; ++i) triangular = triangular && m(i, pivot) == 0;
  if (triangular || norm == 0) return;
  const double alpha = m(first_row, pivot) > 0 ? -norm : norm;
  std::vector<double> v(m.rows - first_row);
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = m(first_row + i, pivot);
  v[0] -= alpha;
  double vv = 0;
  for (const double value : v) vv += value * value;
  for (std::size_t j = pivot; j < m.cols; ++j) {
    double vm = 0;
    for (std::size_t i = 0; i < v.size(); ++i) vm += v[i] * m(first_row + i, j);
    for (std::size_t i = 0; i < v.size(); ++i) m(first_row + i, j) -= 2 * vm / vv * v[i];
  }
  m(first_row, pivot) = alpha;
  for (std::size_t i = first_row + 1; i < m.rows; ++i) m(i, pivot) = 0;
}

class RankDecision {
 public:
  RankDecision(const ScaledColumns& columns, Matrix factor) : columns_(columns), work_(std::move(factor)) {
    for (std::size_t j = 0; j < work_.cols; ++j) norms_.push_back(norm_below(work_, 0, j));
  }

  RankedFactor run(bool keep_all) {
    for (std::size_t j = 0; j < columns_.regressors(); ++j) {
      if (kept_.size() >= work_.rows || (!keep_all && depends_on_kept(j))) continue;
      eliminate(work_, kept_.size(), j);
      kept_.push_back(j);
    }
    return result();
  }

 private:
  bool depends_on_kept(std::size_t j) const {
    const double unexplained = norm_below(work_, kept_.size(), j);
    if (unexplained == 0) return true;
    if (unexplained > suspicious_share * norms_[j]) return false;
    const std::vector<double> coefficients = explain(j);
    double noise_here = noise(j);
    for (std::size_t i = 0; i < kept_.size(); ++i) noise_here += std::fabs(coefficients[i]) * noise(kept_[i]);
    if (unexplained <= noise_here) return true;
    const double centred = norm_below(work_, columns_.problem.constant && j > 0 ? 1 : 0, j);
    if (unexplained > suspicious_share * centred) return false;
    return unexplained <= float_margin * float_unit * float_scale(j, coefficients);
  }

  // Coefficients of column j on the kept ones, in scaled units.
  std::vector<double> explain(std::size_t j) const {
    std::vector<double> c(kept_.size());
    for (std::size_t i = kept_.size(); i-- > 0;) {
      double value = work_(i, j);
      for (std::size_t l = i + 1; l < kept_.size(); ++l) value -= work_(i, kept_[l]) * c[l];
      c[i] = value / work_(i, kept_[i]);
    }
    return c;
  }

  // Uncertainty of a column in scaled units.
  double noise(std::size_t j) const {
    const double rounding = double_margin * double_rounding * norms_[j];
    const std::span<const double> given = columns_.problem.column_noise;
    if (given.empty() || columns_.is_constant(j)) return rounding;
    return std::max(rounding, given[j - (columns_.problem.constant ? 1 : 0)] * columns_.scale[j]);
  }

  double float_scale(std::size_t j, const std::vector<double>& coefficients) const {
    double scale = stored_as_float_fractions(columns_.column(j)) ? norms_[j] : 0;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (columns_.is_constant(kept_[i]) || !stored_as_float_fractions(columns_.column(kept_[i]))) continue;
      scale += std::fabs(coefficients[i]) * norms_[kept_[i]];
    }
    return scale;
  }

  RankedFactor result() const {
    RankedFactor ranked;
    ranked.kept = kept_;
    ranked.R = Matrix(kept_.size(), kept_.size());
    for (std::size_t j = 0; j < kept_.size(); ++j) {
      for (std::size_t i = 0; i <= j; ++i) ranked.R(i, j) = work_(i, kept_[j]);
      ranked.projected_y.push_back(work_(j, columns_.regressors()));
    }
    return ranked;
  }

  const ScaledColumns& columns_;
  Matrix work_;
  std::vector<double> norms_;
  std::vector<std::size_t> kept_;
};

}  // namespace

bool stored_as_float_fractions(std::span<const double> x) {
  bool fraction = false;
  for (const double value : x) {
    if (static_cast<double>(static_cast<float>(value)) != value) return false;
    fraction = fraction || value != std::floor(value);
  }
  return fraction;
}

RankedFactor decide_rank(const ScaledColumns& columns, Matrix factor, bool keep_all) {
  return RankDecision(columns, std::move(factor)).run(keep_all);
}

}  // namespace nqp::numeric
