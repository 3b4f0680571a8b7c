#include "stdlib/kit/chart.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/chart_text.hpp"

namespace nqp::kit {

using report::Anchor;
using report::Pen;
using report::Point;
using report::Scene;

namespace {

constexpr double title_size = chart_size::title, axis_size = chart_size::axis, tick_size = chart_size::tick,
                 note_size = chart_size::note, margin = chart_size::margin, tick_length = chart_size::tick_length;

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
    for (const auto& [at, text] : chart_.texts) scene_.text({x_.place(at.x), y_.place(at.y)}, text, tick_size);
    legend();
    return std::move(scene_);
  }

  AxisRoom rooms() {
    settle(chart_.x, x_, 0);
    settle(chart_.y, y_, 1);
    angle_ = chart_.x.angle;
    return {chart_.y.shown ? label_room() : 0, chart_.x.shown ? tick_room() : 0};
  }

  Scene legend_alone() {
    alone_ = true;
    scene_.height = legend_rows() * entry_height;
    legend();
    return std::move(scene_);
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

  static double widest(const std::vector<std::pair<double, std::string>>& labels) {
    double w = 0;
    for (const auto& t : labels) w = std::max(w, report::text_width(t.second, tick_size));
    return w;
  }

  // Below the x axis, for ticks and labels.
  double tick_room() const {
    const double slope = std::abs(std::sin(angle_ * 3.14159265 / 180));
    return tick_length + 4 + std::max(tick_size, slope * widest(x_.ticks)) +
           (chart_.x.groups.empty() ? 0 : tick_size + 4);
  }

  // Left of the y axis.
  double label_room() const {
    return widest(y_.ticks) + tick_length + 5 + (chart_.y.groups.empty() ? 0 : widest(chart_.y.groups) + 8);
  }

  // Whether level labels of ticks that were asked for would run into each other: then they are set aslant.
  bool given_labels_touch() const {
    if (chart_.x.ticks.size() < 2) return false;
    std::vector<std::pair<double, double>> labels;  // middle, half the width
    for (const auto& [at, label] : x_.ticks)
      labels.emplace_back(x_.place(at), report::text_width(label, tick_size) / 2);
    std::sort(labels.begin(), labels.end());
    for (std::size_t i = 1; i < labels.size(); ++i)
      if (labels[i].first - labels[i - 1].first < labels[i].second + labels[i - 1].second + 5) return true;
    return false;
  }

  void lay_out() {
    double top = margin, bottom = scene_.height - margin, left = margin, right = scene_.width - margin;
    const auto heading = [&](const std::string& text, double size, bool bold, double gap) {
      if (text.empty()) return;
      for (const std::string& line : fitted_lines(text, size, right - left, bold)) {
        scene_.text({scene_.width / 2, top + size}, line, size, Anchor::middle, 0, bold);
        top += size + 3;
      }
      top += gap - 3;
    };
    heading(chart_.title, chart_.title_size > 0 ? chart_.title_size : title_size, true, 7);
    heading(chart_.subtitle, axis_size, false, 6);
    for (const std::string* text : {&chart_.caption, &chart_.note}) {
      if (text->empty()) continue;
      double size = note_size;
      std::vector<std::string> lines = fitted_lines(*text, size, right - left, false);
      for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        scene_.text({left, bottom}, *line, size);
        bottom -= size + 4;
      }
    }
    if (legend_above()) {
      legend_top_ = top;
      top += legend_room();
    } else {
      bottom -= legend_room();
      legend_top_ = bottom + 4;
    }
    if (legend_beside()) right -= entry_width();
    if (!chart_.x.title.empty()) {
      x_title_ = bottom - 3;
      bottom -= axis_size + 8;
    }
    if (!chart_.y.title.empty()) left += axis_size + 8;
    if (chart_.y.shown) left += label_room();
    if (second_) {
      y2_title_ = right;
      if (!chart_.y2.title.empty()) right -= axis_size + 8;
      right -= widest(y2_.ticks) + tick_length + 5;
    }
    right -= 4;
    const double pad_x = (right - left) * 0.03;
    x_.from = left + pad_x;
    x_.to = right - pad_x;
    angle_ = chart_.x.angle == 0 && given_labels_touch() ? 45 : chart_.x.angle;
    if (chart_.x.shown) bottom -= tick_room();
    const double pad_y = (bottom - top) * 0.03;
    frame_from_ = {left, top};
    frame_to_ = {right, bottom};
    y_.from = y2_.from = bottom - pad_y;
    y_.to = y2_.to = top + pad_y;
    clip_ = scene_.add_clip(frame_from_, frame_to_);
  }

