// A regression that is fitted again and again with one regressor replaced: everything else is partialled out once.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

enum class ScoreError { classical, robust, cluster };

struct OneRegressorSpec {
  std::span<const double> y{};       // n
  MatrixView x{};                    // n × k, the regressors that stay; none of them the replaced one
  std::vector<Effect> effects{};     // at least one; {all zero codes} stands for the constant
  ScoreError error = ScoreError::classical;
  Codes clusters{};                  // n, with ScoreError::cluster
};

struct OneCoefficient {
  double b = 0;
  double se = 0;         // without small-sample factors: they are the same for every replacement
  bool omitted = false;  // the others and the effects explain the regressor
};

// Frisch and Waugh (1933): the coefficient is the product of the residualised regressor and outcome over the square of
// the former. Codes and y must outlive it.
class OneRegressor {
 public:
  OneRegressor(const OneRegressorSpec& spec, Progress& progress);

  // One result for each column of d (n × m), which is overwritten.
  std::vector<OneCoefficient> fit(Matrix& d, Progress& progress) const;

  static constexpr double absorbed_share = 1e-9;  // ‖residual‖²/‖regressor‖² up to which reghdfe omits it

  const std::vector<double>& outcome() const { return y_; }               // residualised
  const std::vector<std::vector<double>>& basis() const { return q_; }    // orthonormal, of the residualised regressors
  ScoreError error() const { return spec_.error; }
  const std::vector<Effect>& effects() const { return spec_.effects; }
  Codes clusters() const { return spec_.clusters; }

 private:
  void project_off(std::span<double> v) const;

  OneRegressorSpec spec_;
  Absorber absorber_;
  std::vector<double> y_;                // residualised
  std::vector<std::vector<double>> q_;   // orthonormal columns of the residualised regressors
  std::size_t cluster_count_ = 0;
};

}  // namespace nqp::numeric
