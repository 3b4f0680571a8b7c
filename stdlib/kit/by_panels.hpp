// Small multiples: the same plots for every group, on axes of the same range.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

struct RowsOfPanel {
  std::string label;               // value labels, else values
  std::vector<std::uint8_t> rows;  // one per row of the data
};

// Groups of the rows in `used` by the values of the variables, in their order. Rows where one of them is missing are
// in no group unless `missing`. Error 111.
std::vector<RowsOfPanel> panel_groups(const command::Variables& names, const std::vector<std::uint8_t>& used,
                                      bool missing, const command::Context& c);

// Draws twoway's text once a group, as page.by says: varlist, total missing rows() cols() colfirst rescale xrescale
// yrescale iyaxes ixaxes title() note() …. `all` is the figure over every row. Errors 198, 111, 2000.
void draw_by_panels(const std::string& text, const Chart& all, const Page& page, runtime::Session& s);

}  // namespace nqp::kit
