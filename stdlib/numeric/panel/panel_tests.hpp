// Specification tests for panel models.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// Breusch-Pagan Lagrange multiplier test for random effects, unbalanced form (Baltagi and Li 1990).
struct BreuschPagan {
  double A = 0;     // 1 - Σ_i(Σ_t e)²/ΣΣe²; negative when the variance component is positive
  double chi2 = 0;  // chibar2(01): 0 when the component is not positive
  double lm = 0;    // the unrestricted two-sided statistic
  double p = 0;     // ½ P(χ²(1) > chi2), or 1
};
// `residuals` of pooled OLS. NaN when every panel has one row.
BreuschPagan breusch_pagan_lm(std::span<const double> residuals, Codes panel);

enum class HausmanVariance { separate, sigmamore, sigmaless };

struct HausmanSide {
  std::span<const double> b{};  // common coefficients, same order on both sides
  MatrixView V{};
  double sigma = 0;           // residual standard deviation of the model, for sigmamore and sigmaless
};

struct Hausman {
  double chi2 = 0;                   // negative is possible and then p is NaN
  double df = 0;                     // rank of the difference
  double p = 0;
  std::vector<double> difference;    // b - B
  std::vector<double> se;            // √diag(V_b - V_B), NaN where negative
  bool positive_definite = true;
};

// d'(V_c - V_e)^- d, generalised inverse with tolerance 1e-10 relative. sigmamore scales both V by the efficient
// model's σ², sigmaless by the consistent one's. Failure conformability.
Hausman hausman(const HausmanSide& consistent, const HausmanSide& efficient, HausmanVariance variance);

}  // namespace nqp::numeric
