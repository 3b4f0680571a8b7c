// Standardised coefficients of stored models, from the data in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// Adds e(beta), b_j sd(x_j)/sd(y) over the sample of the model stored under `name` ("." the last one), missing for the
// constant. Error 322 when its sample or variables are not in memory.
void add_betas(const std::string& name, command::Results& e, runtime::Session& s);
void add_betas(std::uint64_t sample_id, command::Results& e, runtime::Session& s);

// Adds rows of the regressors' mean, sd, min or max over the sample, or ebsd = exp(b sd), under these names.
void add_regressor_summaries(const std::vector<std::string>& statistics, std::uint64_t sample_id,
                             command::Results& e, runtime::Session& s);

}  // namespace nqp::kit
