// Tests of an indirect effect a b from two regressions with independent estimates.
#pragma once

namespace nqp::numeric {

struct ProductTest {
  double product = 0;
  double se_sobel = 0;    // √(b²s_a² + a²s_b²), Sobel (1982)
  double se_aroian = 0;   // + s_a²s_b² under the root, Aroian (1947), Goodman's first
  double se_goodman = 0;  // - s_a²s_b² under the root, Goodman (1960); NaN when that is negative
};

ProductTest product_test(double a, double se_a, double b, double se_b);

}  // namespace nqp::numeric
