// A drawing: shapes on a page in points (1/72 inch), the origin at the top left. Charts are laid out once into a scene
// and every format is drawn from it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/report/pixel_files.hpp"

namespace nqp::report {

struct Colour {
  int red = 0, green = 0, blue = 0;
  double opacity = 1;
};

struct Pen {
  Colour colour;
  double width = 0.8;               // 0: no outline
  std::vector<double> dashes = {};  // lengths on, off, on, …; empty: solid
};

struct Point {
  double x = 0, y = 0;
};

enum class Anchor { start, middle, end };

// A path of straight segments, open or closed and filled; or text at a point.
struct Shape {
  enum class Kind { path, circle, text };
  Kind kind = Kind::path;
  std::vector<Point> points;  // circle, text: one point
  bool closed = false, filled = false;
  Pen pen;
  Colour fill;
  double radius = 0;  // of a circle
  std::string text;
  double size = 10, angle = 0;  // of text; degrees, counterclockwise
  Anchor anchor = Anchor::start;
  bool bold = false;
};

struct Scene {
  double width = 396, height = 288;  // 5.5 x 4 inches
  std::vector<Shape> shapes;
  std::vector<std::pair<Point, Point>> clips;  // rectangles that shapes may be cut to
  std::vector<std::size_t> clip_of;            // of each shape; no_clip for the whole page

  static constexpr std::size_t no_clip = static_cast<std::size_t>(-1);
  std::size_t add_clip(Point from, Point to);
  void add(Shape s, std::size_t clip = no_clip);
  void line(Point a, Point b, const Pen& pen, std::size_t clip = no_clip);
  void path(std::vector<Point> points, const Pen& pen, std::size_t clip = no_clip);
  void area(std::vector<Point> points, Colour fill, const Pen& outline, std::size_t clip = no_clip);
  void circle(Point centre, double radius, Colour fill, const Pen& outline, std::size_t clip = no_clip);
  void text(Point at, std::string_view text, double size, Anchor anchor = Anchor::start, double angle = 0,
            bool bold = false);
};

// From line to line of a text, in sizes of its letters. Lines of Scene::text end with a newline.
inline constexpr double line_height = 1.2;

// Texts may hold the markup of graph_text. Width of one in points: wide characters count one em, the others about half.
double text_width(std::string_view text, double size);

std::string svg_of(const Scene& s);
// `width` in pixels; 0: 300 dots an inch.
std::string png_of(const Scene& s, int width = 0);
Pixels pixels_of(const Scene& s, int width = 0);
std::string pdf_of(const Scene& s);
std::string eps_of(const Scene& s);

}  // namespace nqp::report
