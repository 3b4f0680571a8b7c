// Generalised linear models: means that are a function of one index, variances that are a function of the mean.
#pragma once

#include <span>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

enum class GlmFamily { gaussian, inverse_gaussian, binomial, poisson, negative_binomial, gamma };
enum class GlmLink { identity, log, logit, probit, cloglog, loglog, logc, power };

// The variance is V(μ) = 1, μ³, μ(1-μ/m), μ, μ + kμ², μ² times the scale; the mean g⁻¹(η), for binomial outcomes
// times the number of trials m.
struct GlmModel {
  GlmFamily family = GlmFamily::gaussian;
  GlmLink link = GlmLink::identity;
  double power = 1;                    // of the link power: η = μ^power, ln μ for 0
  double k = 1;                        // of the negative binomial
  std::vector<double> trials;          // binomial: one per row, or empty for 1
};

// The mean (of one trial) at an index, with two derivatives. Outside the link's domain the mean is NaN.
struct MeanValue {
  double mean = 0, first = 0, second = 0;
};
MeanValue glm_mean(const GlmModel& model, double eta);
double glm_link(const GlmModel& model, double mean);                // η at a mean (of one trial)

// All of these are per row; y and μ of all trials together (m the number of trials).
double glm_variance(const GlmModel& model, double mu, double m);
double glm_deviance(const GlmModel& model, double y, double mu, double m);
bool glm_outcome_fits(const GlmModel& model, double y, double m);   // whether y is possible

// Log likelihoods with scale 1. `expected`: second derivatives are their expectations, as iterated reweighted least
// squares has them. McCullagh and Nelder (1989), chapter 2.
RowLikelihood glm_rows(const GlmModel& model, std::span<const double> y, bool expected);

}  // namespace nqp::numeric
