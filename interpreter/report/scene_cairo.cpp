// The drawing module: scenes as PNG, PDF and EPS through Cairo, text through Pango.
#include <cairo-pdf.h>
#include <cairo-ps.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#include <cmath>
#include <cstdint>
#include <memory>

#include "interpreter/report/painter.hpp"

namespace nqp::report {
namespace {

constexpr const char* fonts = "Helvetica,Arial,Liberation Sans,DejaVu Sans,Noto Sans CJK SC,Sans";
constexpr double pi = 3.14159265358979323846;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int n) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), n);
  return CAIRO_STATUS_SUCCESS;
}

void set_colour(cairo_t* c, const Colour& k) {
  cairo_set_source_rgba(c, k.red / 255.0, k.green / 255.0, k.blue / 255.0, k.opacity);
}

void draw_text(cairo_t* c, const Shape& s) {
  PangoLayout* layout = pango_cairo_create_layout(c);
  PangoFontDescription* font = pango_font_description_from_string(fonts);
  pango_font_description_set_absolute_size(font, s.size * PANGO_SCALE);
  if (s.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_text(layout, s.text.c_str(), static_cast<int>(s.text.size()));
  int width = 0, height = 0;
  pango_layout_get_size(layout, &width, &height);
  const double baseline = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
  const double w = static_cast<double>(width) / PANGO_SCALE;
  cairo_save(c);
  cairo_translate(c, s.points[0].x, s.points[0].y);
  cairo_rotate(c, -s.angle * pi / 180);
  cairo_move_to(c, s.anchor == Anchor::start ? 0 : s.anchor == Anchor::middle ? -w / 2 : -w, -baseline);
  set_colour(c, s.fill);
  pango_cairo_show_layout(c, layout);
  cairo_restore(c);
  pango_font_description_free(font);
  g_object_unref(layout);
}

void draw_scene(cairo_t* c, const Shape& s) {
  if (s.kind == Shape::Kind::text) return draw_text(c, s);
  cairo_new_path(c);
  if (s.kind == Shape::Kind::circle) {
    cairo_arc(c, s.points[0].x, s.points[0].y, s.radius, 0, 2 * pi);
  } else {
    for (const Point& p : s.points) cairo_line_to(c, p.x, p.y);
    if (s.closed) cairo_close_path(c);
  }
  if (s.filled) {
    set_colour(c, s.fill);
    cairo_fill_preserve(c);
  }
  if (s.pen.width <= 0) return;
  set_colour(c, s.pen.colour);
  cairo_set_line_width(c, s.pen.width);
  cairo_set_dash(c, s.pen.dashes.data(), static_cast<int>(s.pen.dashes.size()), 0);
  cairo_stroke(c);
}

void draw_scene(cairo_t* c, const Scene& s) {
  cairo_set_line_join(c, CAIRO_LINE_JOIN_ROUND);
  for (std::size_t i = 0; i < s.shapes.size(); ++i) {
    cairo_save(c);
    if (s.clip_of[i] != Scene::no_clip) {
      const auto& [from, to] = s.clips[s.clip_of[i]];
      cairo_new_path(c);  // an area without an outline leaves its path, which would cut a hole into the rectangle
      cairo_rectangle(c, from.x, from.y, to.x - from.x, to.y - from.y);
      cairo_clip(c);
    }
    draw_scene(c, s.shapes[i]);
    cairo_restore(c);
  }
}

// A surface and what to do with it before it goes.
using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

cairo_status_t paint_on(cairo_surface_t* surface, const Scene& s, double scale, bool background) {
  cairo_t* c = cairo_create(surface);
  if (background) {
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_paint(c);
  }
  cairo_scale(c, scale, scale);
  draw_scene(c, s);
  const cairo_status_t status = cairo_status(c);
  cairo_destroy(c);
  return status;
}

void append_pixels(cairo_surface_t* surface, const PixelSize& size, std::string& out) {
  cairo_surface_flush(surface);
  const unsigned char* row = cairo_image_surface_get_data(surface);
  for (int y = 0; y < size.height; ++y, row += cairo_image_surface_get_stride(surface)) {
    const auto* pixels = reinterpret_cast<const std::uint32_t*>(row);
    for (int x = 0; x < size.width; ++x)
      for (const int shift : {16, 8, 0}) out += static_cast<char>(pixels[x] >> shift & 255);
  }
}

cairo_status_t paint_pixels(const Scene& s, bool png, int width, std::string& out) {
  const PixelSize size = pixel_size(s, width);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height),
                        cairo_surface_destroy);
  const cairo_status_t status = paint_on(surface.get(), s, width > 0 ? width / s.width : 300.0 / 72.0, true);
  if (status != CAIRO_STATUS_SUCCESS) return status;
  if (png) return cairo_surface_write_to_png_stream(surface.get(), append, &out);
  append_pixels(surface.get(), size, out);
  return status;
}

cairo_status_t paint_vectors(const Scene& s, PaintFormat format, std::string& out) {
  const bool pdf = format == PaintFormat::pdf;
  const Surface surface(pdf ? cairo_pdf_surface_create_for_stream(append, &out, s.width, s.height)
                            : cairo_ps_surface_create_for_stream(append, &out, s.width, s.height),
                        cairo_surface_destroy);
  if (!pdf) cairo_ps_surface_set_eps(surface.get(), 1);
  const cairo_status_t status = paint_on(surface.get(), s, 1, false);
  cairo_surface_finish(surface.get());
  return status;
}

}  // namespace

extern "C" bool nqp_paint(const Scene& s, PaintFormat format, int width, std::string& out) {
  const bool png = format == PaintFormat::png;
  const cairo_status_t status = png || format == PaintFormat::pixels ? paint_pixels(s, png, width, out)
                                                                      : paint_vectors(s, format, out);
  if (status != CAIRO_STATUS_SUCCESS) out = cairo_status_to_string(status);
  return status == CAIRO_STATUS_SUCCESS;
}

}  // namespace nqp::report
