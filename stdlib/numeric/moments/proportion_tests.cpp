#include "stdlib/numeric/moments/proportion_tests.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

void add_normal_p(ProportionTest& t) {
  t.z = t.se_null > 0 ? t.difference / t.se_null : undefined;
  t.p_l = dist::normal(t.z);
  t.p_u = dist::normal(-t.z);
  t.p = 2 * dist::normal(-std::fabs(t.z));
}

}  // namespace

ProportionTest proportion_test_one(double n, double proportion, double hypothesis) {
  ProportionTest t;
  t.difference = proportion - hypothesis;
  t.se = std::sqrt(proportion * (1 - proportion) / n);
  t.se_null = std::sqrt(hypothesis * (1 - hypothesis) / n);
  add_normal_p(t);
  return t;
}

ProportionTest proportion_test_two(double n1, double p1, double n2, double p2) {
  ProportionTest t;
  t.difference = p1 - p2;
  t.se = std::sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
  const double pooled = (n1 * p1 + n2 * p2) / (n1 + n2);
  t.se_null = std::sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  add_normal_p(t);
  return t;
}

OneVarianceTest variance_test_one(double n, double sd, double hypothesis) {
  OneVarianceTest t;
  t.df = n - 1;
  t.chi2 = t.df * sd * sd / (hypothesis * hypothesis);
  t.p_l = dist::chi2(t.df, t.chi2);
  t.p_u = dist::chi2tail(t.df, t.chi2);
  t.p = std::min(1.0, 2 * std::min(t.p_l, t.p_u));
  return t;
}

}  // namespace nqp::numeric
