// Synthetic difference in differences as sdid and did run it.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/kit/did_data.hpp"

namespace nqp::kit {

struct SyntheticRequest {
  DidRequest data;                       // x: covariates, projected out with coefficients of the untreated units
  bool optimized = false;                // or with those that come out together with the weights
  std::string cmd = "sdid";
  std::string method = "sdid";           // sdid sc did
  std::string vce = "placebo";           // placebo bootstrap jackknife noinference
  int reps = 50, seed = 1;
  bool trends = false, weights = false;  // figures
  std::string trend_options, weight_options;
  std::string stub, suffix;              // files of the figures: stub + trends2004 + suffix; none without a suffix
};

// Errors: 459 an unbalanced panel, no treated or no untreated units, fewer than two periods before an adoption, too
// few units for the variance asked for.
command::Output estimate_synthetic(const SyntheticRequest& q, const command::Context& c);

}  // namespace nqp::kit
