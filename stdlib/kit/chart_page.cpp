// Several drawings on one page.
#include <algorithm>
#include <utility>

#include "stdlib/kit/chart.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/chart_text.hpp"

namespace nqp::kit {

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
    for (double& dash : shape.pen.dashes) dash *= scale;
    page.add(std::move(shape), part.clip_of[i] == Scene::no_clip ? Scene::no_clip : first_clip + part.clip_of[i]);
  }
}

PageRoom frame_page(Scene& page, const Chart& frame) {
  PageRoom room{0, chart_size::margin, page.width, page.height - chart_size::margin};
  put_headings(page, frame, room.top, room.bottom);
  if (room.top == chart_size::margin) room.top = 0;
  const Scene legend = draw_legend(frame, page.width);
  if (legend.height > 0) {
    room.bottom -= legend.height + 2;
    put_scene(page, legend, {0, room.bottom}, 1);
    room.bottom -= 5;
  }
  if (!frame.x.title.empty()) {
    const double size = frame.x.title_look.size > 0 ? frame.x.title_look.size : chart_size::axis;
    const double needs = axis_title_room(frame.x);
    put_axis_title(page, {page.width / 2, room.bottom - needs + size + 4}, frame.x, page.width, 0);
    room.bottom -= needs;
  } else if (room.bottom == page.height - chart_size::margin) {
    room.bottom = page.height;
  }
  if (!frame.y.title.empty()) {
    room.left += axis_title_room(frame.y);
    put_axis_title(page, {room.left - 2, (room.top + room.bottom) / 2}, frame.y, room.bottom - room.top, 90);
  }
  return room;
}

PageRoom page_room(const Chart& frame, double width, double height) {
  Scene scratch;
  scratch.width = width;
  scratch.height = height;
  return frame_page(scratch, frame);
}

Scene combine(const std::vector<Scene>& parts, int columns, const Chart& frame, double width, double height,
              bool by_columns) {
  Scene out;
  out.width = width;
  out.height = height;
  if (parts.empty()) return out;
  const PageRoom room = frame_page(out, frame);
  const int n = static_cast<int>(parts.size()), wide = std::clamp(columns, 1, n), tall = (n + wide - 1) / wide;
  const double cell_width = (room.right - room.left) / wide, cell_height = (room.bottom - room.top) / tall;
  for (int k = 0; k < n; ++k) {
    const Scene& s = parts[static_cast<std::size_t>(k)];
    const int column = by_columns ? k / tall : k % wide, row = by_columns ? k % tall : k / wide;
    const double scale = std::min(cell_width / s.width, cell_height / s.height);
    const double dx = room.left + column * cell_width + (cell_width - scale * s.width) / 2;
    const double dy = room.top + row * cell_height + (cell_height - scale * s.height) / 2;
    put_scene(out, s, {dx, dy}, scale);
  }
  return out;
}

}  // namespace nqp::kit
