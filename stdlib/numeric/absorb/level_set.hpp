// One absorbed term prepared for projections: a basis that is orthogonal within every level.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/effects.hpp"

namespace nqp::numeric {

// Basis function p of a row is 1 (the intercept, p = 0) or a slope variable made orthogonal, within its level and under
// the weights, to the functions before it. `gram(level, p)` is Σ w basis², 0 where the function carries nothing.
class LevelSet {
 public:
  LevelSet(const Effect& effect, std::span<const double> weights);

  std::size_t levels() const { return static_cast<std::size_t>(codes_.levels); }
  std::size_t functions() const { return functions_; }
  std::size_t dimension() const { return levels() * functions_; }
  bool intercept() const { return intercept_; }
  std::size_t level(std::size_t row) const { return static_cast<std::size_t>(codes_.values[row]); }
  std::size_t slot(std::size_t row) const { return level(row) * functions_; }
  double basis(std::size_t row, std::size_t p) const {
    if (intercept_) return p == 0 ? 1.0 : slopes_[p - 1][row];
    return slopes_[p][row];
  }
  double gram(std::size_t slot) const { return gram_[slot]; }
  double inverse_gram(std::size_t slot) const { return inverse_gram_[slot]; }

  // Coefficients on the original [1,] slope variables of one level, from those on the basis (length functions()).
  void to_original(std::size_t level, const double* basis_coefficients, double* original) const;

 private:
  void add_function(std::span<const double> x, std::span<const double> weights);

  DenseCodes codes_;
  bool intercept_ = true;
  std::size_t functions_ = 0;
  std::vector<std::vector<double>> slopes_;  // orthogonalised, one n-vector each
  std::vector<double> gram_;                 // level × function
  std::vector<double> inverse_gram_;
  // Column p of level's unit upper triangle: what was subtracted, basis_p = x_p - Σ_{l<p} shift(l, p) basis_l.
  std::vector<double> shift_;                // level × function × function
};

}  // namespace nqp::numeric
