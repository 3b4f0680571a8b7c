// What margins averages after each estimator: functions of the indices of e(b) with two derivatives.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "interpreter/command/results.hpp"

namespace nqp::kit {

// Equations name the m indices in order: "" is the first equation of e(b), "/lnsigma" an ancillary parameter,
// "=_b[eq:x]" a coefficient by itself, "=x" and "=2.g" the values of a variable.
// `value` writes the response, its gradient (m numbers) and its second derivatives (m × m) to `out`.
struct MarginResponse {
  std::string label;                   // "Pr(foreign), predict()"
  std::vector<std::string> equations{""};
  std::function<void(const double* index, double* out)> value;

  std::size_t indices() const { return equations.size(); }
};

// One response, or one for each outcome of a categorical model when predict() names none. `predict` is what stands in
// predict(). Error 198 for a statistic that is not there.
std::vector<MarginResponse> margin_responses(const command::Results& e, const std::string& predict);

}  // namespace nqp::kit
