// Tails against 60-digit values from mpmath 1.3 (incomplete gamma and beta functions, finite sums, Poisson mixtures of
// 300 terms, adaptive quadrature). Quantiles of the studentized range are R's qtukey.
#include <gtest/gtest.h>

#include "tests/functions/harness.hpp"

namespace nqp::tests {
namespace {

struct Reference {
  const char* expression;
  double value;
};

constexpr Reference references[] = {
    {"normal(-10)", 7.6198530241605261e-24},
    {"normal(-37)", 5.7255712225245768e-300},
    {"lnnormal(-1000)", -500007.82669481218},
    {"ttail(5,1e6)", 9.4901672454606804e-30},
    {"ttail(1,3)", 0.10241638234956673},
    {"ttail(200,15)", 7.0822496393570225e-35},
    {"t(3,-50)", 8.8085760206359871e-6},
    {"chi2tail(3,500)", 4.7716720319127585e-108},
    {"chi2(30,1)", 1.4610500924439220e-17},
    {"Ftail(4,50,40)", 5.2581205795678765e-15},
    {"F(4,50,.001)", 2.0770073144122324e-6},
    {"Ftail(1,1000,100)", 1.6670702958600066e-22},
    {"ibeta(2,50,1e-6)", 1.2749583507496906e-9},
    {"ibetatail(3,5,.999)", 2.0965015000000000e-14},
    {"gammaptail(2.5,200)", 2.9666446590828849e-84},
    {"gammap(50,2)", 5.2143019033171681e-51},
    {"binomialtail(1000,600,.5)", 1.3642320780330092e-10},
    {"binomial(1000,400,.5)", 1.3642320780330092e-10},
    {"poissontail(10,60)", 6.5219033278183736e-27},
    {"poisson(100,30)", 1.9917900106515280e-16},
    {"hypergeometric(100,30,20,2)", 0.022681166330656887},
    {"nbinomialp(3,4,.3)", 0.097240500000000000},
    {"binormal(-3,-4,-.3)", 1.2682518168339109e-10},
    {"igaussiantail(2,3,60)", 2.7581355283449907e-12},
    {"nchi2tail(4,3,100)", 9.4110652406458528e-16},
    {"nchi2(4,30,5)", 0.00012453699838804848},
    {"nFtail(3,10,2.5,60)", 1.0400262450676594e-5},
    {"nF(3,10,2.5,.01)", 0.00042396301561923563},
    {"invnormal(1e-20)", -9.2623400897984076},
    {"invttail(4,1e-12)", 1316.0727465592565},
    {"invchi2tail(2,1e-30)", 138.15510557964274},
    {"invF(5,7,.01)", 0.095643341616908982},
};

TEST(DistributionFunctions, TailsKeepTheirDigits) {
  for (const Reference& r : references) {
    EXPECT_NEAR(number(r.expression) / r.value, 1, 2e-11) << r.expression;
  }
}

TEST(DistributionFunctions, InversesUndoThem) {
  for (const char* round_trip : {"t(7,invt(7,.2))",
                                 "chi2(3,invchi2(3,.2))",
                                 "F(3,9,invF(3,9,.2))",
                                 "ibeta(2,3,invibeta(2,3,.2))",
                                 "gammap(2.5,invgammap(2.5,.2))",
                                 "normal(invnormal(.2))",
                                 "nt(7,1,invnt(7,1,.2))",
                                 "nF(3,9,2,invnF(3,9,2,.2))",
                                 "nchi2(3,2,invnchi2(3,2,.2))",
                                 "nibeta(2,3,1,invnibeta(2,3,1,.2))",
                                 "binomial(9,3,invbinomial(9,3,.2))",
                                 "poisson(invpoisson(3,.2),3)",
                                 "nbinomial(3,2,invnbinomial(3,2,.2))",
                                 "igaussian(1,2,invigaussian(1,2,.2))",
                                 "weibull(2,3,1,invweibull(2,3,1,.2))",
                                 "weibullph(2,3,1,invweibullph(2,3,1,.2))",
                                 "laplace(1,2,invlaplace(1,2,.2))",
                                 "cauchy(1,2,invcauchy(1,2,.2))",
                                 "logistic(1,2,invlogistic(1,2,.2))",
                                 "exponential(2,invexponential(2,.2))",
                                 "tukeyprob(4,12,invtukeyprob(4,12,.2))",
                                 "nt(7,npnt(7,1,.2),1)",
                                 "nF(3,9,npnF(3,9,4,.2),4)"}) {
    EXPECT_NEAR(number(round_trip), .2, 1e-12) << round_trip;
  }
}

TEST(DistributionFunctions, TailsAndCumulativesSumToOne) {
  for (const char* sum :
       {"t(7,1.3)+ttail(7,1.3)", "chi2(3,2)+chi2tail(3,2)", "F(3,9,2)+Ftail(3,9,2)", "nF(3,9,2,2)+nFtail(3,9,2,2)",
        "nt(7,1,-2)+nttail(7,1,-2)", "binomial(9,3,.4)+binomialtail(9,4,.4)", "poisson(3,2)+poissontail(3,3)",
        "igaussian(1,2,3)+igaussiantail(1,2,3)", "laplace(1,2,3)+laplacetail(1,2,3)",
        "nbinomial(3,2,.4)+nbinomialtail(3,3,.4)", "cauchy(1,2,3)+cauchytail(1,2,3)",
        "weibullph(2,3,.1,.5)+weibullphtail(2,3,.1,.5)"}) {
    EXPECT_NEAR(number(sum), 1, 1e-14) << sum;
  }
}

TEST(DistributionFunctions, OptionalArgumentsComeFirst) {
  EXPECT_DOUBLE_EQ(number("normalden(3,2)"), number("normalden(1.5)/2"));
  EXPECT_DOUBLE_EQ(number("normalden(5,2,3)"), number("normalden(1)/3"));
  EXPECT_DOUBLE_EQ(number("lnnormalden(5,2,3)"), number("ln(normalden(5,2,3))"));
  EXPECT_DOUBLE_EQ(number("logistic(2,3)"), number("logistic(1.5)"));
  EXPECT_DOUBLE_EQ(number("logistic(1,2,3)"), number("logistic(1)"));
  EXPECT_DOUBLE_EQ(number("weibull(2,3,1,4)"), number("weibull(2,3,3)"));
}

TEST(DistributionFunctions, OutsideTheDomainIsMissing) {
  for (const char* e :
       {"invnormal(0)",      "invnormal(1.5)",    "ttail(0,1)",   "ttail(-1,1)",       "chi2(0,1)",
        "invF(0,1,.5)",      "ibeta(0,1,.5)",     "invchi2(3,1)", "binomial(5,2,1.5)", "poisson(-1,2)",
        "normalden(1,-1)",   "binormal(0,0,1.5)", "gammap(-1,1)", "tukeyprob(1,10,2)", "igaussian(-1,1,1)",
        "nF(1,1,-1,1)",      "weibullph(-1,1,1)", "ttail(.,1)",   "normal(.)",         "normalden(.,1,2)",
        "invnibeta(1,1,1,2)"}) {
    EXPECT_EQ(number(e), none) << e;
  }
}

TEST(DistributionFunctions, SupportsEnd) {
  EXPECT_EQ(number("chi2(3,-1)"), 0);
  EXPECT_EQ(number("chi2tail(3,-1)"), 1);
  EXPECT_EQ(number("F(3,4,-1)"), 0);
  EXPECT_EQ(number("igaussian(1,1,0)"), 0);
  EXPECT_EQ(number("weibull(2,3,5,4)"), 0);
  EXPECT_EQ(number("nibeta(1,2,3,1)"), 1);
  EXPECT_EQ(number("tukeyprob(3,10,0)"), 0);
}

TEST(DistributionFunctions, StudentizedRangesAgreeWithR) {
  EXPECT_NEAR(number("invtukeyprob(3,20,.95)"), 3.577935, 5e-7);
  EXPECT_NEAR(number("invtukeyprob(4,1,.95)"), 32.81873, 5e-6);
  EXPECT_NEAR(number("invtukeyprob(10,1e9,.95)"), 4.474124, 5e-7);
}

TEST(DistributionFunctions, BivariateNormalAgreesWithQuadrature) {
  constexpr Reference values[] = {
      {"binormal(1,-.5,.3)", 0.28313842024448095},    {"binormal(-1,.7,.95)", 0.15865525309012311},
      {"binormal(.5,.6,.99)", 0.68460910866860778},   {"binormal(-.5,.6,-.97)", 0.053452863373866625},
      {"binormal(2,1,.925)", 0.84126857366034419},    {"binormal(-5,-5.1,.999)", 1.6959990279560919e-7},
      {"binormal(-2,-2.5,.8)", 0.0040506007128528272}};
  for (const Reference& r : values) EXPECT_NEAR(number(r.expression), r.value, 1e-15) << r.expression;
  EXPECT_DOUBLE_EQ(number("binormal(.3,.7,1)"), number("normal(.3)"));
  EXPECT_NEAR(number("binormal(.3,.4,-1)"), number("normal(.3)-normal(-.4)"), 1e-15);
}

TEST(DistributionFunctions, DerivativesOfTheGammaDistribution) {
  // mpmath: numerical differentiation at 40 digits
  constexpr Reference values[] = {{"dgammapda(50,30)", -0.00028300944471259043},
                                  {"dgammapda(2,1.5)", -0.31348863782507932},
                                  {"dgammapdada(2,1.5)", 0.10058919839254356},
                                  {"dgammapdadx(2,1.5)", -0.0057966628379898940},
                                  {"dgammapdxdx(2,1.5)", -0.11156508007421491}};
  for (const Reference& r : values) EXPECT_NEAR(number(r.expression) / r.value, 1, 1e-12) << r.expression;
}

}  // namespace
}  // namespace nqp::tests
