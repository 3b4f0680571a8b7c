// Synthetic difference in differences when units adopt at different times, and its standard errors.
#pragma once

#include <vector>

#include "stdlib/numeric/did/synthetic_did.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::numeric {

struct SyntheticPanel {
  Matrix y;                            // units × periods
  std::vector<std::size_t> adoption;   // per unit: first treated period; the number of periods for controls
  SyntheticMethod method = SyntheticMethod::sdid;
  std::vector<Matrix> x;               // covariates whose coefficients are found with the weights, as y
};

struct SyntheticCohort {
  std::size_t adoption = 0;
  std::vector<std::size_t> treated;    // units
  double weight = 0;                   // share of all treated cells
  Synthetic fit;                       // against the controls
};

struct SyntheticCohorts {
  double effect = 0;                   // weighted by treated cells
  std::vector<std::size_t> controls;   // units, in the order of omega
  std::vector<SyntheticCohort> cohorts;
};

// Each cohort against the units that never adopt: appendix A of Arkhangelsky, Athey, Hirshberg, Imbens and Wager
// (2021), American Economic Review 111. Failure data_requirement as synthetic_did.
SyntheticCohorts synthetic_cohorts(const SyntheticPanel& panel);

// Variances of the effect: algorithms 2 to 4 of the paper, over all cohorts at once as Clarke, Pailañir, Athey and
// Imbens (2023) do. Draw r uses stream r + 1 of the seed.
// Units with replacement; samples without controls or without treated units are drawn again. Failure
// data_requirement with one treated unit.
double synthetic_bootstrap(const SyntheticPanel& panel, int draws, std::uint64_t seed, Progress& progress);
// Units left out in turn, weights kept. Failure data_requirement with a cohort of one unit.
double synthetic_jackknife(const SyntheticPanel& panel, const SyntheticCohorts& fit);
// Controls given the adoption times of the treated units. Failure data_requirement unless there are more controls.
double synthetic_placebo(const SyntheticPanel& panel, int draws, std::uint64_t seed, Progress& progress);

}  // namespace nqp::numeric
