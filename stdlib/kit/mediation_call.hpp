// The regressions of a mediation model, run as commands on the data of a session.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/arguments.hpp"
#include "stdlib/kit/mediation.hpp"

namespace nqp::runtime {
class Session;
}

namespace nqp::kit {

struct MediationCall {
  command::Variables outcome, mediators;   // one outcome
  std::string x, controls, absorb, cmd, cmd_options;
  std::string equation = "with";           // or without: the treatment in the last equation
  command::Vce vce;
  bool own_sample = false;                 // every equation on its own complete rows

  bool direct() const { return equation == "with"; }
};

// All equations on the rows that `touse` marks. Errors: 459 for a treatment or mediator that is omitted, with `check`
// also for a mediator without variation within fixed effects; those of the estimator.
MediationModel estimate_mediation(const MediationCall& a, const std::string& touse, bool check, runtime::Session& s);

// What is bootstrapped: indirect effects, their sum, direct and total effect, the share, differences of mediators.
std::vector<std::string> effect_names(const MediationCall& a);
std::vector<double> effect_values(const MediationModel& m);

}  // namespace nqp::kit
