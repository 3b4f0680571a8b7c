// Standard errors and uniform confidence bands from influence functions.
#pragma once

#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::numeric {

enum class Multiplier { mammen, rademacher };

struct MultiplierSpec {
  MatrixView influence{};        // units × effects: θ̂ - θ is about their mean
  Codes clusters{};              // one per unit; empty: units
  int draws = 999;
  Multiplier multiplier = Multiplier::mammen;
  double level = 95;
};

struct MultiplierBand {
  std::vector<double> se;        // interquartile range of the draws over that of the normal; NaN where there is none
  double critical = 0;           // of max |t|, never below the normal one
};

// Multipliers have mean 0 and variance 1 and are the same within a cluster. Source: Callaway and Sant'Anna (2021),
// algorithm 1; Mammen (1993) for the two-point distribution.
MultiplierBand multiplier_band(const MultiplierSpec& spec, rng::Generator& generator, Progress& progress);

// The quantile of max |z| of normal z with covariance V, never below that of one of them: what normal multipliers of
// influence functions with Σψψ' = V give. Rows with a variance of zero have no part. No variance at all: the quantile
// of one.
double simultaneous_critical(MatrixView V, int draws, double level, rng::Generator& generator, Progress& progress);

}  // namespace nqp::numeric
