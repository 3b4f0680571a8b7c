// The linear programs behind tests of moment inequalities with linear nuisance parameters.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// max γ'y over γ >= 0 with γ'σ = 1 and γ'X = 0: the dual of min η subject to y - X τ <= η σ. The region is the same
// for every y, so each program starts at the corner where the one before ended.
class MomentProgram {
 public:
  // sigma m positive numbers, X m × k with m > k.
  MomentProgram(std::span<const double> sigma, MatrixView x);

  bool feasible() const { return feasible_; }  // else η can be made as small as one likes

  // The best value; gamma() is the corner that attains it.
  double maximise(std::span<const double> y);
  const std::vector<double>& gamma() const { return gamma_; }

 private:
  void invert();
  bool improve(std::span<const double> y, std::size_t columns);
  void read_corner();

  std::size_t m_ = 0, r_ = 0;
  Matrix columns_;                  // r × (m + r): constraints by row, artificial columns behind
  std::vector<std::size_t> basis_;
  Matrix inverse_;                  // of the basis
  std::vector<double> value_, gamma_;
  int pivots_ = 0;
  bool feasible_ = true;
};

}  // namespace nqp::numeric
