// zip and zinb: counts with a second equation for zeros.
#pragma once

#include "stdlib/kit/likelihood_declaration.hpp"

namespace nqp::kit {

struct InflatedArgs : LikelihoodArgs {
  std::string inflate;                 // "z1 z2 [, noconstant]" or "_cons"
  bool probit = false;
};

command::Definition<InflatedArgs>& inflated_options(command::Definition<InflatedArgs>& d);
command::Definition<InflatedArgs>& inflated_results(command::Definition<InflatedArgs>& d);

// Errors: 198 without inflate(), 2000 without a zero, those of count_data.
command::Output estimate_inflated(bool dispersed, const InflatedArgs& a, const command::Context& c);

}  // namespace nqp::kit
