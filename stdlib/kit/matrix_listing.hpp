// How `matrix list` shows a matrix.
#pragma once

#include <string>

#include "interpreter/eval/matrix.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::kit {

struct MatrixLook {
  std::string format = "%9.0g";
  std::string title;
  bool header = true, names = true, half = true, blank = true;
};

// Blocks of as many columns as fit in `width`; a symmetric matrix shows its lower triangle.
report::Document list_matrix(const eval::Matrix& m, const std::string& name, const MatrixLook& look, int width);

}  // namespace nqp::kit
