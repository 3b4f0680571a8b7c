// Tests of an indirect effect a b from two regressions with independent estimates.
#pragma once

#include <span>

#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::numeric {

struct ProductTest {
  double product = 0;
  double se_sobel = 0;    // √(b²s_a² + a²s_b²), Sobel (1982)
  double se_aroian = 0;   // + s_a²s_b² under the root, Aroian (1947), Goodman's first
  double se_goodman = 0;  // - s_a²s_b² under the root, Goodman (1960); NaN when that is negative
};

ProductTest product_test(double a, double se_a, double b, double se_b);

// Products of independent normal draws around a and b: their mean, standard deviation and the percentiles that enclose
// `level` percent of them (MacKinnon, Lockwood and Williams 2004). At least two draws.
struct ProductDraws {
  double mean = 0, sd = 0, low = 0, high = 0;
};
ProductDraws draw_products(double a, double se_a, double b, double se_b, int draws, double level, rng::Generator& g);

// 2 min(share <= 0, share >= 0) of draws of an effect, at most 1; NaN without draws.
double sign_p_value(std::span<const double> draws);

}  // namespace nqp::numeric
