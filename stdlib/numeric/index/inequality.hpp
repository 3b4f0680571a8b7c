// Inequality of a distribution, and how much of it lies between groups.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct Inequality {
  double N = 0, mean = 0;
  double gini = 0;         // Σ_i Σ_j w_i w_j |x_i - x_j| / (2 N² μ): 2Σ i x_(i)/(N Σx) - (N+1)/N without weights
  double theil = 0;        // (1/N) Σ w (x/μ) ln(x/μ); NaN unless all x > 0
  double mld = 0;          // mean logarithmic deviation (1/N) Σ w ln(μ/x); NaN unless all x > 0
  double cv = 0;           // sd/μ, the sd with divisor N
};

// x >= 0 and Σx > 0; `w` empty means ones. Failures: no_observations, data_requirement for negative values (fact
// "negative") or a mean of zero.
Inequality inequality(std::span<const double> x, std::span<const double> w = {});

struct InequalityParts {
  std::vector<Inequality> groups;
  double theil_between = 0, theil_within = 0;  // Σ (n_g/N)(μ_g/μ) ln(μ_g/μ) and Σ (n_g/N)(μ_g/μ) T_g
  double mld_between = 0, mld_within = 0;      // Σ (n_g/N) ln(μ/μ_g) and Σ (n_g/N) L_g
};

// Groups 0 … count-1, none empty.
InequalityParts inequality_by(std::span<const double> x, std::span<const double> w,
                              std::span<const std::uint32_t> groups, std::size_t count);

// Dagum (1997), Empirical Economics 22, 515-531: G = within + net between + transvariation.
struct DagumGini {
  double total = 0, within = 0, between = 0, transvariation = 0;
  std::vector<double> n, mean;
  Matrix gini;             // G_jj on the diagonal, G_jh beside it
  Matrix distance;         // D_jh, the directional economic affluence; 0 on the diagonal
};

// x >= 0 and every group with a positive mean. Failures as inequality.
DagumGini dagum_gini(std::span<const double> x, std::span<const std::uint32_t> groups, std::size_t count);

}  // namespace nqp::numeric
