// Data envelopment analysis: radial efficiency by linear programming.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

enum class Returns { constant, variable, nonincreasing };
enum class Orientation { input, output };

// The efficiency of a unit with inputs x0 (p) and outputs y0 (q) against the technology of n units, x (n × p) and y
// (n × q): min θ with λ'x <= θ x0, λ'y >= y0, or 1/max φ with λ'x <= x0, λ'y >= φ y0; λ >= 0, with sum 1 for variable
// and at most 1 for nonincreasing returns. NaN when the program is infeasible or unbounded (possible across periods).
// Values within 1e-9 of 1 are 1. Values must not be negative. Source: Färe, Grosskopf and Lovell (1994); two-phase
// simplex with Bland's rule, every variable scaled by its mean.
double efficiency(std::span<const double> x0, std::span<const double> y0, MatrixView x, MatrixView y, Returns returns,
                  Orientation orientation);

// What is left after the radial movement to (θ x0, y0) or (x0, φ y0), φ = 1/efficiency: inputs that can still shrink
// (p) and outputs that can still grow (q), max Σ of both over the same technology. NaN when there is no solution.
// Source: Ali and Seiford (1993), the second stage.
std::vector<double> slacks(std::span<const double> x0, std::span<const double> y0, MatrixView x, MatrixView y,
                           Returns returns, Orientation orientation, double efficiency);

}  // namespace nqp::numeric
