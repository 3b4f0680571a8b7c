// Errors of panels as u_i + e_it: their variances and the quasi-demeaning that makes them independent.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/panel/panel_means.hpp"

namespace nqp::numeric {

struct ErrorComponents {
  double e2 = 0, u2 = 0;      // variances
};

// trace{(X'PX)^-1 X'ZZ'X} with X'PX = Σ T x̄x̄' and X'ZZ'X = Σ T² x̄x̄'. `means`: a row for each panel, the constant
// among its columns; `inverse` is (X'PX)^-1. Baltagi and Chang (1994).
double swamy_arora_trace(MatrixView means, MatrixView inverse, std::span<const double> sizes);

// θ_i = 1 - σ_e/√(T_i σ_u² + σ_e²), by panel.
std::vector<double> quasi_demeaning_shares(const ErrorComponents& c, std::span<const double> sizes);

// x - share_i x̄_i; with `keep_level` the mean of x is added back.
void take_panel_means(std::span<double> x, const PanelLayout& layout, std::span<const double> share,
                      bool keep_level = false);

// The norm that rounding may leave of a column without variation when means are taken off.
double rounding_of_means(std::span<const double> x);

}  // namespace nqp::numeric
