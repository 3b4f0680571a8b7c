// Averages of cohort-period effects whose weights are known numbers of observations.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/group_time.hpp"

namespace nqp::kit {

// From e(b_interact), e(V_interact) and e(cells). simple: all treated cells by their observations; event: by
// observations at each relative time; group and calendar the same within cohorts and periods. Overall rows: shares of
// units over cohorts, plain means over periods and relative times.
NamedEffects fixed_averages(const std::string& agg, const std::vector<double>& window, const command::Results& e);

}  // namespace nqp::kit
