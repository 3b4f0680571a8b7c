// Panel models whose errors follow a first-order autoregression, for unequally spaced and unbalanced panels.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stdlib/numeric/panel/panel_means.hpp"

namespace nqp::numeric {

enum class RhoMethod { dw, regress, freg, tscorr, theil, nagar, onestep };

struct PanelAr1Spec {
  std::span<const double> y{};
  MatrixView x{};                         // slopes only; the constant is always there and last
  Codes panel{};                          // rows are sorted by panel, then time
  std::span<const std::int32_t> time{};   // in periods, ascending within a panel
  bool fixed = false;
  RhoMethod method = RhoMethod::dw;
  std::optional<double> rho;              // given, not estimated
  bool two_step = false;                  // rho from the residuals of the within regression, not iterated
};

struct PanelAr1Fit {
  std::vector<double> b;                  // k slopes, _cons
  Matrix V;
  std::vector<std::uint8_t> omitted;
  double N = 0, N_g = 0, g_min = 0, g_avg = 0, g_max = 0, Tbar = 0;
  bool Tcon = false;
  double df_m = 0, df_r = 0, F = 0, chi2 = 0;      // df_m: slopes
  double r2_w = 0, r2_b = 0, r2_o = 0;
  double rho_ar = 0, sigma_u = 0, sigma_e = 0, rho_fov = 0, corr = 0, F_f = 0;
  double durbin_watson = 0, lbi = 0;      // Bhargava et al. modified; Baltagi-Wu
  bool converged = true;                  // the iterations of rho
  ThetaSummary theta;                     // random
  std::vector<std::uint8_t> used;         // one per row: fixed leaves out the first of each panel
};

// rho by `method` from the residuals of the within regression, iterated with Prais-Winsten on the deviations from
// panel means (onestep is not iterated). The rows are transformed by Baltagi and Wu's C_i(rho), whatever the gaps.
// fixed: the first transformed row of each panel leaves, the rest are taken as deviations from panel means plus the
// overall mean; the variance of the constant is that of (1 - rho) times the constant, as published outputs have it.
// random: variance components from the residuals of pooled least squares on transformed data, then GLS.
// Failures: insufficient_observations, requirement {|rho| >= 1}.
// Source: Baltagi and Wu (1999), Econometric Theory 15, 814-823; Bhargava, Franzini and Narendranathan (1982),
// Review of Economic Studies 49, 533-549.
PanelAr1Fit fit_panel_ar1(const PanelAr1Spec& spec, Progress& progress);

}  // namespace nqp::numeric