  void axes() {
    const Pen line{{0, 0, 0}, 0.8}, faint{{225, 225, 225}, 0.6};
    const Point a = frame_from_, b = frame_to_;
    if (chart_.y.grid)
      for (const auto& t : y_.ticks) scene_.line({a.x, y_.place(t.first)}, {b.x, y_.place(t.first)}, faint, clip_);
    if (chart_.x.grid)
      for (const auto& t : x_.ticks) scene_.line({x_.place(t.first), a.y}, {x_.place(t.first), b.y}, faint, clip_);
    if (chart_.x.shown) {
      scene_.line({a.x, b.y}, {b.x, b.y}, line);
      const std::size_t every = label_stride();
      for (std::size_t i = 0; i < x_.ticks.size(); ++i) {
        const auto& [at, label] = x_.ticks[i];
        const double p = x_.place(at);
        scene_.line({p, b.y}, {p, b.y + tick_length}, line);
        if (i % every != 0) continue;
        if (angle_ != 0) scene_.text({p + 3, b.y + tick_length + 6}, label, tick_size, Anchor::end, angle_);
        else scene_.text({p, b.y + tick_length + tick_size + 1}, label, tick_size, Anchor::middle);
      }
      for (const auto& [at, label] : chart_.x.groups)
        scene_.text({x_.place(at), b.y + tick_room() - 2}, label, tick_size, Anchor::middle);
    }
    if (!chart_.x.title.empty())
      scene_.text({(a.x + b.x) / 2, x_title_}, chart_.x.title, title_fitting(chart_.x.title, scene_.width),
                  Anchor::middle);
    if (chart_.y.shown) {
      scene_.line({a.x, a.y}, {a.x, b.y}, line);
      for (const auto& [at, label] : y_.ticks) {
        const double p = y_.place(at);
        scene_.line({a.x - tick_length, p}, {a.x, p}, line);
        scene_.text({a.x - tick_length - 3, p + tick_size * 0.35}, label, tick_size, Anchor::end);
      }
      for (const auto& [at, label] : chart_.y.groups)
        scene_.text({a.x - label_room() + widest(chart_.y.groups), y_.place(at) + tick_size * 0.35}, label, tick_size,
                    Anchor::end);
    }
    const double middle = (a.y + b.y) / 2;
    if (!chart_.y.title.empty())
      scene_.text({margin + axis_size, middle}, chart_.y.title, title_fitting(chart_.y.title, b.y - a.y + 40),
                  Anchor::middle, 90);
    if (!second_) return;
    scene_.line({b.x, a.y}, {b.x, b.y}, line);
    for (const auto& [at, label] : y2_.ticks) {
      const double p = y2_.place(at);
      scene_.line({b.x, p}, {b.x + tick_length, p}, line);
      scene_.text({b.x + tick_length + 3, p + tick_size * 0.35}, label, tick_size, Anchor::start);
    }
    if (!chart_.y2.title.empty())
      scene_.text({y2_title_, middle}, chart_.y2.title, title_fitting(chart_.y2.title, b.y - a.y + 40),
                  Anchor::middle, 90);
  }

  // Titles of axes that are longer than there is room are set smaller.
  static double title_fitting(const std::string& title, double room) {
    const double wide = report::text_width(title, axis_size);
    return wide > room ? std::max(axis_size * room / wide, 5.0) : axis_size;
  }

