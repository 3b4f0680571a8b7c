// Threshold regression in balanced panels with fixed effects.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct ThresholdSpec {
  std::span<const double> y{};
  MatrixView x{};                  // the same slopes in all regimes; may have no columns
  MatrixView rx{};                 // slopes differ between regimes
  std::span<const double> q{};     // regimes: q <= gamma_1 < q <= gamma_2 …
  Codes panel{};                   // dense from 0; rows sorted by panel, then time; all panels of the same length
  int grid = 300;                  // most candidates
  std::vector<double> trim;        // one per threshold: least share of rows in a regime
  std::vector<int> replications;   // one per threshold, or empty: no test
  double level = 95;               // of the intervals, in percent
  std::uint64_t seed = 0;
};

struct ThresholdEstimate {
  double value = 0, lower = 0, upper = 0;
  std::vector<double> gamma, ratio;  // likelihood ratio at every candidate
};

struct ThresholdTest {
  double rss = 0, mse = 0, F = 0, p = 0, critical10 = 0, critical5 = 0, critical1 = 0;  // NaN without replications
};

struct ThresholdFit {
  // Th-1; with two or more: Th-21, the first anew given the second, and Th-22; with three: Th-3.
  std::vector<ThresholdEstimate> estimates;
  std::vector<ThresholdTest> tests;    // single, double, triple
  std::vector<double> thresholds;      // of the largest model, ascending
  double rss0 = 0;                     // without a threshold
};

// Number of thresholds: trim.size(), 1 to 3. Least squares on deviations from panel means over candidate thresholds
// (all observed q, at most `grid` of their quantiles); further ones given those before, the first then anew.
// F_m = (S_{m-1} - S_m)/(S_m/(n(T-1))). Its null distribution: residuals of the model with m thresholds drawn by
// whole panels on top of the fit with m - 1. Interval: the gammas with likelihood ratio up to -2 ln(1 - sqrt(level)).
// Failures: insufficient_observations when no candidate leaves the regimes enough rows.
// Source: Hansen, B. E. (1999), Journal of Econometrics 93, 345-368.
ThresholdFit fit_panel_threshold(const ThresholdSpec& spec, Progress& progress);

}  // namespace nqp::numeric
