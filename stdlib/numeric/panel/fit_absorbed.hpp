// Linear regression with absorbed effects under the conventions of areg and of reghdfe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/absorb/effects.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

enum class AbsorbConvention { areg, reghdfe };

struct AbsorbedSpec {
  std::span<const double> y{};
  MatrixView x{};
  std::vector<Effect> effects{};      // none: the constant alone. areg: one (several are absorbed jointly, all counted)
  std::span<const double> weights{};
  WeightKind weight_kind = WeightKind::none;
  AbsorbConvention convention = AbsorbConvention::reghdfe;
  bool constant = true;             // report _cons = ȳ - x̄'b as the last coefficient
  bool drop_singletons = true;      // reghdfe only; areg never drops
  bool want_effects = false;
  bool count_nested = false;        // reghdfe dofadjustments without `clusters`
  AbsorbOptions options{};
};

struct AbsorbedFit {
  std::vector<double> b;              // k slopes (+ _cons)
  Matrix V;
  std::vector<std::uint8_t> omitted;
  double rank = 0;                    // slopes estimated
  double N = 0;
  double N_full = 0;                  // before singletons
  double num_singletons = 0;
  std::vector<std::uint8_t> used;     // n rows of the input, 0 for dropped singletons
  double sum_w = 0;
  double df_m = 0;
  double df_r = 0;
  double df_a = 0;                    // areg: levels - 1
  double k_absorb = 0;                // levels of all effects together
  AbsorbedDof dof;
  double rss = 0;
  double mss = 0;
  double tss = 0;
  double tss_within = 0;
  double r2 = 0;
  double r2_a = 0;
  double r2_within = 0;
  double r2_a_within = 0;
  double rmse = 0;
  double F = 0;
  double F_absorb = 0;                // areg, classical only: H0 all effects equal
  double df_absorb = 0;
  double ll = 0;
  double ll_0 = 0;
  std::vector<double> N_clust;
  bool V_repaired = false;
  AbsorbReport report;
  std::vector<double> residuals;      // n, NaN for dropped rows
  Matrix effects;                     // n × sets when wanted, NaN for dropped rows
};

// Failures: no_observations, insufficient_observations, not_converged {iterations}, those of weights.
// Source: Correia (2017), "Linear models with high-dimensional fixed effects", and the VCE table of vce/spec.hpp.
AbsorbedFit fit_absorbed(const AbsorbedSpec& spec, const VceSpec& vce, Progress& progress);

}  // namespace nqp::numeric
