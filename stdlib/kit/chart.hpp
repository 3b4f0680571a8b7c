// Charts: layers of marks over a pair of axes, laid out into a scene.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "interpreter/report/scene.hpp"

namespace nqp::kit {

enum class Mark {
  points,
  line,
  connected,
  bars,
  spikes,
  drops,
  area,  // x and y
  range_caps,
  range_spikes,
  range_bars,
  range_area,
  range_line  // x, y (low) and high
};

enum class Symbol {
  circle,
  hollow_circle,
  diamond,
  hollow_diamond,
  triangle,
  hollow_triangle,
  square,
  hollow_square,
  plus,
  cross,
  none
};

struct Layer {
  Mark mark = Mark::points;
  std::vector<double> x, y, high;
  std::vector<double> weights;  // areas of symbols; fits are weighted by them; empty: all alike
  report::Pen pen;
  report::Colour fill;
  Symbol symbol = Symbol::circle;
  double size = 2.6;  // radius of a symbol
  double shrink = 1;  // smcircle and the like are smaller
  std::optional<report::Colour> symbol_colour, symbol_line, symbol_fill;  // not given: that of the pen
  double width = 0;   // of bars, in units of the axis
  bool second_axis = false, horizontal = false;
  bool own_colour = false, own_pattern = false;  // asked for: schemes leave them as they are
  std::string label;                      // in the legend; empty: not there
  std::vector<std::string> point_labels;  // beside the points; at the ends of bars, or inside them
  bool labels_inside = false;
  double label_size = 0;                  // of them; 0: that of notes
  int label_clock = 3;                    // where they stand about their points
};

struct Guide {
  double at = 0;
  report::Pen pen;
};

struct Axis {
  std::string title;
  std::vector<std::pair<double, std::string>> ticks;  // empty: chosen
  std::vector<std::pair<double, std::string>> groups;  // outside the labels of the ticks
  std::optional<double> low, high;                    // at least this far
  std::vector<Guide> guides;
  std::vector<std::pair<double, std::string>> codes;  // the value label of the first variable
  bool show_codes = false;
  std::string format;  // of chosen ticks; empty: as short as possible
  double angle = 0;    // of tick labels
  bool shown = true, log = false, grid = false;
  int tick_count = 5;
};

struct Legend {
  bool shown = true;
  int rows = 0, columns = 0;  // 0: as fits
  bool inside = false;
  int position = 6;  // of a clock
  std::vector<std::size_t> order;  // layers in this order; empty: as they are drawn
};

struct Chart {
  std::string title, subtitle, note, caption;
  double title_size = 0;  // 0: the usual one
  Axis x, y, y2;
  std::vector<Layer> layers;
  Legend legend;
  std::vector<std::pair<report::Point, std::string>> texts;  // at data coordinates
  bool scale_bars_from_zero = true;
};

// Colours and dashes that tell layers apart, in black and white too.
report::Colour series_colour(std::size_t i);
std::vector<double> dashes_of(const std::string& pattern);  // solid dash dot longdash shortdash dash_dot …

// "Nice" ticks that cover [low, high].
std::vector<double> nice_ticks(double low, double high, int about);

report::Scene draw(const Chart& c, double width = 396, double height = 288);

// For pages of several charts. Ends of an axis (0 x, 1 y, 2 second y) by layers, lines, ticks and wishes; nullopt
// without any. Room in points that ticks and their labels take. The legend alone, as high as it needs to be.
std::optional<std::pair<double, double>> axis_reach(const Chart& c, int which);
struct AxisRoom {
  double left = 0, below = 0;
};
AxisRoom axis_room(const Chart& c);
report::Scene draw_legend(const Chart& c, double width);

// Adds a drawing to a page, its corner at `at`.
void put_scene(report::Scene& page, const report::Scene& part, report::Point at, double scale);

// Several figures on one page, row by row.
report::Scene combine(const std::vector<report::Scene>& parts, int columns, const std::string& title, double width,
                      double height);

}  // namespace nqp::kit
