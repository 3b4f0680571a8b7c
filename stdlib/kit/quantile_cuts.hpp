// Cut points of quantile groups, shared by xtile, pctile and _pctile.
#pragma once

#include <span>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::kit {

// Selected values that are not missing, with their weights (empty without).
struct WeightedValues {
  std::vector<double> x, w;
};
WeightedValues weighted_values(const command::Context& c, const std::vector<double>& x, const command::Weight& weight,
                               const command::Sample& sample, const Selection& s);

// The percentiles `p` of the values. Error 2000 without values, 198 for altdef with weights.
std::vector<double> percentiles(const WeightedValues& v, std::span<const double> p, bool altdef);

// 100/n, 200/n, ... below 100.
std::vector<double> even_percents(int n);

}  // namespace nqp::kit
