// Linear models for panel data: fixed effects, random effects, between.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

enum class PanelEstimator { random, fixed, between };

struct PanelSpec {
  PanelEstimator estimator = PanelEstimator::random;
  std::span<const double> y{};
  MatrixView x{};                     // slopes only; the constant is always there and last
  Codes panel{};
  std::span<const double> weights{};  // fixed: any kind, constant within panel. random, between: none
  WeightKind weight_kind = WeightKind::none;
  bool swamy_arora_exact = false;   // option sa: Baltagi-Chang small-sample form of the variance components
  bool between_wls = false;         // option wls: panel means weighted by their number of rows
  bool allow_nonnested = false;     // option nonest
  bool dof_adjusted = false;        // option dfadj
};

struct ThetaSummary {
  double min = 0, p5 = 0, median = 0, p95 = 0, max = 0;
};

struct PanelFit {
  std::vector<double> b;              // k slopes, _cons
  Matrix V;
  std::vector<std::uint8_t> omitted;
  double rank = 0;                    // estimated coefficients, the constant included
  double N = 0;
  double sum_w = 0;
  double N_g = 0;
  double g_min = 0;
  double g_avg = 0;
  double g_max = 0;
  double Tbar = 0;                    // harmonic mean of the T_i
  bool Tcon = false;                  // all T_i equal
  double df_m = 0;                    // fixed: n - 1 + k conventional, k with clusters; random, between: k
  double df_b = 0;                    // fixed: slopes
  double df_a = 0;                    // fixed: n - 1
  double df_r = 0;                    // NaN for random
  double F = 0;                       // NaN for random
  double chi2 = 0;                    // random; NaN otherwise
  double r2 = 0;                      // fixed: within; between: between; random: NaN
  double r2_a = 0;
  double r2_w = 0;
  double r2_b = 0;
  double r2_o = 0;
  double sigma = 0;                   // √(σ_u² + σ_e²)
  double sigma_u = 0;
  double sigma_e = 0;
  double rho = 0;
  double corr = 0;                    // corr(u_i, Xb); 0 by assumption for random
  double F_f = 0;                     // H0: all u_i = 0, conventional only
  double df_f = 0;
  double rss = 0;
  double mss = 0;
  double tss = 0;
  double rmse = 0;
  double ll = 0;
  double ll_0 = 0;
  ThetaSummary theta;                 // random
  std::vector<double> N_clust;
  bool nested = true;                 // panels nested within clusters
  bool V_repaired = false;
  std::vector<double> effects;        // n rows: u_i (fixed: ȳ_i - x̄_i'b - b0; random: shrunken)
  std::vector<double> residuals;      // n rows: e_it = y - xb - u_i
  std::vector<double> pooled_residuals;  // random: residuals of pooled OLS (Breusch-Pagan test)
};

// robust means clusters by panel. Omitted regressors (constant within panels, for fixed) keep their slot.
// Failures: no_observations, insufficient_observations (all T_i = 1 for fixed, N too small, one cluster),
// requirement {"weights not constant within panel"} {"panels not nested within clusters"}, those of weights.
// Source: Baltagi (2021) ch. 2 and 9; Swamy and Arora (1972); Baltagi and Chang (1994) for sa.
PanelFit fit_panel(const PanelSpec& spec, const VceSpec& vce, Progress& progress);

}  // namespace nqp::numeric
