// Average treatment effects of cohorts in periods: Callaway and Sant'Anna (2021).
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/did/two_by_two.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct GroupTimeSpec {
  std::span<const double> y{};          // n rows
  MatrixView x{};                       // n × k, without the constant
  Codes unit{};                         // n, dense from 0
  std::span<const double> time{};       // n
  std::span<const double> cohort{};     // one per unit: first treated period, 0 never treated
  std::span<const double> weights{};    // n, empty means ones
  DidMethod method = DidMethod::dripw;
  bool not_yet = false;                 // controls: not yet treated ones too
  bool only_after_cohort = false;       // not_yet: in periods before g, controls are not treated at g either (csdid)
  bool universal = false;               // base g-1 also before treatment, else the period before t
  double anticipation = 0;
  bool cross_sections = false;          // every row is a unit of its own, seen in one period
};

struct GroupTimeCell {
  double g = 0, t = 0, base = 0;
  double att = 0;                       // NaN when it cannot be estimated
  double n_treated = 0, n_control = 0;
  TwoByTwo::State state = TwoByTwo::State::estimated;
  bool before() const { return t < g; }
  bool zero() const { return t == base; }  // universal base: 0 by construction
};

struct GroupTimeFit {
  std::vector<GroupTimeCell> cells;     // by g, then t
  std::vector<double> groups;           // cohorts, ascending
  std::vector<double> shares;           // of all units, by weight
  Matrix influence;                     // units × (cells + groups): V(θ) = Σ influence influence' / units²
};

// Units treated in the first period have to be left out before. The base of t >= g is the last observed period before
// g - anticipation, of t < g the observed period before t; cells without a base are left out. Each cell uses the units
// observed in both periods, with covariates and weights of the earlier one; with cross_sections, all rows of the two
// periods.
// Source: Callaway and Sant'Anna (2021), Journal of Econometrics 225, eqs. 2.4 and 4.1-4.6.
GroupTimeFit group_time_effects(const GroupTimeSpec& spec, Progress& progress);

// V of cells and shares; `clusters` (one per unit, dense from 0) may be empty.
Matrix influence_variance(const Matrix& influence, Codes clusters);

}  // namespace nqp::numeric
