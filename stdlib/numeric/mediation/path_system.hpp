// Linear equations among observed variables without loops: maximum likelihood with normal errors, and the effects of
// one variable on another along all paths. Bollen (1989), chapters 4 and 8.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct PathEquation {
  std::size_t y = 0;               // columns of the variables
  std::vector<std::size_t> x;
  std::size_t block = 0;           // errors of equations of one block may correlate: these have the same regressors
};

struct PathSystem {
  Matrix variables;                // n × m
  std::vector<PathEquation> equations;
  bool robust = false;             // V from the products of the rows' influences; of the clusters' when there are any
  Codes clusters{};
};

// Least squares equation by equation, which is the maximum of the likelihood; variances have the divisor n. Parameters:
// slopes and constant of each equation, then variances of the errors, then the covariances within blocks.
struct PathSystemFit {
  std::vector<double> b;
  Matrix V;
  std::vector<std::pair<std::size_t, std::size_t>> covariances;  // equations of the last parameters: (i, i), then (i, j)
  double ll = 0;                   // of the endogenous given the exogenous variables
  double ll_saturated = 0;         // of all of them on all exogenous ones; NaN where these leave no error of one
  double df = 0;                   // parameters that the model saves
  // When one of these is set, nothing else is.
  std::optional<std::pair<std::size_t, std::size_t>> collinear;  // equation and place of a regressor
  std::optional<std::size_t> without_error;                      // equation that fits perfectly
};
// Failure not_positive_definite: errors of one block that determine each other.
PathSystemFit fit_path_system(const PathSystem& s, Progress& progress);

// Where a slope stands among the parameters, and between which variables.
struct PathSlope {
  std::size_t parameter = 0, to = 0, from = 0;
};

// Effect of one variable on another, with standard errors by the delta method.
struct PathEffect {
  std::size_t to = 0, from = 0;
  double direct = 0, indirect = 0, total = 0;
  double se_direct = 0, se_indirect = 0, se_total = 0;
  bool is_direct = false, is_indirect = false;   // there are such paths
};
// Of `variables` variables, where there are paths; b and V are those of the parameters.
std::vector<PathEffect> path_effects(std::size_t variables, const std::vector<PathSlope>& slopes,
                                     std::span<const double> b, MatrixView V);

}  // namespace nqp::numeric
