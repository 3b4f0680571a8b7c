// Effects of treatments that switch at different times, by time since the switch.
#pragma once

#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::numeric {

struct SwitcherSpec {
  Matrix y, d;               // units × periods, NaN where not observed
  int effects = 1;           // periods from the switch on
  int placebos = 0;          // periods before
  Codes clusters{};          // one per unit; empty: units
};

struct SwitcherEffect {
  int horizon = 0;           // 1: the period of the switch; -1: the first placebo
  double b = 0;              // NaN when nobody can be compared
  double switchers = 0, units = 0, dose = 0;
  double mean_dose = 0;      // changes of the treatment from the switch to this horizon, summed; mean over switchers
};

struct SwitcherFit {
  std::vector<SwitcherEffect> effects;   // effects 1 …, then placebos -1 …
  double average = 0;                    // total effect per unit of treatment
  Matrix V;                              // effects, then the average
};

// A unit that switches at F is compared between F-1 and F-1+l with units of the same first treatment that have not
// switched by F-1+l; means over switchers, those that switch down with the opposite sign. Placebos are the changes from
// F-1 back to F-1-l of the units that count for effect l. Variances are those of means within cohorts and control
// groups, times n/(n-1) of each; weights count as known.
// Source: de Chaisemartin and D'Haultfoeuille (2024), Difference-in-differences estimators of intertemporal treatment
// effects. Failure data_requirement when nobody switches.
SwitcherFit switcher_effects(const SwitcherSpec& spec);

// Effects and placebos per unit of treatment: over mean_dose, NaN where that is not positive.
void normalise_by_dose(SwitcherFit& f);

// H0: all placebos are zero; all effects are equal. Those that are not estimated have no part; df is 0 where nothing is
// left to test.
Wald test_placebos(const SwitcherFit& f);
Wald test_same_effects(const SwitcherFit& f);

}  // namespace nqp::numeric
