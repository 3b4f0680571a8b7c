// The last least-squares model as boottest samples it: columns, absorbed effects, clusters, who shares a draw.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/model_data.hpp"

namespace nqp::kit {

// Data of the last model: one effect to absorb, further ones as columns behind the model's own.
struct BootstrapModel {
  ModelData data;
  numeric::Matrix x;                 // regressors, constant, dummies
  std::vector<std::size_t> columns;  // of e(b), for the regressors and the constant
  std::vector<double> weights;
  GroupCodes absorbed;
  std::vector<GroupCodes> clusters;
  std::vector<std::string> cluster_names;
  std::vector<std::int32_t> draws;
  std::string draw_names;
  std::vector<std::size_t> endogenous;  // columns of x; none after least squares
  numeric::Matrix excluded;             // instruments that are no regressors
  bool classical = false, as_estimated = true;
};

// After regress, areg, xtreg, fe, reghdfe and two-stage least squares by ivregress or ivreg2. `clusters` and `draw_by` may be empty: those of the estimates. Errors:
// 301 after other commands, 198 absorbed slopes, 101 weights after instruments, 498 more than two absorbed effects or a second one with many levels.
BootstrapModel bootstrap_model(const command::Variables& clusters, const command::Variables& draw_by,
                               const command::Context& c);

}  // namespace nqp::kit
