// The legend of a chart: what stands in it, how much room it takes and where.
#pragma once

#include <vector>

#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

class LegendLayout {
 public:
  enum class Side { below, above, right, left, inside };

  LegendLayout(const Chart& c, double page_width);
  bool empty() const { return entries_.empty(); }
  Side side() const;
  double width() const { return columns_ * entry_width_; }
  double height() const;
  // In a page with the layers between `from` and `to`; legends above and below start at `top`.
  void draw(report::Scene& scene, report::Point from, report::Point to, double top) const;
  void draw_at(report::Scene& scene, report::Point corner) const;

 private:
  const Legend& look_;
  std::vector<const Layer*> entries_;
  double page_width_, size_ = 0, entry_width_ = 0, entry_height_ = 0;
  int columns_ = 0, rows_ = 0;
};

}  // namespace nqp::kit
