// xtlogit and xtprobit.
#pragma once

#include "stdlib/kit/likelihood_declaration.hpp"

namespace nqp::kit {

struct PanelBinaryArgs : LikelihoodArgs {
  bool fixed = false, random = false;
  int points = 12;
  std::string method;                  // of the quadrature
};

command::Definition<PanelBinaryArgs>& panel_binary_options(command::Definition<PanelBinaryArgs>& d);
command::Definition<PanelBinaryArgs>& panel_binary_results(command::Definition<PanelBinaryArgs>& d);

command::Output estimate_panel_binary(bool probit, const PanelBinaryArgs& a, const command::Context& c);

}  // namespace nqp::kit
