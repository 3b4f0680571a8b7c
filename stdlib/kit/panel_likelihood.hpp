// xtreg, mle and xtreg, pa: random effects by maximum likelihood and the population-averaged model.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/display.hpp"

namespace nqp::kit {

struct PanelLikelihoodCall {
  command::Terms y, x;
  command::Sample sample;
  command::Vce vce;
  std::string panel;
  std::string correlation = "exchangeable";   // pa: or independent
  bool no_constant = false, no_log = false;
  int iterations = 300;
  DisplayOptions display;
};

command::Output estimate_panel_mle(const PanelLikelihoodCall& a, const command::Context& c);
command::Output estimate_panel_average(const PanelLikelihoodCall& a, const command::Context& c);

// What stands above and below the coefficients of the two, and rho with its interval.
report::Document panel_likelihood_header(const command::Results& e);
report::Document panel_likelihood_footer(const command::Results& e);
std::string rho_text(const command::Results& e, double level);
bool is_panel_likelihood(const command::Results& e);

}  // namespace nqp::kit
