// Scenes as SVG: text stays text, with fonts that have Chinese characters to fall back on.
#include <fmt/format.h>

#include "interpreter/report/scene.hpp"
#include "interpreter/report/xml_text.hpp"

namespace nqp::report {
namespace {

constexpr const char* svg_fonts =
    "Helvetica, Arial, 'Liberation Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif";

std::string hex(const Colour& c) { return fmt::format("#{:02x}{:02x}{:02x}", c.red, c.green, c.blue); }

std::string paint(const Shape& s) {
  std::string out = s.filled ? fmt::format(" fill=\"{}\"", hex(s.fill)) : " fill=\"none\"";
  if (s.filled && s.fill.opacity < 1) out += fmt::format(" fill-opacity=\"{:.2f}\"", s.fill.opacity);
  if (s.pen.width <= 0) return out;
  out += fmt::format(" stroke=\"{}\" stroke-width=\"{:.2f}\"", hex(s.pen.colour), s.pen.width);
  if (s.pen.colour.opacity < 1) out += fmt::format(" stroke-opacity=\"{:.2f}\"", s.pen.colour.opacity);
  for (std::size_t i = 0; i < s.pen.dashes.size(); ++i)
    out += fmt::format("{}{:.1f}", i == 0 ? " stroke-dasharray=\"" : ",", s.pen.dashes[i]);
  return s.pen.dashes.empty() ? out : out + "\"";
}

std::string shape_text(const Shape& s) {
  const Point& p = s.points[0];
  static constexpr const char* anchors[] = {"start", "middle", "end"};
  std::string out = fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{:.2f}\" text-anchor=\"{}\"", p.x, p.y,
                                s.size, anchors[static_cast<int>(s.anchor)]);
  if (s.bold) out += " font-weight=\"bold\"";
  if (const std::string colour = hex(s.fill); colour != "#000000") out += " fill=\"" + colour + "\"";
  if (s.angle != 0) out += fmt::format(" transform=\"rotate({:.1f} {:.2f} {:.2f})\"", -s.angle, p.x, p.y);
  return out + ">" + xml_text(s.text) + "</text>";
}

std::string element(const Shape& s) {
  if (s.kind == Shape::Kind::text) return shape_text(s);
  if (s.kind == Shape::Kind::circle)
    return fmt::format("<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"{:.2f}\"{}/>", s.points[0].x, s.points[0].y, s.radius,
                       paint(s));
  std::string d;
  for (std::size_t i = 0; i < s.points.size(); ++i)
    d += fmt::format("{}{:.2f} {:.2f}", i == 0 ? "M" : "L", s.points[i].x, s.points[i].y);
  return "<path d=\"" + d + (s.closed ? "Z" : "") + "\"" + paint(s) + "/>";
}

}  // namespace

std::string svg_of(const Scene& s) {
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}pt\" height=\"{1:.0f}pt\" viewBox=\"0 0 {0:.0f} "
      "{1:.0f}\" "
      "font-family=\"{2}\" stroke-linejoin=\"round\">\n",
      s.width, s.height, svg_fonts);
  out += "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
  for (std::size_t i = 0; i < s.clips.size(); ++i) {
    const auto& [from, to] = s.clips[i];
    out += fmt::format(
        "<clipPath id=\"c{}\"><rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\"/></clipPath>\n", i,
        from.x, from.y, to.x - from.x, to.y - from.y);
  }
  std::size_t open = Scene::no_clip;
  for (std::size_t i = 0; i < s.shapes.size(); ++i) {
    if (s.clip_of[i] != open) {
      if (open != Scene::no_clip) out += "</g>\n";
      open = s.clip_of[i];
      if (open != Scene::no_clip) out += fmt::format("<g clip-path=\"url(#c{})\">\n", open);
    }
    out += element(s.shapes[i]) + "\n";
  }
  if (open != Scene::no_clip) out += "</g>\n";
  return out + "</svg>\n";
}

}  // namespace nqp::report
