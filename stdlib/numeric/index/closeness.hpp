// Scores of rows against each other: TOPSIS and coupling coordination.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct Topsis {
  std::vector<double> best, worst;  // m: Euclidean distances to the ideal and the anti-ideal row
  std::vector<double> closeness;    // m: worst/(best + worst); NaN when both are 0
};

// Hwang and Yoon (1981): v = w z, ideal and anti-ideal are the column maxima and minima of v. z is m × J with all
// indicators positive, w has J numbers.
Topsis topsis(MatrixView z, std::span<const double> w);

struct Coupling {
  double C = 0;  // degree of coupling; NaN when all subsystems are 0
  double T = 0;  // development
  double D = 0;  // coordination √(C T)
};

// Subsystems u in [0, 1], two or more, and their weights α with sum 1. C = n (Πu)^{1/n}/Σu. With `modified` (Wang,
// Kong, Ren, Qi and Hou 2021), for two subsystems C = √((1 - (max-min)) min/max).
Coupling coupling(std::span<const double> u, std::span<const double> alpha, bool modified = false);

}  // namespace nqp::numeric
