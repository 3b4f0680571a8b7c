// Panels and times of declared data, for the commands that look at the shape of a panel.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct Panel {
  data::PanelDeclaration declared;
  std::vector<double> id, time;              // one per row; id is 0 for a single series
  std::vector<std::vector<data::Row>> rows;  // of each panel in order of time, missing ids and times left out
  std::vector<double> ids;
};

// Error 459 unless the data are declared; 111 when a time variable is needed and none is declared. `id` stands in for
// the declaration: its values are the panels, in the order of the rows.
Panel panel_of(const command::Context& c, bool need_time, const std::vector<std::uint8_t>& use = {},
               const std::string& id = {});

// New observations behind the data with these panels and times, sorted into the panel order.
data::Frame add_periods(const command::Context& c, const Panel& p, const std::vector<double>& ids,
                        const std::vector<double>& times);

}  // namespace nqp::kit
