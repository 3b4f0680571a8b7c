// Tests of proportions and of one variance.
#pragma once

namespace nqp::numeric {

// z tests with the variance under the null hypothesis; standard errors of the estimates beside them.
struct ProportionTest {
  double difference = 0;  // p1 - p2, or p - p0
  double se = 0;          // of the difference, under the alternative
  double se_null = 0;     // under the null hypothesis, in z
  double z = 0, p = 0, p_l = 0, p_u = 0;
};
ProportionTest proportion_test_one(double n, double proportion, double hypothesis);
ProportionTest proportion_test_two(double n1, double proportion1, double n2, double proportion2);

// (n-1)s²/σ0² ~ χ²(n-1).
struct OneVarianceTest {
  double chi2 = 0, df = 0, p = 0, p_l = 0, p_u = 0;
};
OneVarianceTest variance_test_one(double n, double sd, double hypothesis);

}  // namespace nqp::numeric
