// Pictures of pixels as files that need no library: TIFF for journals, EMF for word processors.
#pragma once

#include <string>

namespace nqp::report {

// Rows from the top, three bytes (red, green, blue) a pixel.
struct Pixels {
  int width = 0, height = 0;
  double dots_an_inch = 300;
  std::string rgb;
};

// One strip, each row packed on its own (PackBits).
std::string tif_of(const Pixels& p);

// One bitmap on a page of its size.
std::string emf_of(const Pixels& p);

}  // namespace nqp::report
