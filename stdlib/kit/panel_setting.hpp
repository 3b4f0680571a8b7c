// What xtset and tsset share.
#pragma once

#include "interpreter/command/definition.hpp"

namespace nqp::kit {

struct PanelArgs {
  command::Variables variables;
  bool clear = false, no_query = false;
  std::string unit;  // daily, monthly …: the display format of the time variable
  std::string format, delta;
};

// `panel_first`: one variable is the panel (xtset), else the time (tsset).
command::Output set_panel(const PanelArgs& a, const command::Context& c, bool panel_first);

// Adds the options that both take.
command::Definition<PanelArgs>& panel_options(command::Definition<PanelArgs>& d);

}  // namespace nqp::kit