  // Labels of chosen ticks that would touch are left out: every second one stays, or every third …
  std::size_t label_stride() const {
    if (!chart_.x.ticks.empty() || chart_.x.angle != 0 || x_.ticks.size() < 3) return 1;
    const double gap = std::abs(x_.place(x_.ticks[1].first) - x_.place(x_.ticks[0].first));
    const double needs = widest(x_.ticks) + 4;
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

  Point at(const Layer& l, double x, double y) const {
    const Scale& ys = l.second_axis ? y2_ : y_;
    return l.horizontal ? Point{x_.place(y), ys.place(x)} : Point{x_.place(x), ys.place(y)};
  }

  // --- legend ---
  static constexpr double key_width = 22, entry_gap = 14, entry_height = 13;

  std::vector<const Layer*> entries() const {
    std::vector<const Layer*> out;
    if (!chart_.legend.shown) return out;
    for (const std::size_t i : chart_.legend.order)
      if (!chart_.layers[i].label.empty()) out.push_back(&chart_.layers[i]);
    if (!chart_.legend.order.empty()) return out;
    for (const Layer& l : chart_.layers)
      if (!l.label.empty()) out.push_back(&l);
    return out;
  }

  int legend_columns() const {
    const auto list = entries();
    const int n = static_cast<int>(list.size());
    if (n == 0) return 0;
    if (chart_.legend.columns > 0) return std::min(chart_.legend.columns, n);
    if (chart_.legend.rows > 0) return (n + chart_.legend.rows - 1) / chart_.legend.rows;
    const int fits = static_cast<int>((scene_.width - 2 * margin) / entry_width());
    return std::clamp(fits, 1, n);
  }

  double widest_entry(double size) const {
    double w = 0;
    for (const Layer* l : entries()) w = std::max(w, report::text_width(l->label, size));
    return w;
  }

  // An entry wider than the page is set smaller, and the others with it.
  double entry_size() const {
    const double room = scene_.width - 2 * margin - key_width - entry_gap, w = widest_entry(tick_size);
    return w > room && room > 0 ? std::max(tick_size * room / w, 4.0) : tick_size;
  }

  double entry_width() const { return widest_entry(entry_size()) + key_width + entry_gap; }

  int legend_rows() const {
    const int columns = legend_columns(), n = static_cast<int>(entries().size());
    return columns == 0 ? 0 : (n + columns - 1) / columns;
  }

  // Beside the frame at two, three and four o'clock, above it from eleven to one, else below.
  bool legend_beside() const {
    const int at = chart_.legend.position;
    return !alone_ && !chart_.legend.inside && at >= 2 && at <= 4 && !entries().empty();
  }
  bool legend_above() const {
    const int at = chart_.legend.position;
    return !alone_ && !chart_.legend.inside && (at >= 11 || at == 1);
  }

  double legend_room() const {
    if (chart_.legend.inside || legend_beside() || legend_rows() == 0) return 0;
    return legend_rows() * entry_height + 10;
  }

  void legend() {
    const auto list = entries();
    if (list.empty()) return;
    const int columns = chart_.legend.inside || legend_beside() ? 1 : legend_columns();
    const double width = columns * entry_width();
    double left = (scene_.width - width) / 2, top = legend_top_;
    if (legend_beside()) {
      const double height = static_cast<double>(list.size()) * entry_height;
      const int at = chart_.legend.position;
      left = scene_.width - margin - width + 6;
      const double middle = (frame_from_.y + frame_to_.y - height) / 2;
      top = at == 2 ? frame_from_.y + 4 : at == 4 ? frame_to_.y - height - 4 : middle;
    }
    if (chart_.legend.inside) {
      const int at = chart_.legend.position;
      const double height = static_cast<double>(list.size()) * entry_height;
      const bool on_left = at >= 7 && at <= 11, below = at >= 4 && at <= 8;
      left = on_left ? frame_from_.x + 8 : frame_to_.x - width - 2;
      top = below ? frame_to_.y - height - 6 : frame_from_.y + 4;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      const double x = left + static_cast<double>(static_cast<int>(i) % columns) * entry_width();
      const double y = top + static_cast<double>(static_cast<int>(i) / columns) * entry_height + entry_height / 2;
      draw_layer_key(*list[i], {x, y}, key_width, scene_);
      scene_.text({x + key_width + 4, y + tick_size * 0.35}, list[i]->label, entry_size());
    }
  }

  const Chart& chart_;
  Scene scene_;
  Scale x_, y_, y2_;
  bool second_ = false, alone_ = false;
  Point frame_from_, frame_to_;
  double x_title_ = 0, y2_title_ = 0, legend_top_ = 0, angle_ = 0;
  std::size_t clip_ = Scene::no_clip;
};

}  // namespace

std::optional<std::pair<double, double>> axis_reach(const Chart& c, int which) {
  const ChartRange r = range_of_axis(c, which);
  if (r.empty()) return std::nullopt;
  return std::pair(r.low, r.high);
}

AxisRoom axis_room(const Chart& c) { return ChartDrawing(c, 0, 0).rooms(); }

Scene draw_legend(const Chart& c, double width) { return ChartDrawing(c, width, 0).legend_alone(); }

Scene draw(const Chart& c, double width, double height) { return ChartDrawing(c, width, height).run(); }

}  // namespace nqp::kit
