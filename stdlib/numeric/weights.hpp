// The four kinds of weights and what an estimator makes of them (Stata User's Guide 20.24).
#pragma once

#include <span>
#include <vector>

namespace nqp::numeric {

enum class WeightKind { none, fweight, aweight, pweight, iweight };

struct Weights {
  std::vector<double> values;  // empty when all are one
  WeightKind kind = WeightKind::none;
  double n = 0;                // observations for degrees of freedom: Σw for fweight, ⌊Σw⌋ for iweight, else rows
  double sum = 0;              // Σ of the normalised weights
  double raw_sum = 0;          // Σ of the weights as given
};

// aweights and pweights are scaled to sum to the number of rows; the others are kept as they are.
// Rows of zero weight must have left the sample, since they count as rows.
// `rows` is the number of rows; `raw` is empty exactly when kind is none.
// Failures: negative_weights, noninteger_frequency_weights, no_observations (rows = 0 or Σw = 0), conformability.
Weights normalise_weights(std::span<const double> raw, WeightKind kind, std::size_t rows);

}  // namespace nqp::numeric
