// Effects of a 0/1 treatment by weighting, regression and both.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/vce/spec.hpp"

namespace nqp::numeric {

enum class EffectMethod { ra, ipw, aipw, ipwra };
enum class EffectTarget { ate, atet, potential_means };
enum class TreatmentLink { logit, probit };

struct EffectSpec {
  EffectMethod method = EffectMethod::ipw;
  EffectTarget target = EffectTarget::ate;
  std::span<const double> y{};
  std::span<const std::uint8_t> treated{};
  MatrixView outcome_x{};               // regressors of the outcome, the constant not among them
  MatrixView treatment_x{};             // of the treatment
  TreatmentLink link = TreatmentLink::logit;
  std::span<const double> propensity{};   // coefficients of the treatment model, the constant last
  std::vector<Codes> clusters{};
};

// b is (effect, mean of the untreated outcome), or with potential_means (mean untreated, mean treated); V of the two
// takes the estimation of all models into account.
struct EffectFit {
  double b[2] = {0, 0};
  Matrix V;
  std::vector<double> outcome_b[2];     // regressions, for ra, aipw and ipwra
  double smallest_weight_p = 1;         // least probability of the treatment that was received
};

// Imbens (2004); Wooldridge (2007) for ipwra; Tan (2010) and Robins, Rotnitzky and Zhao (1994) for aipw. Weights are
// normalised. aipw with atet: Failure requirement.
EffectFit treatment_effect(const EffectSpec& spec, Progress& progress);

}  // namespace nqp::numeric
