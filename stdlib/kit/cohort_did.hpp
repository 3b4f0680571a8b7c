// Difference in differences with effects that differ by cohort and period, as hdidregress (repeated cross sections)
// and xthdidregress (panels) run it.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/two_list_did.hpp"

namespace nqp::kit {

// Without `panel` members of group() are treated together and every row is a unit. Clusters: those of vce(), else the
// groups, else the units. The data get _did_cohort: the first treated period, 0 for never. Errors: 198 a body of
// another form, and those of read_did.
command::Output estimate_cohort_did(const std::string& cmd, bool panel, const TwoListArgs& a,
                                    const command::Context& c);

}  // namespace nqp::kit
