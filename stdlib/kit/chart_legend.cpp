#include "stdlib/kit/chart_legend.hpp"

#include <algorithm>

#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/chart_text.hpp"

namespace nqp::kit {

using report::Point;
using report::Scene;

namespace {

constexpr double key_width = 22, entry_gap = 14, inset = 4;

std::vector<const Layer*> legend_entries(const Chart& c) {
  std::vector<const Layer*> out;
  if (!c.legend.shown) return out;
  for (const std::size_t i : c.legend.order)
    if (!c.layers[i].label.empty()) out.push_back(&c.layers[i]);
  if (!c.legend.order.empty()) return out;
  for (const Layer& l : c.layers)
    if (!l.label.empty()) out.push_back(&l);
  return out;
}

}  // namespace

LegendLayout::LegendLayout(const Chart& c, double page_width)
    : look_(c.legend), entries_(legend_entries(c)), page_width_(page_width) {
  if (entries_.empty()) return;
  const int n = static_cast<int>(entries_.size());
  double widest = 0;
  size_ = look_.look.size > 0 ? look_.look.size : chart_size::tick;
  for (const Layer* l : entries_) widest = std::max(widest, report::text_width(l->label, size_));
  // An entry wider than the page is set smaller, and the others with it.
  const double room = page_width - 2 * chart_size::margin;
  if (const double own = room - key_width - entry_gap; widest > own && own > 0) {
    const double smaller = std::max(size_ * own / widest, 4.0);
    widest *= smaller / size_;
    size_ = smaller;
  }
  entry_width_ = widest + key_width + entry_gap;
  entry_height_ = size_ + 4;
  const bool one_column = side() != Side::above && side() != Side::below;
  columns_ = look_.columns > 0 ? std::min(look_.columns, n)
             : look_.rows > 0  ? (n + look_.rows - 1) / look_.rows
             : one_column      ? 1
                               : std::clamp(static_cast<int>(room / entry_width_), 1, n);
  rows_ = (n + columns_ - 1) / columns_;
}

// Beside the frame at two, three and four o'clock and at eight, nine and ten, above it from eleven to one, else below.
LegendLayout::Side LegendLayout::side() const {
  const int at = look_.position;
  if (look_.inside) return Side::inside;
  if (at >= 2 && at <= 4) return Side::right;
  if (at >= 8 && at <= 10) return Side::left;
  return at >= 11 || at == 1 ? Side::above : Side::below;
}

double LegendLayout::height() const { return rows_ * entry_height_ + (look_.title.empty() ? 0 : size_ + 6); }

void LegendLayout::draw(Scene& scene, Point from, Point to, double top) const {
  if (empty()) return;
  const int at = look_.position;
  const bool on_left = at >= 7 && at <= 11, on_right = at >= 1 && at <= 5;
  Point corner{(page_width_ - width()) / 2, top};
  const double high = at == 10 || at == 2  ? from.y + inset
                      : at == 8 || at == 4 ? to.y - height() - inset
                                           : (from.y + to.y - height()) / 2;
  switch (side()) {
    case Side::right: corner = {page_width_ - chart_size::margin - width() + 6, high}; break;
    case Side::left: corner = {chart_size::margin, high}; break;
    case Side::inside:
      corner.x = on_left ? from.x + 8 : on_right || at == 0 ? to.x - width() - 2 : (from.x + to.x - width()) / 2;
      corner.y = at >= 4 && at <= 8   ? to.y - height() - 6
                 : at == 3 || at == 9 ? (from.y + to.y - height()) / 2
                                      : from.y + inset;
      break;
    default:
      if (on_left) corner.x = from.x;
      if (on_right) corner.x = to.x - width() + entry_gap;
  }
  draw_at(scene, corner);
}

void LegendLayout::draw_at(Scene& scene, Point corner) const {
  if (look_.box) {
    const double right = corner.x + width() - entry_gap + inset + 4, bottom = corner.y + height() + 1;
    const Point a{corner.x - inset, corner.y - 1};
    scene.area({a, {right, a.y}, {right, bottom}, {a.x, bottom}}, {255, 255, 255}, *look_.box);
  }
  if (!look_.title.empty()) {
    corner.y += size_ + 6;
    put_text(scene, {corner.x + (width() - entry_gap) / 2, corner.y - 4}, look_.title, size_ + 1, look_.look,
             report::Anchor::middle);
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const double x = corner.x + static_cast<double>(static_cast<int>(i) % columns_) * entry_width_;
    const double y = corner.y + static_cast<double>(static_cast<int>(i) / columns_) * entry_height_ + entry_height_ / 2;
    draw_layer_key(*entries_[i], {x, y}, key_width, scene);
    put_text(scene, {x + key_width + 4, y + size_ * 0.35}, entries_[i]->label, size_, look_.look);
  }
}

Scene draw_legend(const Chart& c, double width) {
  const LegendLayout legend(c, width);
  Scene out;
  out.width = width;
  out.height = legend.height();
  if (!legend.empty()) legend.draw_at(out, {(width - legend.width()) / 2, 0});
  return out;
}

}  // namespace nqp::kit
