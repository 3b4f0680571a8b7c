#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::numeric {
namespace {

void add_p_values(TTest& test) {
  if (!(test.se > 0)) {
    test.t = test.p = test.p_l = test.p_u = undefined;
    return;
  }
  test.t = test.difference / test.se;
  test.p_l = dist::ttail(test.df, -test.t);
  test.p_u = dist::ttail(test.df, test.t);
  test.p = 2 * dist::ttail(test.df, std::fabs(test.t));
}

double approximate_df(double a, double b, double n1, double n2, TwoSampleVariance variance) {
  if (variance == TwoSampleVariance::satterthwaite) {
    return (a + b) * (a + b) / (a * a / (n1 - 1) + b * b / (n2 - 1));
  }
  return -2 + (a + b) * (a + b) / (a * a / (n1 + 1) + b * b / (n2 + 1));
}

}  // namespace

TTest t_test_two_sample(const SampleMoments& first, const SampleMoments& second, TwoSampleVariance variance) {
  TTest test;
  test.difference = first.mean - second.mean;
  test.sd = undefined;
  if (variance == TwoSampleVariance::equal) {
    // One group may be a single row, whose standard deviation is not defined but has no weight either.
    const double ss1 = first.n > 1 ? (first.n - 1) * first.sd * first.sd : 0;
    const double ss2 = second.n > 1 ? (second.n - 1) * second.sd * second.sd : 0;
    test.df = first.n + second.n - 2;
    test.sd = test.df > 0 ? std::sqrt((ss1 + ss2) / test.df) : undefined;
    test.se = test.sd * std::sqrt(1 / first.n + 1 / second.n);
  } else {
    const double a = first.sd * first.sd / first.n;
    const double b = second.sd * second.sd / second.n;
    test.se = std::sqrt(a + b);
    test.df = approximate_df(a, b, first.n, second.n, variance);
  }
  add_p_values(test);
  return test;
}

TTest t_test_one_sample(const SampleMoments& sample, double hypothesis) {
  TTest test;
  test.difference = sample.mean - hypothesis;
  test.sd = sample.sd;
  test.se = sample.sd / std::sqrt(sample.n);
  test.df = sample.n - 1;
  add_p_values(test);
  return test;
}

VarianceTest variance_ratio_test(const SampleMoments& first, const SampleMoments& second) {
  VarianceTest test;
  test.df1 = first.n - 1;
  test.df2 = second.n - 1;
  const double ratio = first.sd * first.sd / (second.sd * second.sd);
  test.F = std::isfinite(ratio) ? ratio : undefined;
  test.p_l = dist::F(test.df1, test.df2, test.F);
  test.p_u = dist::Ftail(test.df1, test.df2, test.F);
  test.p = 2 * std::min(test.p_l, test.p_u);
  return test;
}

}  // namespace nqp::numeric
