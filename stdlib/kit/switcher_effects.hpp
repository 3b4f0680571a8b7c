// Effects of switching treatments as did_multiplegt_dyn and did estimate them.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_data.hpp"
#include "stdlib/numeric/did/switchers.hpp"

namespace nqp::kit {

struct SwitcherRequest {
  std::string y, unit, time, treatment, cluster;  // cluster empty: the units
  command::Sample sample;
  int effects = 1, placebos = 0;
  bool by_date = false;  // `treatment` is the first treated period: 0 or missing never
};

struct SwitcherEstimate {
  EstimationSample sample;
  std::size_t units = 0;
  numeric::SwitcherFit fit;
};

// Errors: 451 several rows for a unit and period, 459 clusters that split units, nobody switches.
SwitcherEstimate estimate_switchers(const SwitcherRequest& q, const command::Context& c);

// did, estimator(dcdh): effects by time since the switch (agg event) or their average for each unit of treatment.
// `window` first and last relative time; empty: all effects, no placebos.
command::Output estimate_intertemporal(const DidRequest& q, const std::string& agg, const std::vector<double>& window,
                                       const command::Context& c);

}  // namespace nqp::kit
