// Parts of the table of distribution functions.
#pragma once

#include <span>

#include "interpreter/eval/function.hpp"

namespace nqp::eval::distributions {

std::span<const Function> common_functions();      // normal, t, chi-squared, F, beta, gamma, counts
std::span<const Function> family_functions();      // exponential, logistic, Weibull, Laplace, Cauchy, inverse Gaussian
std::span<const Function> noncentral_functions();  // noncentral chi-squared, F, beta, t; multiple comparisons

}  // namespace nqp::eval::distributions
