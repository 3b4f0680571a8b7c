// e() of bootstrap and jackknife: the observed results with the variance of the replicates, and their table.
#pragma once

#include <string>

#include "stdlib/kit/replications.hpp"

namespace nqp::kit {

// e() of the observed run (when it was an estimation) or a new one, with b = `values`, V, and no tests or degrees of
// freedom of the command's own.
command::Results resampled_estimates(const ObservedRun& run, const std::string& prefix, const std::string& command,
                                     eval::Matrix V, runtime::Session& s);

eval::Matrix row_matrix(const std::vector<double>& values, const std::vector<std::string>& names);

// Files e() with e(sample) and r(table), and shows the table.
void post_resampled(command::Results e, const std::vector<std::uint8_t>& sample, double level, runtime::Session& s);
void show_resampled(const command::Results& e, double level, runtime::Session& s);

// Shows the last results again. Error 301 when the last estimation was of another kind.
void replay_resampled(const std::string& prefix, double level, runtime::Session& s);

}  // namespace nqp::kit
