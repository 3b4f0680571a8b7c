// Tests that ivreg2 files and shows: identification, first stages, exogeneity, redundancy.
#pragma once

#include "stdlib/kit/instruments.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"
#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"

namespace nqp::kit {

// Lists of variables as written in the options.
struct IvTestRequest {
  std::string endog, orthog, redundant;
  bool no_identification = false;
};

// Errors: 198 for a variable that is not of the part of the equation that the option is about.
void post_iv_tests(const IvTestRequest& request, const InstrumentedColumns& k, const EstimationSample& s,
                   const numeric::IvSpec& spec, const numeric::IvFit& fit, const command::Context& c,
                   command::Results& e);

// Statistics of all first stages from e(first), and the tests of the endogenous regressors that hold with weak
// instruments.
report::Document first_stage_summary(const command::Results& e);

}  // namespace nqp::kit
