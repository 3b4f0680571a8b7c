// Replications in several threads, each in a copy of the session. Every replication starts from what the session held
// before the command, so that neither the number of threads nor their order shows in the results.
#pragma once

#include <functional>
#include <mutex>

#include "stdlib/kit/replications.hpp"

namespace nqp::kit {

// Fills rows[r] from `first` to plan.count and calls `row_done(r)` in the calling thread, in order. False when a
// replication does what only the session itself can do (writes files, shows output, leaves globals …): the rows hold
// nothing then. Error 1 when interrupted. `door` is locked while a thread uses the host.
bool run_in_replicas(const Plan& plan, const std::vector<CollectedResult>& list, runtime::Session& s,
                     std::size_t first, std::mutex& door,
                     const std::function<void(std::size_t, std::vector<double>)>& row_done);

}  // namespace nqp::kit
