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

// How a text looks; what is not given is as usual at its place.
struct TextLook {
  double size = 0;  // points
  std::optional<report::Colour> colour;
  int clock = 0;    // the side it stands on, 12 above and 7 below on the left; about its point for texts in a figure
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
  double outline = 0.8;  // of symbols
  double jitter = 0;     // percent of the range
  bool stairs = false;   // lines go level, then up
  bool broken = true;    // lines end at missing values
  double width = 0;   // of bars, in units of the axis
  bool second_axis = false, horizontal = false;
  bool own_colour = false, own_pattern = false;  // asked for: schemes leave them as they are
  std::string label;                      // in the legend; empty: not there
  std::vector<std::string> point_labels;  // beside the points; at the ends of bars, or inside them
  bool labels_inside = false;
  double label_size = 0;                  // of them; 0: that of notes
  int label_clock = 3;                    // where they stand about their points
  std::optional<report::Colour> label_colour;
};

struct Guide {
  double at = 0;
  report::Pen pen;
};

struct Axis {
  std::string title;
  TextLook title_look, label_look;
  std::vector<std::pair<double, std::string>> ticks;  // empty: chosen
  std::vector<std::pair<double, std::string>> groups;  // outside the labels of the ticks
  std::optional<double> low, high;                    // at least this far
  std::vector<double> marks, small_marks;             // ticks without labels
  int parts = 0;                                      // small ticks part what is between two ticks into so many
  std::vector<Guide> guides;
  std::vector<std::pair<double, std::string>> codes;  // the value label of the first variable
  bool show_codes = false;
  std::string format;  // of chosen ticks; empty: as short as possible
  double angle = 0;    // of tick labels
  bool shown = true, log = false, reversed = false;
  bool lined = true, ticked = true, labelled = true;
  std::optional<bool> grid;  // not given: as the scheme has it, none
  report::Pen grid_pen{{225, 225, 225}, 0.6, {}};
  int tick_count = 5;
};

struct Legend {
  bool shown = true;
  int rows = 0, columns = 0;  // 0: as fits
  bool inside = false;
  int position = 0;  // of a clock; 0: as the scheme has it, below
  TextLook look;
  std::string title;
  std::optional<report::Pen> box;
  std::vector<std::size_t> order;  // layers in this order; empty: as they are drawn
};

// A text at data coordinates: `right` and `down` of its point (-1, 0, 1), or on it.
struct AddedText {
  report::Point at;
  std::string text;
  TextLook look;
  int right = 0, down = 0;
};

// Lines of titles and notes are apart by '\n'.
struct Chart {
  std::string title, subtitle, note, caption;
  TextLook title_look, subtitle_look, note_look, caption_look;
  Axis x, y, y2;
  std::vector<Layer> layers;
  Legend legend;
  std::vector<AddedText> texts;
  bool scale_bars_from_zero = true;
  report::Colour paper{255, 255, 255}, plot{255, 255, 255, 0};  // of the page and behind the layers
  std::optional<report::Pen> box;                               // around the layers
  bool tight = false;                                           // no margin inside of it
  double aspect = 0;                                            // height by width; 0: as there is room
  double zoom = 1;                                              // of texts, symbols and lines
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
// The same ends of an axis on all charts.
void share_reach(const std::vector<Chart*>& charts, int which);

// Adds a drawing to a page, its corner at `at`.
void put_scene(report::Scene& page, const report::Scene& part, report::Point at, double scale);

// Titles, notes and the legend of a page around the figures on it, as a chart without axes has them; what is left.
struct PageRoom {
  double left = 0, top = 0, right = 0, bottom = 0;
};
PageRoom frame_page(report::Scene& page, const Chart& frame);
PageRoom page_room(const Chart& frame, double width, double height);

// Several figures on one page, row by row or column by column.
report::Scene combine(const std::vector<report::Scene>& parts, int columns, const Chart& frame, double width,
                      double height, bool by_columns = false);

}  // namespace nqp::kit
