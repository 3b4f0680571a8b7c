// Difference and system GMM for dynamic panels.
#pragma once

#include <cstdint>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

enum class GmmEquation { difference, level, both };

// Instruments from lags of variables: one column for each period and lag, or, collapsed, for each lag. The level
// equation takes differences: of lag first - 1 with `both`, of lags first … last with `level`.
struct LagInstruments {
  std::vector<std::size_t> variables;  // columns of z
  int first = 1, last = 1000000;
  bool collapse = false;
  GmmEquation equation = GmmEquation::both;
};

// Instruments of one column each, differenced in the differenced equation unless `as_is`.
struct PlainInstruments {
  std::vector<std::size_t> variables;  // columns of z
  bool as_is = false;
  GmmEquation equation = GmmEquation::both;
};

// Values on a grid: row g·periods + t for panel g and period t; NaN where missing.
struct DynamicSpec {
  std::size_t panels = 0, periods = 0;
  std::vector<double> y;
  Matrix x;
  Matrix z;
  std::vector<LagInstruments> lags;
  std::vector<PlainInstruments> plain;
  bool level_equation = true;
  bool constant = true;                // in the level equation
  bool two_step = false, robust = false, small = false;
  int h = 3;                           // H of the first step: 1 identity, 2 blocks, 3 what i.i.d. errors imply
  int ar_tests = 2;
  bool subset_tests = false;
  bool orthogonal = false;             // forward orthogonal deviations instead of differences
  bool principal_components = false;   // of the lag instruments take their place
  int components = 0;                  // how many; 0: those with eigenvalues of one and more
  bool residual_dof = false;           // sig2 is of the first step and divides by rows less coefficients (xtabond)
  std::vector<std::vector<std::int32_t>> clusters;  // codes of the grid's cells, for errors that are not by panel
};

// Difference-in-Hansen test: the instruments of a group are left out, weights of the others stay as they are.
struct SubsetTest {
  enum class Kind { level_lags, lags, plain };  // lag instruments of the level equation, one of spec.lags or spec.plain
  Kind kind = Kind::lags;
  std::size_t group = 0;
  double hansen = 0, df = 0;                    // without the group
  double difference = 0, difference_df = 0;     // of the full test less that
};

struct DynamicFit {
  std::vector<double> b;               // k slopes (+ constant)
  Matrix V;
  std::vector<std::uint8_t> omitted;   // per column of x: collinear with earlier ones, b and V are zero there
  double N = 0, N_difference = 0, N_g = 0, g_min = 0, g_max = 0, sig2 = 0;
  double d_min = 0, d_max = 0;         // as g_min and g_max, of the differenced equation
  double instruments = 0;              // that are linearly independent
  double sargan = 0, hansen = 0, overid = 0;  // hansen: NaN when clusters are fewer than regressors
  double df_r = 0;                     // NaN without small
  std::vector<double> N_clust;         // of each of spec.clusters
  std::vector<double> ar;              // z statistics of orders 1 …
  double components = 0, component_share = 0;  // of the variance of standardised lag instruments
  std::vector<SubsetTest> subsets;     // those whose absence leaves the equation identified
};

// Sources: Arellano and Bond (1991), Blundell and Bond (1998), Windmeijer (2005), Roodman (2009, Stata Journal 9,
// 86-136). Clusters also make the weights of the second step; tests of autocorrelation stay by panel. Failures:
// no_observations, insufficient_observations, not_identified {instruments, regressors}.
DynamicFit fit_dynamic_gmm(const DynamicSpec& spec, Progress& progress);

}  // namespace nqp::numeric
