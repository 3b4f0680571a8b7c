// Cronbach's alpha: how well items measure the same thing.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// α = k c/(v + (k-1) c) with the mean covariance c of two items and the mean variance v; of standardised items the
// mean correlation and 1. Covariances are those of the rows that both items have.
struct Reliability {
  double between = 0, within = 0, alpha = 0;  // c, v, α; NaN with fewer than two items
};

struct ScaleItem {
  double n = 0;                        // rows that are known
  int sign = 1;                        // -1: reversed
  double item_test = 0, item_rest = 0; // correlations with the mean of all items, and of the others
  Reliability without;                 // of the others, when there are two at least
};

struct ItemScale {
  std::vector<ScaleItem> items;
  Reliability total;
  Matrix used;                         // items with their signs, standardised when asked for
};

// `x`: rows × items, NaN where not known; every item varies. `signs` empty: those of the first principal component of
// the correlations, turned so that most items count as they are. Cronbach (1951), Psychometrika 16, 297-334.
ItemScale item_scale(MatrixView x, std::vector<int> signs, bool standardised);

// The mean of the items that are known, one left out when it is not `every_item`; NaN where fewer than `least` are.
inline constexpr std::size_t every_item = static_cast<std::size_t>(-1);
std::vector<double> scale_means(MatrixView items, std::size_t without, int least);

// Mean and standard deviation of the known values of an item, and their number.
struct KnownMoments {
  double n = 0, mean = 0, sd = 0;
};
KnownMoments known_moments(std::span<const double> x);

}  // namespace nqp::numeric
