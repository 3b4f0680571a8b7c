// Sample means and variances of the draws against those of their distributions: 5 standard errors of 20,000 draws.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/functions/harness.hpp"

namespace nqp::tests {
namespace {

constexpr std::size_t draws = 20000;

std::vector<double> sample(const std::string& expression) {
  Calculator c;
  c.frame.rows = draws;
  return eval::evaluate_numbers(*grammar::parse_expression(expression), eval::Scope(c.frame, c.environment));
}

struct Moments {
  const char* expression;
  double mean, variance;
};

TEST(RandomFunctions, DrawsHaveTheMomentsOfTheirDistribution) {
  constexpr double euler = 0.57721566490153286, pi2 = 9.8696044010893586;
  const double weibull_mean = 3 * std::tgamma(1.5);
  const Moments cases[] = {{"runiform()", .5, 1 / 12.0},
                           {"runiform(2,5)", 3.5, 9 / 12.0},
                           {"uniform()", .5, 1 / 12.0},
                           {"runiformint(1,6)", 3.5, 35 / 12.0},
                           {"rnormal()", 0, 1},
                           {"rnormal(3)", 3, 1},
                           {"rnormal(3,2)", 3, 4},
                           {"rt(10)", 0, 1.25},
                           {"rchi2(4)", 4, 8},
                           {"rgamma(2,3)", 6, 18},
                           {"rgamma(.5,1)", .5, .5},
                           {"rbeta(2,3)", .4, .04},
                           {"rbinomial(10,.3)", 3, 2.1},
                           {"rbinomial(1000,.5)", 500, 250},
                           {"rnbinomial(4,.4)", 6, 15},
                           {"rhypergeometric(50,20,10)", 4, 10 * .4 * .6 * 40 / 49.0},
                           {"rpoisson(4)", 4, 4},
                           {"rpoisson(200)", 200, 200},
                           {"rexponential(2)", 2, 4},
                           {"rweibull(2,3)", weibull_mean, 9 - weibull_mean * weibull_mean},
                           {"rweibull(2,3,10)", 10 + weibull_mean, 9 - weibull_mean * weibull_mean},
                           {"ln(rweibullph(1,2))", -euler - std::log(2.0), pi2 / 6},
                           {"rlogistic()", 0, pi2 / 3},
                           {"rlogistic(2)", 0, 4 * pi2 / 3},
                           {"rlogistic(1,2)", 1, 4 * pi2 / 3},
                           {"rlaplace(1,2)", 1, 8},
                           {"cauchy(1,2,rcauchy(1,2))", .5, 1 / 12.0},
                           {"rigaussian(2,3)", 2, 8 / 3.0},
                           {"igaussian(2,3,rigaussian(2,3))", .5, 1 / 12.0}};
  for (const Moments& m : cases) {
    const std::vector<double> x = sample(m.expression);
    double mean = 0, variance = 0, fourth = 0;
    for (const double v : x) mean += v / draws;
    for (const double v : x) {
      const double d2 = (v - m.mean) * (v - m.mean);
      variance += d2 / draws;
      fourth += d2 * d2 / draws;
    }
    EXPECT_NEAR(mean, m.mean, 5 * std::sqrt(m.variance / draws)) << m.expression;
    EXPECT_NEAR(variance, m.variance, 5 * std::sqrt((fourth - variance * variance) / draws)) << m.expression;
  }
}

TEST(RandomFunctions, TheSameSeedGivesTheSameDraws) { EXPECT_EQ(sample("rnormal()"), sample("rnormal()")); }

TEST(RandomFunctions, ParametersOutsideTheDomainGiveMissing) {
  for (const char* e :
       {"rnormal(0,-1)", "rgamma(0,1)", "rbeta(-1,1)", "rbinomial(10,1.5)", "rpoisson(-1)", "rchi2(0)", "rt(0)",
        "runiformint(5,1)", "rigaussian(0,1)", "rweibullph(1,0)", "rnormal(.)", "rexponential(-1)", "runiform(.,1)"}) {
    EXPECT_EQ(number(e), data::missing) << e;
  }
}

TEST(RandomFunctions, OneBoundIsNotEnough) { EXPECT_THROW(number("runiform(1)"), Error); }

}  // namespace
}  // namespace nqp::tests
