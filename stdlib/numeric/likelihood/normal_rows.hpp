// Normal regressions of which the outcome is known exactly, up to an interval, or only where it was not cut off.
// Two indices everywhere: η_1 = xb and η_2 = ln σ.
#pragma once

#include <span>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// The outcome lies in [low_i, high_i]; equal limits are a point, -∞ and ∞ no limit. Tobit is the case of points and
// half-lines (Tobin 1958), interval regression the general one. Limits must be ordered.
RowLikelihood interval_rows(std::span<const double> low, std::span<const double> high);

// Points y_i of a normal distribution of which only (low_i, high_i) is seen (Hausman and Wise 1977).
RowLikelihood truncated_rows(std::span<const double> y, std::span<const double> low, std::span<const double> high);

// An interval as above whose mean is η_1 + α (w_i - η_2), joint with a normal w_i of mean η_2: five indices, the last
// three α, ln of the standard deviation of the outcome given w, and ln sd(w). The tobit with an endogenous regressor
// (Smith and Blundell 1986).
RowLikelihood endogenous_interval_rows(std::span<const double> low, std::span<const double> high,
                                       std::span<const double> w);

}  // namespace nqp::numeric
