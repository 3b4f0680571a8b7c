// mean, total and proportion: estimates over subpopulations, their table and e().
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/numeric/moments/domain_means.hpp"

namespace nqp::kit {

struct DomainArgs {
  command::Terms terms;
  std::string ratios;  // "name: y/x", several in parentheses; for the command ratio
  command::Sample sample;
  command::Weight weight;
  command::Vce vce;
  std::string over, interval_type;
  double level = 0;
  bool no_label = false, missing = false, logit = false, normal = false, percent = false;
  bool no_header = false, no_legend = false;
};

command::Output estimate_domains(const std::string& cmd, numeric::Estimand estimand, const DomainArgs& a,
                                 const command::Context& c);

// Options and results that the three commands share.
command::Definition<DomainArgs>& domain_options(command::Definition<DomainArgs>& d);

}  // namespace nqp::kit
