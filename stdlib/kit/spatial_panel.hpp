// A balanced panel arranged for spatial models: period after period, units in the order of the weights.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/design.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/spatial_units.hpp"

namespace nqp::kit {

struct SpatialPanel {
  EstimationSample sample;
  GroupCodes units, periods;
  std::vector<std::size_t> order;         // used rows, arranged
  std::string panel, time;

  std::size_t n() const { return units.count; }
  std::size_t T() const { return periods.count; }
  std::vector<double> arranged(std::span<const double> x) const;
};

// Errors: 459 without panel and time or when the panel is not balanced, those of mark_sample.
SpatialPanel spatial_panel(const command::Terms& terms, const command::Variables& groups,
                           const command::Sample& sample, const command::Context& c);

enum class SpatialEffects { units, periods, both };

// Takes means out of arranged values, in place.
void remove_effects(std::span<double> x, const SpatialPanel& p, SpatialEffects effects);

// W x of every period.
std::vector<double> spatial_lag(const numeric::Matrix& w, std::span<const double> x);

// The weights for this panel. Errors of spatial_weights; 503 when the units are not as many; 459 for units without
// neighbours.
SpatialWeights panel_weights(const std::string& name, const SpatialPanel& p, const command::Context& c);

}  // namespace nqp::kit
