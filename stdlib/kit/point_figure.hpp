// Diagnostic figures: points, perhaps a line, from numbers that are not variables of the data.
#pragma once

#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct PointFigure {
  std::vector<double> x, y;            // points; `.` is left out
  std::vector<data::Row> rows;         // of the data behind the points, for mlabel(); empty: they have none
  std::vector<double> line_x, line_y;  // empty: no line
  std::vector<double> band;            // half width about 0 at each x, and drops from points to 0; empty: neither
  std::string x_title, y_title;
  std::string more;                  // further options in words: "yline(0)"
  bool joined = false;               // points become a line
  std::vector<ast::Option> options;  // of the user: they come last
};

// Draws it as the current figure. Error 2000 without points, 198 unknown options.
void draw_point_figure(const PointFigure& f, runtime::Session& s);

// " title(x) name(g, replace)": options as they are written.
std::string options_as_text(const std::vector<ast::Option>& options);

}  // namespace nqp::kit
