// Coefficients whose names hold the number of periods since an event.
#pragma once

#include <string>
#include <vector>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct EventPoint {
  int time = 0;  // leads are negative
  double b = 0, variance = data::missing;
};

// By time. `model`: "." or a stored name, or matrices b#V and b#, V a covariance matrix or a row or column of
// variances. `lag`, `lead`: names with # for the number, "tau#" and "pre#". Errors: 111 no such matrix, 301 no such estimates.
std::vector<EventPoint> event_points(const std::string& model, const std::string& lag, const std::string& lead,
                                     runtime::Session& s);

}  // namespace nqp::kit
