// Partialling any number of fixed effects out of any number of columns at once.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/effects.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct AbsorbOptions {
  double tolerance = 1e-10;  // relative size of the remaining normal equations, each column
  int max_iterations = 16000;
};

struct AbsorbReport {
  int iterations = 0;   // 0 when solved directly
  bool converged = true;
  double accuracy = 0;  // largest |Σ w z d| over levels, relative to the size of the column
  double group_mean = 0;  // largest mean of a residual column over a level, in standard deviations of the column
};

// Built once for a set of effects and weights, then used for any columns (ppmlhdfe rebuilds it when weights change).
// The set with most levels is eliminated exactly; the normal equations of the others are solved directly when they
// are few, else by preconditioned conjugate gradients for all columns together.
class Absorber {
 public:
  // Codes, slopes and weights must outlive the Absorber. Weights empty means ones. Failures: conformability.
  Absorber(const std::vector<Effect>& effects, std::span<const double> weights, const AbsorbOptions& options = {});
  ~Absorber();
  Absorber(Absorber&&) noexcept;
  Absorber& operator=(Absorber&&) noexcept;

  // Replaces each column by its residual. Not converged is a fact in the report, not a failure.
  AbsorbReport partial_out(Matrix& columns, Progress& progress) const;

  // Estimated effects: for d = y - xb - residual, one column for each intercept or slope set (n rows, the slope's
  // coefficient for slope sets). Later intercept sets have weighted mean zero, the first keeps the rest.
  Matrix recover(std::span<const double> d, Progress& progress) const;

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace nqp::numeric
