// logit, probit and cloglog: one index and a 0/1 outcome. Also the score models of matching.
#pragma once

#include "stdlib/kit/likelihood_estimation.hpp"
#include "stdlib/numeric/matching/score_adjustment.hpp"

namespace nqp::kit {

enum class BinaryLink { logit, probit, cloglog };

struct BinaryFit {
  BinaryLink link = BinaryLink::logit;
  LikelihoodData data;                 // y is 0 or 1
  VceChoice vce;
  LikelihoodResult result;             // fit, notes, e(rules), counts of completely determined rows
};

// Any non-zero outcome counts as 1. Perfect predictors leave unless `as_is`. Errors 2000 (no variation, perfect
// separation), those of likelihood_data.
BinaryFit fit_binary(BinaryLink link, const LikelihoodArgs& a, const command::Context& c);

command::Output estimate_binary(BinaryLink link, const std::string& cmd, const std::string& title,
                                const LikelihoodArgs& a, const command::Context& c);

// P(y = 1) at the index, and its first two derivatives.
struct LinkValue {
  double p = 0, density = 0, slope = 0;
};
LinkValue link_value(BinaryLink link, double index);
BinaryLink link_of(const std::string& cmd);  // of e(cmd)

// The index of every row of the sample, and what the link makes of it.
std::vector<double> fitted_indices(const BinaryFit& f);
numeric::FittedScore fitted_score(const BinaryFit& f);

}  // namespace nqp::kit
