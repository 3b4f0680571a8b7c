// Long panels with heteroskedastic, contemporaneously correlated or first-order autocorrelated errors: feasible GLS
// (Parks 1967; Greene 2018, section 11.6) and least squares with panel-corrected errors (Beck and Katz 1995).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

enum class PanelErrors { iid, heteroskedastic, correlated };
enum class Autocorrelation { none, common, by_panel };
enum class RhoEstimator { regress, freg, tscorr, dw, theil, nagar };

struct LongPanelSpec {
  std::span<const double> y{};
  MatrixView x{};                       // of full rank, the constant a column like any other
  Codes panel{};                        // dense
  std::span<const std::int32_t> time{}; // in steps of one
  PanelErrors errors = PanelErrors::iid;
  Autocorrelation autocorrelation = Autocorrelation::none;
  RhoEstimator rho = RhoEstimator::regress;
  bool weigh_rho = false;       // a common rho weighs panels by T_i - 1 (xtpcse), else it is the plain mean (xtgls)
  bool weigh_by_rows = false;   // by T_i instead (np1)
  bool divide_by_dof = false;   // N - k instead of N in variances (nmk)
  bool pairwise = false;        // panel-corrected: all periods that two panels share, else those that all share
  int iterations = 1;           // of generalised least squares; more is igls
  double tolerance = 1e-7;
  bool ignore_gaps = false;     // force: the previous row of a panel is its previous period
};

struct LongPanelFit {
  std::vector<double> b;
  Matrix V;
  Matrix sigma;                 // panels × panels, of the errors behind autocorrelation
  std::vector<double> rho;      // per panel; empty without autocorrelation
  double ll = 0;                // normal; NaN with autocorrelation
  double rss = 0, tss = 0;      // of the transformed regression, about the mean
  int iterations = 0;
  bool converged = true;
};

// Feasible generalised least squares. Failures: data_requirement {balanced} for correlated errors of unbalanced panels,
// {gaps} for gaps in time with autocorrelation, {singular} when Σ has no inverse (more panels than periods).
LongPanelFit panel_gls(const LongPanelSpec& spec, Progress& progress);

// Least squares, or Prais-Winsten with autocorrelation, and V = (X'X)⁻¹ X'ΩX (X'X)⁻¹. Failure data_requirement
// {common} when no period is shared.
LongPanelFit panel_corrected(const LongPanelSpec& spec, Progress& progress);

}  // namespace nqp::numeric
