// Synthetic control: Abadie and Gardeazabal (2003), Abadie, Diamond and Hainmueller (2010).
#pragma once

#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct ControlPool {
  Matrix x;   // predictors × units, the treated unit first; scaled here by the standard deviation over units
  Matrix z;   // outcomes before treatment × units
};

enum class Importance { regression, nested, given };

struct ControlSpec {
  ControlPool pool;
  Importance importance = Importance::regression;
  std::vector<double> given;     // one number a predictor
  bool all_starts = false;       // nested: from equal importance too
};

struct ControlWeights {
  std::vector<double> w;   // of the controls, sum 1
  std::vector<double> v;   // importance of predictors, sum 1
  double mspe = 0;         // mean squared difference of the outcomes z
};

// w minimises Σ_m v_m (x_m1 - Σ_j w_j x_mj)² over the simplex. v: the diagonal of B B', B the slopes of outcomes z
// regressed on the predictors over all units; or (nested) what minimises mspe, by Nelder-Mead from there.
// Failure data_requirement when a predictor has no variation or v is all zero.
ControlWeights synthetic_control(const ControlSpec& spec, Progress& progress);

// Weights of the columns whose combination is nearest to the origin: Wolfe (1976), exact.
std::vector<double> nearest_in_hull(const Matrix& points);

}  // namespace nqp::numeric
