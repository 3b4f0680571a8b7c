// Residuals of generalised linear models, row by row: y and μ of all m trials together.
#pragma once

#include "stdlib/numeric/likelihood/generalised_linear.hpp"

namespace nqp::numeric {

double pearson_residual(const GlmModel& g, double y, double mu, double m);    // (y - μ)/√V
double deviance_residual(const GlmModel& g, double y, double mu, double m);   // sign(y - μ) √d
// (A(y) - A(μ))/V^(1/6) with A' = V^(-1/3) (McCullagh and Nelder 1989, section 2.4.2).
double anscombe_residual(const GlmModel& g, double y, double mu, double m);

// sign(r_D) √(h r_P²/(1-h) + r_D²) of Pearson's and the deviance residual of a row with leverage h: √(1-h) times the
// likelihood residual (McCullagh and Nelder 1989, section 12.6).
double likelihood_residual(double pearson, double deviance, double leverage);

// h r_P²/(k (1-h)²), k coefficients times the scale: one step from the estimates without the row (Williams 1987).
double cook_distance(double pearson, double leverage, double k);

}  // namespace nqp::numeric
