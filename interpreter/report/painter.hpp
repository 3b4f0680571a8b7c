// The drawing module: Cairo and Pango behind one function. It is loaded when a figure is written, because loading forty
// libraries would double the time in which the program starts.
#pragma once

#include <cmath>
#include <string>

#include "interpreter/report/scene.hpp"

namespace nqp::report {

// pixels: rows from the top, three bytes (red, green, blue) a pixel.
enum class PaintFormat { png, pdf, eps, pixels };

struct PixelSize {
  int width, height;
};
// Of a scene `width` pixels wide; 0 for 300 dots an inch.
inline PixelSize pixel_size(const Scene& s, int width) {
  const double scale = width > 0 ? width / s.width : 300.0 / 72.0;
  return {static_cast<int>(std::lround(s.width * scale)), static_cast<int>(std::lround(s.height * scale))};
}

inline constexpr const char* painter_module = "nqp_painter.so";
inline constexpr const char* painter_function = "nqp_paint";

// `width` in pixels, 0 for 300 dots an inch. False with the reason in `out`.
using Paint = bool (*)(const Scene& s, PaintFormat format, int width, std::string& out);

}  // namespace nqp::report
