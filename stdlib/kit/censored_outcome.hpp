// The limits of tobit and ivtobit, and what they make of the outcome.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

struct CensoringLimits {
  std::string lower, upper;            // numbers or variables
  bool lower_at_minimum = false, upper_at_maximum = false;

  bool any() const { return !lower.empty() || !upper.empty() || lower_at_minimum || upper_at_maximum; }
};

struct CensoredOutcome {
  std::vector<double> low, high;       // per row; ±∞ without a limit
  std::vector<double> from, to;        // where the latent outcome lies: equal where it is seen
  double left = 0, right = 0, seen = 0;
};

// Errors: 198 limits that cross, 2000 no uncensored row.
CensoredOutcome censor_outcome(const CensoringLimits& limits, const LikelihoodData& d, const command::Context& c);

// e(N_unc) …, e(llopt), e(ulopt): a number for all rows, or the variable's name.
void post_censoring(const CensoringLimits& limits, const CensoredOutcome& k, LikelihoodResult& r);

// Declares ll, ll(), ul and ul().
template <class Args>
command::Definition<Args>& censoring_options(command::Definition<Args>& d) {
  return d.flag("ll", &Args::lower_at_minimum, "censored from below at the least outcome")
      .text("ll", &Args::lower, "censored from below at this number or variable")
      .flag("ul", &Args::upper_at_maximum, "censored from above at the largest outcome")
      .text("ul", &Args::upper, "censored from above at this number or variable");
}

}  // namespace nqp::kit
