// ivprobit and ivtobit: two equations, a limited outcome with one continuous endogenous regressor and its first stage.
#pragma once

#include <functional>

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

// Fits the outcome to the given regressors alone: index coefficients first, the constant behind them.
using OutcomeFit = std::function<numeric::LikelihoodFit(const numeric::Matrix& x)>;

// Minimum chi-squared estimates of the outcome's equation (Amemiya 1978, Newey 1987): the coefficients a of the reduced
// form with the first stage's residual obey a = D b; their variance adds ρ² s² (Z'Z)^-1, ρ being the coefficient of the
// residual in the structural form. The test of exogeneity is that of ρ = 0.
LikelihoodResult minimum_chi2(const EndogenousModel& m, bool constant, const OutcomeFit& fit);

// Files them. Error 198 with vce() or constraints(), 101 with weights.
command::Output post_two_step(const LikelihoodArgs& a, const InstrumentedEquation& q, const EndogenousModel& m,
                              LikelihoodResult r, const command::Context& c);

// The two equations and constants behind them ("/athrho"); the first of these is 0 when the regressor is exogenous.
struct JointLikelihood {
  numeric::RowLikelihood row;
  std::vector<double> start;
  std::vector<std::string> constants;
};

// Maximised, with the Wald test of exogeneity and what both commands file: e(chi2_exog), e(instd) ….
LikelihoodResult maximise_jointly(const LikelihoodArgs& a, const InstrumentedEquation& q, const EndogenousModel& m,
                                  JointLikelihood joint, const VceChoice& vce, const command::Context& c);

}  // namespace nqp::kit
