// Panel unit-root tests: Levin, Lin and Chu (2002), Im, Pesaran and Shin (2003), and combinations of p-values.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

enum class Deterministic { none, constant, trend };
enum class LagChoice { fixed, aic, bic, hqic };

struct UnitRootSpec {
  std::vector<std::vector<double>> series;  // of each panel, consecutive periods
  Deterministic terms = Deterministic::constant;
  LagChoice choice = LagChoice::fixed;
  int lags = 0;                             // of the difference; the most of them when a criterion chooses
  int kernel_lags = -1;                     // Bartlett lags of the long-run variance; < 0: 3.21 T^(1/3)
};

// An augmented Dickey-Fuller regression of one panel.
struct DickeyFuller {
  double t = 0;                             // of the lagged level
  double t_restricted = 0;                  // with the variance under the null; lags 0 only
  double rho = 0, sigma = 0;                // coefficient of the level, residual standard deviation
  int lags = 0;
  double rows = 0;
};
// Lags by a criterion are compared on the rows that the most lags leave. Failure insufficient_observations.
DickeyFuller dickey_fuller(std::span<const double> y, const UnitRootSpec& spec);

// P(τ < t), asymptotic: MacKinnon (1994), tables 3 and 4.
double dickey_fuller_p(double t, Deterministic terms);

struct LevinLinChu {
  double t = 0, adjusted = 0, rho = 0, mean_lags = 0, rows = 0;
};
// All series of one length. Failures: conformability otherwise, insufficient_observations.
LevinLinChu levin_lin_chu(const UnitRootSpec& spec, Progress& progress);

struct ImPesaranShin {
  double t_bar = 0, w = 0;                  // W-t-bar
  double t_tilde_bar = 0, z = 0;            // Z-t-tilde-bar; NaN with lags or without a constant
  double mean_lags = 0;
};
// Moments are interpolated in table 3 of the paper, T and lags beyond it take its edge. Constant or trend.
ImPesaranShin im_pesaran_shin(const UnitRootSpec& spec, Progress& progress);

}  // namespace nqp::numeric
