#include "stdlib/kit/declared_panel.hpp"

#include "grammar/ast/error.hpp"

namespace nqp::kit {

std::string declared_panel(const data::Frame& f, const std::string& instead) {
  if (!instead.empty()) return instead;
  if (f.panel && !f.panel->panel.empty()) return f.panel->panel;
  throw Error(459, "panel variable not set; use xtset varname", std::nullopt, {"xtset id year declares both"});
}

const data::PanelDeclaration& declared_panel_and_time(const data::Frame& f) {
  if (f.panel && !f.panel->panel.empty() && !f.panel->time.empty()) return *f.panel;
  throw Error(459, "panel and time variable not set; use xtset", std::nullopt, {"xtset id year declares both"});
}

}  // namespace nqp::kit
