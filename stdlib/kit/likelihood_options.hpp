// Options that the maximum-likelihood commands share.
#pragma once

#include <string>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"

namespace nqp::kit {

struct LikelihoodArgs : DisplayOptions {
  command::Terms y, x;
  command::Sample sample;
  command::Weight weight;
  command::Vce vce;
  bool no_constant = false, as_is = false, ratios = false, coefficients = false, no_log = false, ignored = false;
  double tolerance = 0;
  std::string offset, exposure, constraints;
  int iterations = 300;
  std::vector<std::uint8_t> only;      // rows of the frame to stay within; empty: all
};

// Dependent variable, terms, if, in, vce(), level(), noconstant, offset(), iterate(), nolog and how results are shown.
command::Definition<LikelihoodArgs>& likelihood_options(command::Definition<LikelihoodArgs>& d);

// What all of them store.
command::Definition<LikelihoodArgs>& likelihood_results(command::Definition<LikelihoodArgs>& d);

// `eform` heads exponentiated coefficients when `ratios` is given.
DisplayOptions likelihood_display(const LikelihoodArgs& a, const std::string& eform);

}  // namespace nqp::kit
