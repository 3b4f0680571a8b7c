// Univariate summaries with compensated sums of values shifted by the first observation: the accuracy limit of
// stored doubles on every NIST set.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

// Undefined statistics (no rows, zero variance) are NaN.
struct Summary {
  double n = 0;          // rows; Σw for fweights
  double sum_w = 0;      // Σ of weights as given (rows without weights)
  double mean = 0;
  double variance = 0;   // divisor n - 1 (aweights normalised to n; iweights Σw - 1)
  double sd = 0;
  double min = 0;
  double max = 0;
  double sum = 0;        // Σ w x, aweights: Σ of normalised w times x
  double skewness = 0;   // m3 / m2^1.5, no bias correction
  double kurtosis = 0;   // m4 / m2², normal = 3
};

// Rows with zero weight are ignored. Failures as normalise_weights, except that no rows gives n = 0.
Summary summarize(std::span<const double> x, std::span<const double> weights = {},
                  WeightKind kind = WeightKind::none);

// Sum and mean only, still compensated.
struct MeanOnly {
  double n = 0;
  double sum_w = 0;
  double sum = 0;
  double mean = 0;
  double min = 0;
  double max = 0;
};
MeanOnly summarize_mean(std::span<const double> x, std::span<const double> weights = {},
                        WeightKind kind = WeightKind::none);

// Sorted values and running weights, ready for any number of percentiles.
class Order {
 public:
  // O(n log n). `weights` empty means ones.
  explicit Order(std::span<const double> x, std::span<const double> weights = {});

  // With W(i) the cumulative weight and P = Σw p/100: x(i) for the first W(i) > P, or the average with x(i-1) when
  // W(i-1) = P (to 1e-12 relative). 0 <= p <= 100; NaN for no rows.
  double percentile(double p) const;

  // (n+1) p/100 with linear interpolation, ends clamped. Weights are not used.
  double percentile_altdef(double p) const;

  double median() const { return percentile(50); }
  std::span<const double> values() const { return values_; }

 private:
  std::vector<double> values_;
  std::vector<double> cumulative_;  // empty without weights
};

double percentile(std::span<const double> x, double p, std::span<const double> weights = {});

// First-order autocorrelation Σ(x_t - m)(x_{t+1} - m)/Σ(x_t - m)², NIST's definition.
double lag_one_autocorrelation(std::span<const double> x);

}  // namespace nqp::numeric
