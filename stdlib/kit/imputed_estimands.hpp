// What imputed effects are averaged to: weights over treated rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/imputed_effects.hpp"

namespace nqp::kit {

struct ImputationWork {
  DidRequest request;
  DidData d;
  AbsorbRequest effects;
  std::vector<std::uint8_t> treated;
  GroupCodes clusters;
};

// A name and weights over treated rows; those of averages sum to one.
struct ImputationEstimand {
  std::string name;
  std::vector<double> w;
};

// `cannot` marks rows whose effect is not imputed. Errors: 198 a horizon without treated rows, 459 missing values of
// wtr(), hetby() or project() in treated rows, collinear variables of project().
std::vector<ImputationEstimand> imputation_estimands(const ImputationRequest& q, const ImputationWork& w,
                                                     const std::vector<std::uint8_t>& cannot,
                                                     const command::Context& c);

// Rows whose effects are taken as alike: every cohort and period, or every combination of avgeffectsby().
std::vector<std::int32_t> imputation_cells(const ImputationRequest& q, const ImputationWork& w,
                                           const command::Context& c);

}  // namespace nqp::kit
