// ivprobit and ivtobit: two equations, a limited outcome with one continuous endogenous regressor and its first stage.
#pragma once

#include "stdlib/kit/instruments.hpp"
#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

struct EndogenousModel {
  LikelihoodData main;                 // the outcome on the endogenous and the exogenous regressors
  LikelihoodData first;                // the endogenous regressor on exogenous ones and instruments
  std::vector<double> endogenous;
};

// Errors: 198 more than one endogenous regressor, 481 no instrument left, those of mark_sample.
EndogenousModel endogenous_model(const LikelihoodArgs& a, const InstrumentedEquation& q, const command::Context& c);

// Least squares of the first stage: coefficients, then the logarithm of the root mean square.
std::vector<double> first_stage_start(const EndogenousModel& m, bool constant);

// e(instd), e(insts), e(method), e(depvar).
command::Named<std::string> endogenous_macros(const InstrumentedEquation& q);

}  // namespace nqp::kit
