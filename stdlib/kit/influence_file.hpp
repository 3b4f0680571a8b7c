// Influence functions of csdid as data: what saverif() writes and csdid_stats reads again.
#pragma once

#include <optional>

#include "interpreter/command/results.hpp"
#include "interpreter/dataset/frame.hpp"
#include "stdlib/kit/did_data.hpp"
#include "stdlib/numeric/did/group_time.hpp"

namespace nqp::kit {

// One row a unit: the unit, its cohort, its cluster, and effect + influence for every cohort and period and every
// cohort's share (the columns of e(b_attgt)). Labels say what a column is about.
data::Frame influence_frame(const numeric::GroupTimeFit& fit, const command::Results& e, const DidData& d,
                            const std::vector<std::int32_t>& clusters, const command::Context& c);

// e() as csdid files it, from such data: means are the effects, their products the variances. Nothing for other data.
std::optional<command::Results> results_of_influence(const data::Frame& f);

}  // namespace nqp::kit
