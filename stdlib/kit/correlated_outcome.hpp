// A linear outcome whose error is correlated with that of a probit: what heckman and etregress share.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/likelihood_estimation.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

double inverse_mills(double z);        // φ(z)/Φ(z)

struct MillsRegression {
  std::vector<double> b;               // the columns of W; λ, the coefficient of the hazard, is the last
  numeric::Matrix V;
  double sigma = 0, rho = 0, lambda = 0;
};

// W (n × K) holds regressors, constant and, last, the hazard h; delta_i = h_i (h_i + z_i γ) and Z (n × L) the
// regressors of the probit with variance V_probit. weights may be empty. Heckman (1979), Greene (2018) equation 19-25.
// Error 498 when the hazard is collinear with the regressors.
MillsRegression mills_regression(const std::vector<double>& y, const numeric::Matrix& W,
                                 const std::vector<double>& delta, const std::vector<double>& weights,
                                 const numeric::Matrix& Z, const numeric::Matrix& V_probit);

// e(b) of the two steps: the outcome's coefficients, those of the probit, and λ in an equation of its own.
LikelihoodResult two_step_estimates(const MillsRegression& t, const numeric::LikelihoodFit& probit,
                                    std::vector<Equation> equations);

// rho, sigma, lambda and the test of ρ = 0 from /athrho and /lnsigma, the last two parameters. `ll_apart` is that of
// regression and probit apart; with `ratio` the test compares it, else it is Wald's.
void describe_correlation(double ll_apart, bool ratio, LikelihoodResult& r);

// ll of a normal regression at its maximum; weights may be empty.
double regression_ll(const std::vector<double>& y, numeric::MatrixView x, bool constant,
                     const std::vector<double>& weights);

// A new variable with values on the sample, missing elsewhere; nothing without a name.
void add_on_sample(const command::NewVariable& name, const std::string& label, const std::vector<double>& values,
                   const EstimationSample& s, const command::Context& c, command::Output& out);

}  // namespace nqp::kit
