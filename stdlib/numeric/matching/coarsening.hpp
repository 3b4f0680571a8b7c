// Coarsened exact matching (Iacus, King and Porro 2011, JASA 106, 345-361): classes of covariates, strata of rows, and
// how unlike two groups are.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace nqp::numeric {

// Ends of the classes ascend; a class is closed on the right, the first one on both sides. Without ends all values are
// one class.
struct CoarsenedCovariate {
  std::vector<double> x;        // one value a row
  std::vector<double> ends;
  bool exact = false;           // every value is a class
  bool codes = false;           // values are codes of texts: always exact, without mean and quantiles
};

// Sturges (1926), Scott (1979), Freedman and Diaconis (1981).
enum class CoarseningRule { sturges, scott, freedman_diaconis };

// `points` ends from `low` to `high`.
std::vector<double> equal_class_ends(double low, double high, std::size_t points);

// Ends by a rule for the number of classes, taken for the number of ends, the least and the largest value among them
// (Blackwell, Iacus, King and Porro 2009). None for values that are all the same. `x` is not empty.
std::vector<double> rule_class_ends(std::span<const double> x, CoarseningRule rule);

// Rows whose classes agree in all covariates, numbered in order of appearance.
struct CoarsenedStrata {
  std::vector<std::size_t> of_row;
  std::size_t count = 0;
};
CoarsenedStrata coarsened_strata(std::span<const CoarsenedCovariate> covariates, std::size_t rows);

// Treated less controls; of codes and of the joint distribution L1 alone, the rest NaN.
struct CoarsenedImbalance {
  double l1 = 0;                // half the sum of absolute differences of the shares of strata
  double mean = 0;
  std::array<double, 5> quantiles{};  // 0, 25, 50, 75 and 100 percent
};

// Over rows with positive weight `w`, `d` being 1 for treated rows and 0 for others; classes by `rule` over these
// rows. One entry a covariate, then the joint one.
std::vector<CoarsenedImbalance> coarsened_imbalance(std::vector<CoarsenedCovariate> covariates,
                                                    std::span<const double> d, std::span<const double> w,
                                                    CoarseningRule rule);

}  // namespace nqp::numeric
