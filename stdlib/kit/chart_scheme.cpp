#include "stdlib/kit/chart_scheme.hpp"

#include <algorithm>
#include <span>

#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using report::Colour;

namespace {

constexpr Colour s1_colours[] = {{85, 107, 47}, {255, 69, 0},   {26, 71, 111}, {144, 53, 59},   {110, 142, 132},
                                 {160, 82, 45}, {255, 127, 0},  {255, 0, 255}, {0, 255, 255},   {255, 0, 0},
                                 {0, 255, 0},   {156, 136, 71}, {128, 0, 128}, {192, 220, 192}, {173, 216, 230}};
constexpr Colour st_colours[] = {{26, 133, 255},  {212, 17, 89},   {0, 191, 127}, {255, 212, 0},   {79, 44, 153},
                                 {255, 99, 51},   {77, 183, 255},  {124, 0, 21},  {15, 239, 175},  {250, 163, 7},
                                 {117, 139, 253}, {254, 217, 183}, {8, 35, 76},   {248, 141, 173}, {15, 81, 86}};
constexpr Colour tableau_colours[] = {{31, 119, 180},  {255, 127, 14},  {44, 160, 44},   {214, 39, 40},
                                      {148, 103, 189}, {140, 86, 75},   {227, 119, 194}, {127, 127, 127},
                                      {188, 189, 34},  {23, 190, 207},  {174, 199, 232}, {255, 187, 120},
                                      {152, 223, 138}, {255, 152, 150}, {197, 176, 213}};
// Told apart by the colour-blind: Okabe and Ito, after black and grey.
constexpr Colour blind_colours[] = {{0, 0, 0},    {153, 153, 153}, {86, 180, 233}, {0, 158, 115}, {204, 121, 167},
                                    {213, 94, 0}, {0, 114, 178},   {230, 159, 0},  {240, 228, 66}};

struct SchemeLook {
  const char* head;  // of its name
  std::span<const Colour> colours;
  bool boxed, grid, legend_beside;
};

constexpr SchemeLook schemes[] = {{"s1mono", {}, true, false, false},
                                  {"s1manual", {}, true, false, false},
                                  {"s1", s1_colours, true, false, false},
                                  {"plotplain", blind_colours, false, true, true},
                                  {"cblind", blind_colours, false, true, true},
                                  {"white_", tableau_colours, false, true, true},
                                  {"tab", tableau_colours, false, true, true},
                                  {"gg_", tableau_colours, false, true, true},
                                  {"cleanplots", tableau_colours, false, true, true},
                                  {"stcolor", st_colours, false, true, true}};

bool is_monochrome(const std::string& scheme) {
  for (const char* part : {"mono", "gcolor", "manual"})
    if (scheme.find(part) != std::string::npos) return true;
  return scheme == "sj" || starts_with(scheme, "lean");
}

bool is_filled(Mark m) {
  return m == Mark::bars || m == Mark::area || m == Mark::range_bars || m == Mark::range_area;
}

// Shades and line patterns in turn, solid around what is filled; intervals look as the estimates that follow them.
void make_monochrome(std::vector<Layer>& layers) {
  static constexpr const char* patterns[] = {"solid", "dash", "shortdash", "dash_dot", "dot"};
  int series = 0;
  for (Layer& l : layers) {
    const int shade = series % 3 * 60, fill = 200 - 40 * (series % 4);
    if (!l.own_colour) {
      l.pen.colour = {shade, shade, shade, l.pen.colour.opacity};
      l.fill = {fill, fill, fill, l.fill.opacity};
    }
    if (!l.own_pattern && l.pen.dashes.empty() && !is_filled(l.mark)) l.pen.dashes = dashes_of(patterns[series % 5]);
    if (l.mark != Mark::range_caps && l.mark != Mark::range_spikes) ++series;
  }
}

// The colours that series have in turn become those of the scheme.
void recolour_series(Colour& c, std::span<const Colour> colours) {
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const Colour usual = series_colour(i);
    if (usual.red != c.red || usual.green != c.green || usual.blue != c.blue) continue;
    const double opacity = c.opacity;
    c = colours[i];
    c.opacity = opacity;
    return;
  }
}

}  // namespace

void apply_scheme(Chart& c, const std::string& scheme) {
  if (is_monochrome(scheme)) make_monochrome(c.layers);
  const auto* const look = std::find_if(std::begin(schemes), std::end(schemes),
                                        [&](const SchemeLook& s) { return starts_with(scheme, s.head); });
  if (look == std::end(schemes)) return;
  for (Layer& l : c.layers)
    if (!l.own_colour) recolour_series(l.pen.colour, look->colours), recolour_series(l.fill, look->colours);
  if (look->boxed && !c.box) c.box = report::Pen{{0, 0, 0}, 0.6, {}};
  for (Axis* a : {&c.x, &c.y}) a->grid = a->grid.value_or(look->grid);
  if (look->legend_beside && c.legend.position == 0 && !c.legend.inside) c.legend.position = 3;
}

}  // namespace nqp::kit
