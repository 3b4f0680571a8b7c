// mmqreg and xtqreg: quantile regressions with fixed effects by moments.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"

namespace nqp::kit {

struct MomentQuantileCall : DisplayOptions {
  command::Terms y, x;
  command::Sample sample;
  std::vector<double> quantiles;    // shares, or percent from 1 on; .5 by default
  std::string absorb, panel;        // of mmqreg and of xtqreg
  command::Vce vce;
};

// What both take and store.
command::Definition<MomentQuantileCall>& moment_quantile_options(command::Definition<MomentQuantileCall>& d);

// Effects are those of absorb(); none: a constant.
command::Output estimate_moment_quantiles(const std::string& cmd, const MomentQuantileCall& a,
                                          const std::string& absorb, const command::Context& c);

}  // namespace nqp::kit
