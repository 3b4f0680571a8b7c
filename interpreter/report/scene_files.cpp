// Scenes as PNG, pixels, PDF and EPS: what the drawing module makes of them.
#include "grammar/ast/error.hpp"
#include "interpreter/module/module.hpp"
#include "interpreter/report/painter.hpp"

namespace nqp::report {
namespace {

std::string painted(const Scene& s, PaintFormat format, int width) {
  static const auto paint = reinterpret_cast<Paint>(module::load_function(painter_module, painter_function));
  std::string out;
  if (!paint(s, format, width, out)) throw Error(693, "the figure could not be drawn: " + out);
  return out;
}

}  // namespace

std::string png_of(const Scene& s, int width) { return painted(s, PaintFormat::png, width); }

Pixels pixels_of(const Scene& s, int width) {
  const PixelSize size = pixel_size(s, width);
  return {size.width, size.height, 72 * size.width / s.width, painted(s, PaintFormat::pixels, width)};
}

std::string pdf_of(const Scene& s) { return painted(s, PaintFormat::pdf, 0); }
std::string eps_of(const Scene& s) { return painted(s, PaintFormat::eps, 0); }

}  // namespace nqp::report
