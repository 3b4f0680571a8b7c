// Distribution functions against values computed with mpmath 1.2 at 40 digits.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "tests/numeric/expect.hpp"

namespace nqp::numeric::dist {
namespace {

using test::expect_relative;

TEST(Distributions, CentreAndTailsAgreeToThirteenDigits) {
  const double tolerance = 1e-13;
  expect_relative(normal(-8.1), 2.7479593923982204689e-16, tolerance);
  expect_relative(normal(-37.5), 4.6053530095819548438e-308, tolerance);
  expect_relative(lnnormal(-100), -5005.5242086942050886, tolerance);
  expect_relative(ttail(10, 2.5), 0.015723422118304402125, tolerance);
  expect_relative(ttail(3.5, 1000), 5.6280760643370542114e-11, tolerance);
  expect_relative(ttail(100, 1000), 3.9598093039739259539e-202, tolerance);
  expect_relative(chi2tail(1, 1200), 6.099568814808433693e-263, tolerance);
  expect_relative(chi2tail(7, 5), 0.6599632296942827055, tolerance);
  expect_relative(chi2(1000, 400), 6.1742614345288565479e-71, tolerance);
  expect_relative(Ftail(9, 188, 49), 1.0989031145013675692e-44, tolerance);
  expect_relative(Ftail(2, 17, 16.398992), 0.0001077744612232713064, tolerance);
  expect_relative(Ftail(1, 4, 1e5), 5.9996000209989920462e-10, tolerance);
  expect_relative(ibeta(2, 3, .4), 0.52480000000000003837, tolerance);
  expect_relative(gammap(3, 2), 0.32332358381693654053, tolerance);
  expect_relative(binomial(50, 17, .3), 0.78219306161043777709, tolerance);
  expect_relative(binomialtail(50, 17, .3), 0.31612138093586695287, tolerance);
  expect_relative(poisson(3, 2), 0.42319008112684351532, tolerance);
  expect_relative(poissontail(3, 100), 2.8335421964661376712e-112, tolerance);
  expect_relative(nbinomialp(2, 3, .3), 0.12347999999999999674, tolerance);
  expect_relative(hypergeometricp(10, 4, 5, 2), 0.47619047619047619048, tolerance);
  expect_relative(lngamma(171), 706.57306224578734711, tolerance);
  expect_relative(digamma(1.5), 0.036489973978576520559, tolerance);
  expect_relative(trigamma(.1), 101.4332991507927477, tolerance);
}

TEST(Distributions, InversesAgreeToThirteenDigits) {
  expect_relative(invnormal(.975), 1.9599639845400542355, 1e-14);
  expect_relative(invnormal(1e-300), -37.047096299361199237, 1e-14);
  expect_relative(invttail(10, 1e-100), 25645257189.481978229, 1e-13);
  expect_relative(invFtail(100, 4, 1e-200), 1.4282856857085700124e+100, 1e-13);
}

TEST(Distributions, InversesUndoTheFunctions) {
  for (const double p : {1e-250, 1e-30, 1e-6, 0.025, 0.3, 0.5, 0.9}) {
    expect_relative(normal(invnormal(p)), p, 1e-12);
    expect_relative(ttail(3, invttail(3, p)), p, 1e-12);
    expect_relative(chi2tail(4, invchi2tail(4, p)), p, 1e-12);
    expect_relative(Ftail(3, 20, invFtail(3, 20, p)), p, 1e-11);
    expect_relative(gammap(2.5, invgammap(2.5, p)), p, 1e-11);
    expect_relative(ibeta(2, 5, invibeta(2, 5, p)), p, 1e-11);
  }
  expect_relative(binomialtail(20, 7, invbinomialtail(20, 7, .025)), .025, 1e-12);
  expect_relative(binomial(20, 7, invbinomial(20, 7, .025)), .025, 1e-12);
  expect_relative(poisson(invpoisson(4, .1), 4), .1, 1e-12);
  expect_relative(poissontail(invpoissontail(4, .1), 4), .1, 1e-12);
}

TEST(Distributions, OutsideTheDomainTheResultIsUndefined) {
  EXPECT_TRUE(std::isnan(invnormal(0)));
  EXPECT_TRUE(std::isnan(invnormal(1)));
  EXPECT_TRUE(std::isnan(ttail(-1, 2)));
  EXPECT_TRUE(std::isnan(chi2(0, 2)));
  EXPECT_TRUE(std::isnan(Ftail(2, -3, 1)));
  EXPECT_TRUE(std::isnan(invchi2(3, 1)));
  EXPECT_TRUE(std::isnan(binomial(-1, 0, .5)));
  EXPECT_TRUE(std::isnan(lngamma(-2)));
  EXPECT_TRUE(std::isnan(normal(NAN)));
  EXPECT_TRUE(std::isnan(comb(3, 5)));
}

TEST(Distributions, AtTheEndsOfTheSupportTheyAreZeroOrOne) {
  EXPECT_EQ(chi2(3, -1), 0);
  EXPECT_EQ(chi2tail(3, -1), 1);
  EXPECT_EQ(F(2, 3, 0), 0);
  EXPECT_EQ(Ftail(2, 3, 0), 1);
  EXPECT_EQ(ibeta(2, 3, 2), 1);
  EXPECT_EQ(binomial(5, 7, .2), 1);
  EXPECT_EQ(binomialtail(5, 0, .2), 1);
  EXPECT_EQ(invttail(5, .5), 0);
  EXPECT_FALSE(std::signbit(invttail(5, .5)));
}

TEST(Distributions, TailsAndCumulativesAddToOne) {
  for (const double x : {-3.0, -0.2, 0.7, 4.0}) {
    expect_relative(t(6, x) + ttail(6, x), 1, 1e-15);
    expect_relative(normal(x) + normal(-x), 1, 1e-15);
    expect_relative(logistic(x) + logistictail(x), 1, 1e-15);
    expect_relative(cauchy(1, 2, x) + cauchytail(1, 2, x), 1, 1e-14);
  }
}

}  // namespace
}  // namespace nqp::numeric::dist
