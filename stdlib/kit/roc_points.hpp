// Sensitivity and specificity of a binary model at every cut of its predictions.
#pragma once

#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct RocPoint {
  double cut = 0, sensitivity = 0, specificity = 0;  // positive: a prediction of at least `cut`
};

struct RocCurve {
  std::vector<RocPoint> points;  // cuts descending, from nobody to all positive
  double area = 0, n = 0;        // by the trapezoidal rule
};

// Of the last estimates on their sample. Errors 301, 321 not a binary model, 2000 only one outcome.
RocCurve roc_curve(runtime::Session& s);

}  // namespace nqp::kit
