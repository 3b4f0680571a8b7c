// Kernels of covariance estimators that allow for autocorrelation, and the choice of their bandwidth.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"

namespace nqp::numeric {

enum class HacKernel { none, bartlett, truncated, parzen, tukey_hanning, tukey_hamming, daniell, tent,
                    quadratic_spectral };

// Weight of lag tau > 0; bandwidth > 0 (for Bartlett the number of lags plus one). Andrews (1991), section 2.
double kernel_weight(HacKernel kernel, double lag, double bandwidth);

// Longest lag with a weight: all of them for kernels without a window.
int kernel_lags(HacKernel kernel, double bandwidth, int periods);

// Where every observation stands in time. Lags are taken within a panel, by time and not by row.
struct SeriesOrder {
  std::vector<std::int32_t> panel;  // empty: one series
  std::vector<std::int32_t> time;   // in steps of one
};

// Pairs (row, row of the same panel `lag` periods earlier); rows without one are left out.
struct LagPairs {
  std::vector<std::size_t> row, earlier;
};
class LagFinder {
 public:
  explicit LagFinder(const SeriesOrder& order);
  LagPairs pairs(int lag) const;
  int periods() const { return periods_; }  // last time - first time + 1

 private:
  const SeriesOrder& order_;
  std::vector<std::size_t> sorted_;
  int periods_ = 0;
};

// Number of lags by Newey and West (1994) for the series f_t of one sum of the moments; rows in order of time.
// Bartlett, Parzen and quadratic spectral only: Failure requirement for others.
double automatic_lags(std::span<const double> f, HacKernel kernel);

}  // namespace nqp::numeric
