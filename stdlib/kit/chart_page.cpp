// Several drawings on one page.
#include <algorithm>
#include <utility>

#include "stdlib/kit/chart.hpp"
#include "stdlib/kit/chart_marks.hpp"

namespace nqp::kit {

using report::Anchor;
using report::Point;
using report::Scene;

void put_scene(Scene& page, const Scene& part, Point at, double scale) {
  const auto moved = [&](Point p) { return Point{at.x + scale * p.x, at.y + scale * p.y}; };
  const std::size_t first_clip = page.clips.size();
  for (const auto& [from, to] : part.clips) page.add_clip(moved(from), moved(to));
  for (std::size_t i = 0; i < part.shapes.size(); ++i) {
    report::Shape shape = part.shapes[i];
    for (Point& p : shape.points) p = moved(p);
    shape.radius *= scale;
    shape.size *= scale;
    shape.pen.width *= scale;
    page.add(std::move(shape), part.clip_of[i] == Scene::no_clip ? Scene::no_clip : first_clip + part.clip_of[i]);
  }
}

Scene combine(const std::vector<Scene>& parts, int columns, const std::string& title, double width, double height) {
  Scene out;
  out.width = width;
  out.height = height;
  if (parts.empty()) return out;
  double top = 0;
  if (!title.empty()) {
    out.text({width / 2, chart_size::margin + chart_size::title}, title, chart_size::title, Anchor::middle, 0, true);
    top = chart_size::margin + chart_size::title + 6;
  }
  const int n = static_cast<int>(parts.size()), wide = std::clamp(columns, 1, n), tall = (n + wide - 1) / wide;
  const double cell_width = width / wide, cell_height = (height - top) / tall;
  for (int k = 0; k < n; ++k) {
    const Scene& s = parts[static_cast<std::size_t>(k)];
    const double scale = std::min(cell_width / s.width, cell_height / s.height);
    const double dx = (k % wide) * cell_width + (cell_width - scale * s.width) / 2;
    const double dy = top + (k / wide) * cell_height + (cell_height - scale * s.height) / 2;
    put_scene(out, s, {dx, dy}, scale);
  }
  return out;
}

}  // namespace nqp::kit
