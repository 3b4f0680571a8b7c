// Difference in differences with one treatment of groups: didregress and xtdidregress, and what estat does after them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/vce.hpp"

namespace nqp::kit {

struct GroupDidRequest {
  std::string cmd;              // didregress: cross sections, group effects; xtdidregress: panel effects
  std::string body;             // "(y x) (treat[, continuous])"
  command::Sample sample;
  command::Weight weight;
  std::string group, time;      // time: of the panel when empty (xtdidregress)
  std::string panel;            // xtdidregress
  command::Vce vce;             // clusters are groups unless it says else
  double level = 0;
};

// y on the treatment, covariates and period dummies with group effects (as areg) or panel effects (as xtreg, fe).
// Errors: 198 a body of another form, 459 a treatment that effects and periods explain, 2001 one group.
command::Output estimate_group_did(const GroupDidRequest& q, const command::Context& c);

}  // namespace nqp::kit
