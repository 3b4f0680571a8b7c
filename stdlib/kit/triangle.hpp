// Lower triangles of symmetric matrices, as correlate and its kind show them: several lines in a cell, columns split
// over panels that fit on the line.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::kit {

struct Triangle {
  std::vector<std::string> names;
  // The lines of cell (i, j), j <= i; as many in every cell of a row.
  std::function<std::vector<report::Cell>(std::size_t i, std::size_t j)> cell;
  int width = 8;       // of a column
  bool marks = false;  // the cells end with one more character, a star or a blank
  bool blank_between = false;
};

report::Document draw_triangle(const Triangle& t, int linesize);

}  // namespace nqp::kit
