#include "interpreter/report/scene.hpp"

#include <cmath>

#include "interpreter/report/graph_text.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::report {

std::size_t Scene::add_clip(Point from, Point to) {
  clips.emplace_back(from, to);
  return clips.size() - 1;
}

void Scene::add(Shape s, std::size_t clip) {
  shapes.push_back(std::move(s));
  clip_of.push_back(clip);
}

void Scene::line(Point a, Point b, const Pen& pen, std::size_t clip) { path({a, b}, pen, clip); }

void Scene::path(std::vector<Point> points, const Pen& pen, std::size_t clip) {
  if (points.size() < 2 || pen.width <= 0) return;
  Shape s;
  s.points = std::move(points);
  s.pen = pen;
  add(std::move(s), clip);
}

void Scene::area(std::vector<Point> points, Colour fill, const Pen& outline, std::size_t clip) {
  if (points.size() < 3) return;
  Shape s;
  s.points = std::move(points);
  s.closed = s.filled = true;
  s.fill = fill;
  s.pen = outline;
  add(std::move(s), clip);
}

void Scene::circle(Point centre, double radius, Colour fill, const Pen& outline, std::size_t clip) {
  Shape s;
  s.kind = Shape::Kind::circle;
  s.points = {centre};
  s.radius = radius;
  s.filled = fill.opacity > 0;
  s.fill = fill;
  s.pen = outline;
  add(std::move(s), clip);
}

void Scene::text(Point at, std::string_view text, double size, Anchor anchor, double angle, bool bold) {
  if (text.empty()) return;
  if (const std::size_t end = text.find('\n'); end != std::string_view::npos) {
    this->text(at, text.substr(0, end), size, anchor, angle, bold);
    const double turn = angle * 3.14159265358979 / 180, step = line_height * size;
    return this->text({at.x + step * std::sin(turn), at.y + step * std::cos(turn)}, text.substr(end + 1), size, anchor,
                      angle, bold);
  }
  Shape s;
  s.kind = Shape::Kind::text;
  s.points = {at};
  s.text = graph_text(text);
  s.size = size;
  s.anchor = anchor;
  s.angle = angle;
  s.bold = bold;
  add(std::move(s));
}

double text_width(std::string_view markup, double size) {
  const std::string text = graph_text(markup);
  const auto columns = static_cast<double>(text::display_width(text)),
             characters = static_cast<double>(text::length(text));
  const double wide = columns - characters;  // characters of two columns
  return size * (wide + 0.53 * (characters - wide));
}

}  // namespace nqp::report
