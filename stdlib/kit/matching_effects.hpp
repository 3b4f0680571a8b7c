// Effects and their standard errors from matched rows.
#pragma once

#include <functional>
#include <vector>

#include "stdlib/kit/matching.hpp"

namespace nqp::kit {

// What matching leaves behind: one value for each row of the frame.
struct MatchedRows {
  const std::vector<std::vector<double>>&outcomes, &sigma2;  // of each outcome; its conditional variances, with ai()
  const std::vector<double>& squares;                         // sums of squared weights as a match
  // Of outcome k: what the estimation of the score adds to the variance of the effect, with vce(ai2016).
  std::function<double(std::size_t k, bool atet, double effect)> score_part;
};

// Of outcome k, treated against controls as they are and as they are matched.
OutcomeEffects matched_effects(const MatchedRows& m, std::size_t k, const MatchArgs& a, const MatchResult& r);

}  // namespace nqp::kit
