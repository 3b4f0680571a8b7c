// Draws from distributions. Own algorithms, since the standard fixes engines but not distributions. All functions
// return NaN for parameters outside their domain; they never throw and use a bounded expected number of draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::numeric::rng {

double uniform(Generator& g);                               // (0, 1), both ends excluded, 53 bits
double uniform(Generator& g, double a, double b);           // (a, b)
std::uint64_t below(Generator& g, std::uint64_t n);         // 0 … n-1, exactly uniform (Lemire 2019); n >= 1
double uniform_integer(Generator& g, double a, double b);   // a … b inclusive
double normal(Generator& g);                                // inverse CDF: one draw each, monotone
double normal(Generator& g, double mean, double sd);
double exponential(Generator& g, double mean);
double gamma(Generator& g, double shape, double scale);     // Marsaglia and Tsang (2000)
double beta(Generator& g, double a, double b);
double chi2(Generator& g, double df);
double student_t(Generator& g, double df);
double binomial(Generator& g, double n, double p);
double poisson(Generator& g, double mean);
double negative_binomial(Generator& g, double n, double p);
double hypergeometric(Generator& g, double population, double successes, double n);
double logistic(Generator& g, double mean, double scale);
double weibull(Generator& g, double shape, double scale);
double cauchy(Generator& g, double location, double scale);
double laplace(Generator& g, double mean, double scale);

// Fisher-Yates.
void shuffle(Generator& g, std::span<std::size_t> items);
std::vector<std::size_t> permutation(Generator& g, std::size_t n);
// n indices in 0 … size-1 with replacement; and `n` distinct ones in random order (n <= size).
std::vector<std::size_t> sample_with_replacement(Generator& g, std::size_t size, std::size_t n);
std::vector<std::size_t> sample_without_replacement(Generator& g, std::size_t size, std::size_t n);

}  // namespace nqp::numeric::rng
