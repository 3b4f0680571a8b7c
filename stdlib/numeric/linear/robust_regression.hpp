// Regression that gives outliers little weight: Huber's weights, then Tukey's biweight.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::numeric {

struct RobustSpec {
  std::span<const double> y{};        // n
  MatrixView x{};                     // n × k
  bool constant = true;
  double tuning = 7;                  // the biweight vanishes at 4.685 tuning/7 scales
  double tolerance = 0.01;            // of the largest change of a weight; five times that in the first stage
  int iterations = 16000;             // most iterations of both stages together
};

struct RobustFit {
  LinearFit fit;                      // of the pseudovalues on x: coefficients, variance, F
  std::vector<std::uint8_t> used;     // n, 0 where Cook's distance exceeds 1
  std::vector<double> weights;        // n, the last biweights; 0 where not used
  std::vector<double> changes;        // largest change of a weight, by iteration
  std::size_t huber = 0;              // iterations of the first stage
  bool converged = false;
};

// Rows with Cook's distance above 1 leave. Huber weights min(1, 2M/|e|) with M = med|e - med e|, then biweights
// (1 - (e/cs)²)² with s = M/.6745, each until weights settle. Variances are those of least squares on pseudovalues
// xb + (λ/m) w e, m = mean ψ'(e/s), λ = 1 + K/n (1 - m)/m, n rows of positive weight.
// Sources: Hamilton (1991), Stata Technical Bulletin 2, srd1; Street, Carroll and Ruppert (1988), American
// Statistician 42, 152-154. Failures: those of fit_linear; requirement when half the residuals are equal.
RobustFit fit_robust(const RobustSpec& spec, Progress& progress);

}  // namespace nqp::numeric
