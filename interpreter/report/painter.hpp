// The drawing module: Cairo and Pango behind one function. It is loaded when a figure is written, because loading forty
// libraries would double the time in which the program starts.
#pragma once

#include <string>

#include "interpreter/report/scene.hpp"

namespace nqp::report {

enum class PaintFormat { png, pdf, eps };

inline constexpr const char* painter_module = "nqp_painter.so";
inline constexpr const char* painter_function = "nqp_paint";

// `width` in pixels, 0 for 300 dots an inch. False with the reason in `out`.
using Paint = bool (*)(const Scene& s, PaintFormat format, int width, std::string& out);

}  // namespace nqp::report
