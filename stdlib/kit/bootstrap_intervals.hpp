// What a set of bootstrap replicates says about one statistic.
#pragma once

#include <vector>

namespace nqp::kit {

struct BootstrapSummary {
  double mean = 0, se = 0, bias = 0, z0 = 0;
  double normal[2] = {0, 0}, percentile[2] = {0, 0}, corrected[2] = {0, 0};
  double accelerated[2] = {0, 0};  // missing without an acceleration
};

// Efron and Tibshirani (1993), chapters 6, 13 and 14; divisor R - 1. `replicates` hold no missing values and at least
// two numbers.
BootstrapSummary summarise_bootstrap(double observed, std::vector<double> replicates, double level,
                                     double acceleration);

// The acceleration of BCa intervals from leave-one-out values (Efron and Tibshirani 1993, equation 14.15); missing
// when they do not differ.
double acceleration_of(const std::vector<double>& left_out);

}  // namespace nqp::kit
