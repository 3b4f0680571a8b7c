// The panel and the time variable that xtset declared.
#pragma once

#include <string>

#include "interpreter/dataset/frame.hpp"

namespace nqp::kit {

// The panel variable of xtset, or the one that an option names instead. Error 459 without.
std::string declared_panel(const data::Frame& f, const std::string& instead = {});

// Panel and time. Error 459 without one of them.
const data::PanelDeclaration& declared_panel_and_time(const data::Frame& f);

}  // namespace nqp::kit
