#include "stdlib/kit/chart_marks.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "interpreter/dataset/missing.hpp"
#include "stdlib/kit/chart_text.hpp"

namespace nqp::kit {

using report::Anchor;
using report::Colour;
using report::Pen;
using report::Point;
using report::Scene;

namespace {

class LayerDrawing {
 public:
  LayerDrawing(const PlaceOf& place, Scene& scene, std::size_t clip) : at_(place), scene_(scene), clip_(clip) {}

  void layer(const Layer& l) const {
    switch (l.mark) {
      case Mark::points: return symbols(l);
      case Mark::line: return line(l, l.y);
      case Mark::connected: line(l, l.y); return symbols(l);
      case Mark::bars: return bars(l, false);
      case Mark::range_bars: return bars(l, true);
      case Mark::spikes: return spikes(l, false);
      case Mark::drops: spikes(l, false); return symbols(l);
      case Mark::range_spikes: return spikes(l, true);
      case Mark::range_caps: spikes(l, true); return caps(l);
      case Mark::area: return area(l, false);
      case Mark::range_area: return area(l, true);
      case Mark::range_line: line(l, l.y); return line(l, l.high);
    }
  }

  void symbol(const Layer& l, Point p, double scale = 1) const {
    // What lies behind a hollow symbol is hidden, unless symbols are as large as their weights.
    const Colour own = l.symbol_colour.value_or(l.pen.colour), white{255, 255, 255, l.weights.empty() ? 1.0 : 0.0};
    const Pen outline{l.symbol_line.value_or(own), l.outline, {}};
    const double r = l.size * l.shrink * scale;
    const auto inside = [&](bool hollow) { return l.symbol_fill.value_or(hollow ? white : own); };
    const auto shape = [&](std::vector<Point> points, bool hollow) {
      scene_.area(std::move(points), inside(hollow), outline, clip_);
    };
    const double k = r * 1.25, t = r * 1.2;
    switch (l.symbol) {
      case Symbol::circle: return scene_.circle(p, r, inside(false), outline, clip_);
      case Symbol::hollow_circle: return scene_.circle(p, r, inside(true), outline, clip_);
      case Symbol::diamond:
      case Symbol::hollow_diamond:
        return shape({{p.x, p.y - k}, {p.x + k, p.y}, {p.x, p.y + k}, {p.x - k, p.y}},
                     l.symbol == Symbol::hollow_diamond);
      case Symbol::triangle:
      case Symbol::hollow_triangle:
        return shape({{p.x, p.y - t}, {p.x + t, p.y + r * 0.9}, {p.x - t, p.y + r * 0.9}},
                     l.symbol == Symbol::hollow_triangle);
      case Symbol::square:
      case Symbol::hollow_square:
        return shape({{p.x - r, p.y - r}, {p.x + r, p.y - r}, {p.x + r, p.y + r}, {p.x - r, p.y + r}},
                     l.symbol == Symbol::hollow_square);
      case Symbol::plus:
        scene_.line({p.x - r, p.y}, {p.x + r, p.y}, outline, clip_);
        return scene_.line({p.x, p.y - r}, {p.x, p.y + r}, outline, clip_);
      case Symbol::cross:
        scene_.line({p.x - r, p.y - r}, {p.x + r, p.y + r}, outline, clip_);
        return scene_.line({p.x - r, p.y + r}, {p.x + r, p.y - r}, outline, clip_);
      case Symbol::none: return;
    }
  }

 private:
  static bool there(const Layer& l, std::size_t i, bool range) {
    return !data::is_missing(l.x[i]) && !data::is_missing(l.y[i]) && (!range || !data::is_missing(l.high[i]));
  }

  void line(const Layer& l, const std::vector<double>& y) const {
    std::vector<Point> run;
    for (std::size_t i = 0; i < l.x.size(); ++i) {
      if (!data::is_missing(l.x[i]) && !data::is_missing(y[i])) {
        if (l.stairs && !run.empty()) run.push_back({at_(l, l.x[i], y[i]).x, run.back().y});
        run.push_back(at_(l, l.x[i], y[i]));
        continue;
      }
      if (!l.broken) continue;
      scene_.path(std::move(run), l.pen, clip_);
      run.clear();
    }
    scene_.path(std::move(run), l.pen, clip_);
  }

  // The largest weight has a symbol of four times the usual radius.
  void symbols(const Layer& l) const {
    double heaviest = 0;
    for (const double w : l.weights) heaviest = std::max(heaviest, w);
    for (std::size_t i = 0; i < l.x.size(); ++i) {
      if (!there(l, i, false)) continue;
      const Point p = at_(l, l.x[i], l.y[i]);
      symbol(l, p, heaviest > 0 ? std::max(4 * std::sqrt(l.weights[i] / heaviest), 0.2) : 1);
      if (i < l.point_labels.size()) label(l, p, l.point_labels[i]);
    }
  }

