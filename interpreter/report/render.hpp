// Draws documents as text of a given width. Alignment goes by display width.
#pragma once

#include <string>

#include "interpreter/report/document.hpp"

namespace nqp::report {

struct TextOptions {
  int width = 79;
  bool colour = false;  // ANSI colours by style
  bool smcl = false;    // tags by style, as logs have them; braces of the text are escaped
  bool wrap = true;     // long paragraph lines continue with "> "
};

// `column` is where the last open paragraph stopped (0 at a line's start); it is updated.
std::string render_text(const Document& d, const TextOptions& o, int& column);

}  // namespace nqp::report
