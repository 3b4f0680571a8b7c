#include "stdlib/kit/chart.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/chart_legend.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/chart_text.hpp"

namespace nqp::kit {

using report::Anchor;
using report::Pen;
using report::Point;
using report::Scene;

namespace {

constexpr double tick_size = chart_size::tick, margin = chart_size::margin, tick_length = chart_size::tick_length;

std::string tick_text(double x, double step, const std::string& format) {
  if (!format.empty()) return text::trimmed(text::format_number(x, format));
  const int decimals = step >= 1 ? 0 : std::min(10, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  std::string s = fmt::format("{:.{}f}", std::abs(x) < step * 1e-9 ? 0.0 : x, decimals);
  return s;
}

struct ChartRange {
  double low = HUGE_VAL, high = -HUGE_VAL;
  void see(double x) {
    if (data::is_missing(x)) return;
    low = std::min(low, x);
    high = std::max(high, x);
  }
  bool empty() const { return !(low <= high); }
};

// Of one axis (0 x, 1 y, 2 second y): the layers' values, what is asked for, lines across and ticks.
ChartRange range_of_axis(const Chart& c, int which) {
  const Axis& a = which == 0 ? c.x : which == 1 ? c.y : c.y2;
  ChartRange r;
  for (const Layer& l : c.layers) {
    const bool mine = which == 0 || l.second_axis == (which == 2);
    if (!mine) continue;
    const bool values = (which == 0) == l.horizontal;  // the axis along which bars grow
    const std::vector<double>& at = which == 0 ? (l.horizontal ? l.y : l.x) : (l.horizontal ? l.x : l.y);
    for (const double v : at) r.see(v);
    if (values)
      for (const double v : l.high) r.see(v);
    const bool bars = l.mark == Mark::bars || l.mark == Mark::area || l.mark == Mark::spikes || l.mark == Mark::drops;
    if (values && bars && c.scale_bars_from_zero) r.see(0);
    if (!values && l.width > 0 && !at.empty()) {
      r.see(*std::min_element(at.begin(), at.end()) - l.width / 2);
      ChartRange ends;
      for (const double v : at) ends.see(v);
      r.see(ends.high + l.width / 2);
    }
  }
  for (const Guide& g : a.guides) r.see(g.at);
  for (const auto& t : a.ticks) r.see(t.first);
  for (const double at : a.marks) r.see(at);
  if (a.low) r.see(*a.low);
  if (a.high) r.see(*a.high);
  return r;
}

// An axis with its range and ticks settled; maps values to places on the page.
struct Scale {
  double low = 0, high = 1, from = 0, to = 1;
  bool log = false;
  std::vector<std::pair<double, std::string>> ticks;

  double place(double x) const {
    if (log)
      return from + (std::log(std::max(x, 1e-300)) - std::log(low)) / (std::log(high) - std::log(low)) * (to - from);
    return from + (x - low) / (high - low) * (to - from);
  }
};

class ChartDrawing {
 public:
  ChartDrawing(const Chart& c, double width, double height) : chart_(c) {
    scene_.width = width;
    scene_.height = height;
  }

  Scene run() {
    settle(chart_.x, x_, 0);
    settle(chart_.y, y_, 1);
    second_ = std::any_of(chart_.layers.begin(), chart_.layers.end(), [](const Layer& l) { return l.second_axis; });
    if (second_) settle(chart_.y2, y2_, 2);
    lay_out();
    fill({0, 0}, {scene_.width, scene_.height}, chart_.paper);
    fill(frame_from_, frame_to_, chart_.plot);
    put_headings(scene_, chart_, top_, bottom_);
    axes();
    // Lines across the figure lie over bars and areas and under points and curves.
    bool guided = false;
    const PlaceOf place = [this](const Layer& l, double x, double y) { return at(l, x, y); };
    for (const Layer& l : chart_.layers) {
      const bool filled = l.mark == Mark::bars || l.mark == Mark::area || l.mark == Mark::range_area;
      if (!filled && !std::exchange(guided, true)) guides();
      draw_layer(l, place, scene_, clip_);
    }
    if (!guided) guides();
    for (const Layer& l : chart_.layers) draw_bar_labels(l, place, scene_);
    for (const AddedText& t : chart_.texts) added_text(t);
    const LegendLayout legend(chart_, scene_.width);
    legend.draw(scene_, frame_from_, frame_to_, legend_top_);
    return std::move(scene_);
  }

  AxisRoom rooms() {
    settle(chart_.x, x_, 0);
    settle(chart_.y, y_, 1);
    angle_ = chart_.x.angle;
    return {chart_.y.shown ? label_room() : 0, chart_.x.shown ? tick_room() : 0};
  }

 private:
  // Range and ticks of one axis (0 x, 1 y, 2 second y).
  void settle(const Axis& a, Scale& s, int which) {
    ChartRange r = range_of_axis(chart_, which);
    if (r.empty()) r = {0, 1};
    if (r.low == r.high) r = {r.low - 0.5, r.high + 0.5};
    s.low = r.low;
    s.high = r.high;
    s.log = a.log && r.low > 0;
    s.ticks = a.ticks;
    if (s.ticks.empty()) {
      std::vector<double> chosen = nice_ticks(r.low, r.high, a.tick_count);
      const double step = chosen.size() > 1 ? chosen[1] - chosen[0] : 1;
      // A tick far outside the data would only make the figure emptier.
      if (chosen.size() > 3 && chosen.back() - r.high > 0.4 * step) chosen.pop_back();
      if (chosen.size() > 3 && r.low - chosen.front() > 0.4 * step) chosen.erase(chosen.begin());
      for (const double t : chosen) s.ticks.emplace_back(t, tick_text(t, step, a.format));
      s.low = std::min(s.low, chosen.front());
      s.high = std::max(s.high, chosen.back());
    }
  }

  static double label_size(const Axis& a) { return a.label_look.size > 0 ? a.label_look.size : tick_size; }

  static double widest(const Axis& a, const std::vector<std::pair<double, std::string>>& labels) {
    double w = 0;
    for (const auto& t : labels) w = std::max(w, report::text_width(t.second, label_size(a)));
    return a.labelled ? w : 0;
  }

  // Below the x axis, for ticks and labels.
  double tick_room() const {
    const double slope = std::abs(std::sin(angle_ * 3.14159265 / 180));
    const double labels = chart_.x.labelled ? std::max(label_size(chart_.x), slope * widest(chart_.x, x_.ticks)) : 0;
    return tick_length + 4 + labels + (chart_.x.groups.empty() ? 0 : label_size(chart_.x) + 4);
  }

  bool upright_labels() const { return chart_.y.angle >= 60; }

  // Left of the y axis.
  double label_room() const {
    const double labels = upright_labels() ? label_size(chart_.y) : widest(chart_.y, y_.ticks);
    return labels + tick_length + 5 + (chart_.y.groups.empty() ? 0 : widest(chart_.y, chart_.y.groups) + 8);
  }

  // Whether level labels of ticks that were asked for would run into each other: then they are set aslant.
  bool given_labels_touch() const {
    if (chart_.x.ticks.size() < 2 || !chart_.x.labelled) return false;
    std::vector<std::pair<double, double>> labels;  // middle, half the width
    for (const auto& [at, label] : x_.ticks)
      labels.emplace_back(x_.place(at), report::text_width(label, label_size(chart_.x)) / 2);
    std::sort(labels.begin(), labels.end());
    for (std::size_t i = 1; i < labels.size(); ++i)
      if (labels[i].first - labels[i - 1].first < labels[i].second + labels[i - 1].second + 5) return true;
    return false;
  }

  void fill(Point from, Point to, const report::Colour& colour) {
    const bool white = colour.red == 255 && colour.green == 255 && colour.blue == 255;
    if (!white && colour.opacity > 0) scene_.area({from, {to.x, from.y}, to, {from.x, to.y}}, colour, Pen{colour, 0});
  }

  void lay_out() {
    double left = margin, right = scene_.width - margin;
    double top = top_ = margin, bottom = bottom_ = scene_.height - margin;
    Scene scratch;
    scratch.width = scene_.width;
    put_headings(scratch, chart_, top, bottom);
    const LegendLayout legend(chart_, scene_.width);
    const double legend_room = legend.empty() ? 0 : legend.height() + 10;
    legend_top_ = top;
    if (legend.side() == LegendLayout::Side::above) top += legend_room;
    if (legend.side() == LegendLayout::Side::below) bottom -= legend_room, legend_top_ = bottom + 4;
    if (legend.side() == LegendLayout::Side::right) right -= legend.width();
    if (legend.side() == LegendLayout::Side::left) left += legend.width();
    bottom -= axis_title_room(chart_.x);
    left += axis_title_room(chart_.y);
    if (chart_.y.shown) left += label_room();
    if (second_) right -= axis_title_room(chart_.y2) + widest(chart_.y2, y2_.ticks) + tick_length + 5;
    right -= 4;
    if (chart_.x.shown) {
      scale_across(left, right);  // whether labels touch depends on it
      angle_ = chart_.x.angle == 0 && given_labels_touch() ? 45 : chart_.x.angle;
      bottom -= tick_room();
    }
    if (chart_.aspect > 0 && right > left && bottom > top) {
      const double wide = std::min(right - left, (bottom - top) / chart_.aspect), tall = wide * chart_.aspect;
      const double side = (right - left - wide) / 2, above = (bottom - top - tall) / 2;
      left += side, right -= side, top += above, bottom -= above;
    }
    scale_across(left, right);
    frame_from_ = {left, top};
    frame_to_ = {right, bottom};
    const double pad = chart_.tight ? 0 : (bottom - top) * 0.03;
    y_.from = bottom - pad, y_.to = top + pad;
    if (chart_.y.reversed) std::swap(y_.from, y_.to);
    y2_.from = bottom - pad, y2_.to = top + pad;
    if (chart_.y2.reversed) std::swap(y2_.from, y2_.to);
    clip_ = scene_.add_clip(frame_from_, frame_to_);
  }

  void scale_across(double left, double right) {
    const double pad = chart_.tight ? 0 : (right - left) * 0.03;
    x_.from = left + pad, x_.to = right - pad;
    if (chart_.x.reversed) std::swap(x_.from, x_.to);
  }

  // Small ticks: those asked for, and those that part what is between two ticks.
  static std::vector<double> small_ticks(const Axis& a, const Scale& s) {
    std::vector<double> out = a.small_marks;
    for (std::size_t i = 1; i < s.ticks.size(); ++i)
      for (int k = 1; k < a.parts; ++k)
        out.push_back(s.ticks[i - 1].first + (s.ticks[i].first - s.ticks[i - 1].first) * k / a.parts);
    return out;
  }

  // The line of an axis and its ticks; `out` points away from the layers.
  void axis_line(const Axis& a, const Scale& s, Point from, Point to, Point out) {
    const Pen line{{0, 0, 0}, 0.8, {}};
    if (a.lined) scene_.line(from, to, line);
    if (!a.ticked) return;
    const auto tick = [&](double value, double length) {
      const double p = s.place(value);
      const Point at = out.x == 0 ? Point{p, from.y} : Point{from.x, p};
      scene_.line(at, {at.x + length * out.x, at.y + length * out.y}, line);
    };
    for (const auto& t : s.ticks) tick(t.first, tick_length);
    for (const double at : a.marks) tick(at, tick_length);
    for (const double at : small_ticks(a, s)) tick(at, tick_length * 0.6);
  }

  void axes() {
    const Point a = frame_from_, b = frame_to_;
    if (chart_.y.grid.value_or(false))
      for (const auto& t : y_.ticks)
        scene_.line({a.x, y_.place(t.first)}, {b.x, y_.place(t.first)}, chart_.y.grid_pen, clip_);
    if (chart_.x.grid.value_or(false))
      for (const auto& t : x_.ticks)
        scene_.line({x_.place(t.first), a.y}, {x_.place(t.first), b.y}, chart_.x.grid_pen, clip_);
    if (chart_.box) scene_.path({a, {b.x, a.y}, b, {a.x, b.y}, a, {b.x, a.y}}, *chart_.box);
    if (chart_.x.shown) x_labels();
    if (chart_.y.shown) y_labels();
    const double middle = (a.y + b.y) / 2, tall = b.y - a.y + 40;
    if (!chart_.x.title.empty()) {
      const double size = chart_.x.title_look.size > 0 ? chart_.x.title_look.size : chart_size::axis;
      put_axis_title(scene_, {(a.x + b.x) / 2, b.y + (chart_.x.shown ? tick_room() : 0) + size + 3}, chart_.x,
                     scene_.width, 0);
    }
    if (!chart_.y.title.empty())
      put_axis_title(scene_, {a.x - (chart_.y.shown ? label_room() : 0) - 8, middle}, chart_.y, tall, 90);
    if (!second_) return;
    axis_line(chart_.y2, y2_, {b.x, a.y}, b, {1, 0});
    if (chart_.y2.labelled)
      for (const auto& [at, label] : y2_.ticks)
        put_text(scene_, {b.x + tick_length + 3, y2_.place(at) + label_size(chart_.y2) * 0.35}, label,
                 label_size(chart_.y2), chart_.y2.label_look);
    if (!chart_.y2.title.empty())
      put_axis_title(scene_, {b.x + widest(chart_.y2, y2_.ticks) + tick_length + 3 + axis_title_room(chart_.y2),
                              middle},
                     chart_.y2, tall, 90);
  }

  void x_labels() {
    const Point a = frame_from_, b = frame_to_;
    const double size = label_size(chart_.x);
    const TextLook& look = chart_.x.label_look;
    axis_line(chart_.x, x_, {a.x, b.y}, b, {0, 1});
    const std::size_t every = label_stride();
    for (std::size_t i = 0; chart_.x.labelled && i < x_.ticks.size(); i += every) {
      const auto& [at, label] = x_.ticks[i];
      const double p = x_.place(at);
      if (angle_ < 0) put_text(scene_, {p - 3, b.y + tick_length + 6}, label, size, look, Anchor::start, angle_);
      else if (angle_ > 0)
        put_text(scene_, {p + size * 0.35 * std::sin(angle_ * 3.14159265 / 180), b.y + tick_length + 6}, label, size,
                 look, Anchor::end, angle_);
      else put_text(scene_, {p, b.y + tick_length + size + 1}, label, size, look, Anchor::middle);
    }
    for (const auto& [at, label] : chart_.x.groups)
      put_text(scene_, {x_.place(at), b.y + tick_room() - 2}, label, size, look, Anchor::middle);
  }

  void y_labels() {
    const Point a = frame_from_, b = frame_to_;
    const double size = label_size(chart_.y);
    const TextLook& look = chart_.y.label_look;
    axis_line(chart_.y, y_, a, {a.x, b.y}, {-1, 0});
    const double x = a.x - tick_length - 3;
    for (const auto& [at, label] : y_.ticks) {
      if (!chart_.y.labelled) break;
      const double p = y_.place(at);
      if (upright_labels()) put_text(scene_, {x, p}, label, size, look, Anchor::middle, 90);
      else put_text(scene_, {x, p + size * 0.35}, label, size, look, Anchor::end, chart_.y.angle);
    }
    for (const auto& [at, label] : chart_.y.groups)
      put_text(scene_, {a.x - label_room() + widest(chart_.y, chart_.y.groups), y_.place(at) + size * 0.35}, label,
               size, look, Anchor::end);
  }

  // Labels of chosen ticks that would touch are left out: every second one stays, or every third …
  std::size_t label_stride() const {
    if (!chart_.x.ticks.empty() || chart_.x.angle != 0 || x_.ticks.size() < 3) return 1;
    const double gap = std::abs(x_.place(x_.ticks[1].first) - x_.place(x_.ticks[0].first));
    const double needs = widest(chart_.x, x_.ticks) + 4;
    return gap > 0 ? static_cast<std::size_t>(std::max(1.0, std::ceil(needs / gap))) : 1;
  }

  void guides() {
    for (const Guide& g : chart_.x.guides)
      scene_.line({x_.place(g.at), frame_from_.y}, {x_.place(g.at), frame_to_.y}, g.pen, clip_);
    for (const Guide& g : chart_.y.guides)
      scene_.line({frame_from_.x, y_.place(g.at)}, {frame_to_.x, y_.place(g.at)}, g.pen, clip_);
    for (const Guide& g : chart_.y2.guides)
      if (second_) scene_.line({frame_from_.x, y2_.place(g.at)}, {frame_to_.x, y2_.place(g.at)}, g.pen, clip_);
  }

  void added_text(const AddedText& t) {
    const double size = t.look.size > 0 ? t.look.size : tick_size;
    const auto lines = static_cast<double>(1 + std::count(t.text.begin(), t.text.end(), '\n'));
    const double high = (lines - 1) * report::line_height * size + 0.72 * size;  // letters from foot to head
    const double middle = y_.place(t.at.y) + t.down * (high / 2 + 3);
    put_text(scene_, {x_.place(t.at.x) + 3 * t.right, middle - high / 2 + 0.72 * size}, t.text, size, t.look,
             t.right > 0 ? Anchor::start : t.right < 0 ? Anchor::end : Anchor::middle);
  }

  Point at(const Layer& l, double x, double y) const {
    const Scale& ys = l.second_axis ? y2_ : y_;
    return l.horizontal ? Point{x_.place(y), ys.place(x)} : Point{x_.place(x), ys.place(y)};
  }

  const Chart& chart_;
  Scene scene_;
  Scale x_, y_, y2_;
  bool second_ = false;
  Point frame_from_, frame_to_;
  double top_ = 0, bottom_ = 0, legend_top_ = 0, angle_ = 0;
  std::size_t clip_ = Scene::no_clip;
};

}  // namespace

std::optional<std::pair<double, double>> axis_reach(const Chart& c, int which) {
  const ChartRange r = range_of_axis(c, which);
  if (r.empty()) return std::nullopt;
  return std::pair(r.low, r.high);
}

AxisRoom axis_room(const Chart& c) { return ChartDrawing(c, 0, 0).rooms(); }

void share_reach(const std::vector<Chart*>& charts, int which) {
  ChartRange all;
  for (const Chart* c : charts)
    if (const auto reach = axis_reach(*c, which)) all.see(reach->first), all.see(reach->second);
  if (all.empty()) return;
  for (Chart* c : charts) {
    Axis& a = which == 0 ? c->x : which == 1 ? c->y : c->y2;
    a.low = all.low;
    a.high = all.high;
  }
}

Scene draw(const Chart& c, double width, double height) {
  if (c.zoom == 1) return ChartDrawing(c, width, height).run();
  Scene out;
  out.width = width;
  out.height = height;
  put_scene(out, ChartDrawing(c, width / c.zoom, height / c.zoom).run(), {0, 0}, c.zoom);
  return out;
}

}  // namespace nqp::kit