  // Where label_clock says: 12 above, 3 right of the point, 6 below, 9 left, 0 on it.
  void label(const Layer& l, Point p, const std::string& text) const {
    const double size = l.label_size > 0 ? l.label_size : chart_size::note;
    const int at = l.label_clock;
    const bool above = at >= 10 || (at > 0 && at <= 2), below = at >= 4 && at <= 8;
    const bool right = at >= 1 && at <= 5, left = at >= 7 && at <= 11;
    p.x += right ? l.size + 2 : left ? -l.size - 2 : 0;
    p.y += above ? -l.size - 2 : below ? l.size + size : size * 0.35;
    put_text(scene_, p, text, size, {0, l.label_colour, 0},
             right ? Anchor::start : left ? Anchor::end : Anchor::middle);
  }

  void bars(const Layer& l, bool range) const {
    for (std::size_t i = 0; i < l.x.size(); ++i) {
      if (!there(l, i, range)) continue;
      const double half = l.width / 2, from = range ? l.y[i] : 0, to = range ? l.high[i] : l.y[i];
      const double left = l.x[i] - half, right = l.x[i] + half;
      scene_.area({at_(l, left, from), at_(l, left, to), at_(l, right, to), at_(l, right, from)}, l.fill, l.pen, clip_);
    }
  }

  void spikes(const Layer& l, bool range) const {
    for (std::size_t i = 0; i < l.x.size(); ++i)
      if (there(l, i, range))
        scene_.line(at_(l, l.x[i], range ? l.y[i] : 0), at_(l, l.x[i], range ? l.high[i] : l.y[i]), l.pen, clip_);
  }

  // Always solid: a cap is hardly longer than a dash.
  void caps(const Layer& l) const {
    const double cap = 3 * l.size / Layer().size;
    Pen pen = l.pen;
    pen.dashes.clear();
    for (std::size_t i = 0; i < l.x.size(); ++i) {
      if (!there(l, i, true)) continue;
      for (const double end : {l.y[i], l.high[i]}) {
        const Point p = at_(l, l.x[i], end);
        if (l.horizontal) scene_.line({p.x, p.y - cap}, {p.x, p.y + cap}, pen, clip_);
        else scene_.line({p.x - cap, p.y}, {p.x + cap, p.y}, pen, clip_);
      }
    }
  }

  void area(const Layer& l, bool range) const {
    std::vector<Point> upper, lower;
    for (std::size_t i = 0; i < l.x.size(); ++i) {
      if (!there(l, i, range)) continue;
      upper.push_back(at_(l, l.x[i], range ? l.high[i] : l.y[i]));
      lower.push_back(at_(l, l.x[i], range ? l.y[i] : 0));
    }
    upper.insert(upper.end(), lower.rbegin(), lower.rend());
    scene_.area(std::move(upper), l.fill, l.pen, clip_);
  }

  const PlaceOf& at_;
  Scene& scene_;
  std::size_t clip_;
};

}  // namespace

void draw_layer(const Layer& l, const PlaceOf& place, Scene& scene, std::size_t clip) {
  LayerDrawing(place, scene, clip).layer(l);
}

void draw_bar_labels(const Layer& l, const PlaceOf& place, Scene& scene) {
  const bool range = l.mark == Mark::range_bars;
  if (!range && l.mark != Mark::bars) return;
  for (std::size_t i = 0; i < l.point_labels.size(); ++i) {
    if (l.point_labels[i].empty()) continue;
    const double from = range ? l.y[i] : 0, to = range ? l.high[i] : l.y[i];
    const Point p = place(l, l.x[i], l.labels_inside ? (from + to) / 2 : to);
    const double size = l.label_size > 0 ? l.label_size : chart_size::note, below = size * 0.35;
    const TextLook look{0, l.label_colour, 0};
    if (l.labels_inside) {
      // The bar may be too dark for black letters.
      const report::Colour paper{255, 255, 255, 0.8};
      const double half = report::text_width(l.point_labels[i], size) / 2 + 2;
      const double tall = size * 0.65;
      const Point from_corner{p.x - half, p.y - tall}, to_corner{p.x + half, p.y + tall};
      scene.area({from_corner, {to_corner.x, from_corner.y}, to_corner, {from_corner.x, to_corner.y}}, paper,
                 Pen{paper, 0});
      put_text(scene, {p.x, p.y + below}, l.point_labels[i], size, look, Anchor::middle);
    } else if (l.horizontal) {
      const double gap = to < from ? -3 : 3;
      put_text(scene, {p.x + gap, p.y + below}, l.point_labels[i], size, look, gap < 0 ? Anchor::end : Anchor::start);
    } else {
      put_text(scene, {p.x, p.y + (to < from ? size + 1 : -3)}, l.point_labels[i], size, look, Anchor::middle);
    }
  }
}

void draw_layer_key(const Layer& l, Point at, double width, Scene& scene) {
  const bool filled =
      l.mark == Mark::bars || l.mark == Mark::area || l.mark == Mark::range_area || l.mark == Mark::range_bars;
  const double left = at.x, right = at.x + width;
  if (filled) {
    const double top = at.y - 4, bottom = at.y + 4;
    return scene.area({{left + 3, top}, {right - 3, top}, {right - 3, bottom}, {left + 3, bottom}}, l.fill, l.pen);
  }
  if (l.mark != Mark::points) scene.line({left, at.y}, {right, at.y}, l.pen);
  if (l.mark == Mark::points || l.mark == Mark::connected || l.mark == Mark::drops)
    LayerDrawing({}, scene, Scene::no_clip).symbol(l, {at.x + width / 2, at.y});
}

}  // namespace nqp::kit
