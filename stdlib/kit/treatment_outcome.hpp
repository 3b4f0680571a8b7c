// etregress and treatreg: a linear outcome with a 0/1 treatment whose probit error is correlated with the outcome's.
#pragma once

#include <string>

#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

struct TreatmentCall : LikelihoodArgs {
  std::string treat;                   // "t = z1 z2 [, noconstant]"
  bool two_step = false, ml = false, conventional = false;
  command::NewVariable hazard;
};

command::Output estimate_treatment(const std::string& cmd, const TreatmentCall& a, const command::Context& c);
command::Definition<TreatmentCall>& treatment_options(command::Definition<TreatmentCall>& d);

}  // namespace nqp::kit
