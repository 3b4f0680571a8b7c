// Causal mediation effects by simulation from the distribution of the estimates.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

enum class EffectLink { identity, logit, probit };

// A fitted regression with its data: x is n × K with a column for every coefficient, the constant's ones included.
struct EffectModel {
  Matrix x;
  std::vector<double> b;  // K
  Matrix V;               // K × K
  EffectLink link = EffectLink::identity;
  double sigma = 0;                                  // residual standard deviation of a linear mediator
  std::size_t treatment = 0;                         // columns of x
  std::optional<std::size_t> mediator, interaction;  // of the outcome model
};

// What one simulated effect looks like over the draws: their mean (median for the proportion) and percentiles.
struct SimulatedEffect {
  double estimate = 0, low = 0, high = 0, p = 0;  // p = 2 min(share <= 0, share >= 0)
};

struct CausalMediation {
  SimulatedEffect acme0, acme1, acme;  // mediated effect under control, treatment, and their average
  SimulatedEffect ade0, ade1, ade;     // direct effect
  SimulatedEffect total;
  SimulatedEffect proportion;  // acme/total
};

struct MediationSettings {
  int simulations = 1000;
  double level = 95;
  double treated = 1, control = 0;  // values of the treatment that are compared
  std::uint64_t seed = 0;
};

// Imai, Keele and Tingley (2010), algorithm 1: coefficients of both models are drawn from N(b, V), mediators from the
// model of the mediator with the same error under both treatments, effects are means over the rows.
CausalMediation causal_mediation(const EffectModel& mediator, const EffectModel& outcome,
                                 const MediationSettings& settings, Progress& progress);

}  // namespace nqp::numeric
