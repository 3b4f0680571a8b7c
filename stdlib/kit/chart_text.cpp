#include "stdlib/kit/chart_text.hpp"

#include <algorithm>
#include <sstream>

#include "stdlib/kit/chart_marks.hpp"

namespace nqp::kit {

using report::Anchor;
using report::Scene;

namespace {

// Pieces a line may end behind: words with their space, single characters beyond ASCII.
std::vector<std::string> breakable_pieces(const std::string& text) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0xC0 && !out.back().empty()) out.emplace_back();
    out.back() += text[i];
    const bool last_of_wide = byte >= 0x80 && (i + 1 == text.size() || (text[i + 1] & 0xC0) != 0x80);
    if (byte == ' ' || last_of_wide) out.emplace_back();
  }
  return out;
}

std::vector<std::string> written_lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out.push_back(line);
  return out;
}

// Titles of axes that are longer than there is room are set smaller.
double axis_title_size(const Axis& a, double room) {
  const double usual = a.title_look.size > 0 ? a.title_look.size : chart_size::axis;
  double wide = 0;
  for (const std::string& line : written_lines(a.title)) wide = std::max(wide, report::text_width(line, usual));
  return wide > room ? std::max(usual * room / wide, 5.0) : usual;
}

struct Heading {
  const std::string& text;
  const TextLook& look;
  double size, gap;
  int clock;
  bool bold;
};

}  // namespace

std::vector<std::string> fitted_lines(const std::string& text, double& size, double width, bool bold) {
  const auto wide = [&](const std::string& s) { return report::text_width(s, size) * (bold ? 1.12 : 1); };
  const std::vector<std::string> given = written_lines(text);
  double widest = 0;
  for (const std::string& line : given) widest = std::max(widest, wide(line));
  if (widest <= width) return given;
  if (widest <= 1.25 * width) return size *= width / widest, given;
  size *= 0.85;
  std::vector<std::string> out;
  for (const std::string& line : given) {
    out.emplace_back();
    for (const std::string& piece : breakable_pieces(line)) {
      if (!out.back().empty() && wide(out.back() + piece) > width) out.emplace_back();
      out.back() += piece;
    }
  }
  return out;
}

void put_text(Scene& scene, report::Point at, const std::string& text, double size, const TextLook& look, Anchor anchor,
              double angle, bool bold) {
  const std::size_t first = scene.shapes.size();
  scene.text(at, text, size, anchor, angle, bold);
  for (std::size_t i = first; look.colour && i < scene.shapes.size(); ++i) scene.shapes[i].fill = *look.colour;
}

void put_axis_title(Scene& scene, report::Point at, const Axis& a, double room, double angle) {
  const double size = axis_title_size(a, room);
  const std::vector<std::string> lines = written_lines(a.title);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto below = static_cast<double>(i), above = static_cast<double>(lines.size() - 1 - i);
    if (angle == 0) put_text(scene, {at.x, at.y + below * (size + 2)}, lines[i], size, a.title_look, Anchor::middle);
    else put_text(scene, {at.x - above * (size + 2), at.y}, lines[i], size, a.title_look, Anchor::middle, angle);
  }
}

double axis_title_room(const Axis& a) {
  if (a.title.empty()) return 0;
  const double size = a.title_look.size > 0 ? a.title_look.size : chart_size::axis;
  return static_cast<double>(written_lines(a.title).size()) * (size + 2) + 6;
}

void put_headings(Scene& scene, const Chart& c, double& top, double& bottom) {
  const double left = chart_size::margin, right = scene.width - chart_size::margin;
  const Heading all[] = {{c.title, c.title_look, chart_size::title, 4, 12, true},
                         {c.subtitle, c.subtitle_look, chart_size::axis, 3, 12, false},
                         {c.note, c.note_look, chart_size::note, 1, 7, false},
                         {c.caption, c.caption_look, chart_size::note, 1, 7, false}};
  const auto put = [&](const Heading& h, const std::string& line, double size, double y) {
    const int at = h.look.clock > 0 ? h.look.clock : h.clock;
    const bool on_left = at >= 7 && at <= 11, on_right = at >= 1 && at <= 5;
    put_text(scene,
             {on_left    ? left
              : on_right ? right
                         : scene.width / 2,
              y},
             line, size, h.look,
             on_left    ? Anchor::start
             : on_right ? Anchor::end
                        : Anchor::middle,
             0, h.bold);
  };
  const auto lines_of = [&](const Heading& h, double& size) {
    size = h.look.size > 0 ? h.look.size : h.size;
    return fitted_lines(h.text, size, right - left, h.bold);
  };
  const auto is_below = [](const Heading& h) {
    const int at = h.look.clock > 0 ? h.look.clock : h.clock;
    return at >= 4 && at <= 8;
  };
  double size = 0;
  for (const Heading& h : all) {
    if (h.text.empty() || is_below(h)) continue;
    for (const std::string& line : lines_of(h, size)) put(h, line, size, top + size), top += size + 3;
    top += h.gap;
  }
  for (auto h = std::rbegin(all); h != std::rend(all); ++h) {
    if (h->text.empty() || !is_below(*h)) continue;
    const std::vector<std::string> lines = lines_of(*h, size);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) put(*h, *line, size, bottom), bottom -= size + 3;
    bottom -= h->gap;
  }
}

}  // namespace nqp::kit
