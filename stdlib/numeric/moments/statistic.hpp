// Named univariate statistics of one sample, as tables of summaries list them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::numeric {

enum class Statistic { n, sum, mean, sd, variance, se_mean, cv, skewness, kurtosis, min, max, range, percentile, iqr };

struct StatisticSpec {
  Statistic statistic = Statistic::mean;
  double p = 50;  // of percentile
};

// NaN where a statistic is not defined. The standard error of the mean is sd/√n, the coefficient of variation sd/mean,
// percentiles follow Order::percentile.
std::vector<double> statistics(std::span<const StatisticSpec> wanted, std::span<const double> x,
                               std::span<const double> weights = {}, WeightKind kind = WeightKind::none);

}  // namespace nqp::numeric
