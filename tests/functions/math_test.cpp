// Expected values: Stata's function manual where it gives an example (marked M), otherwise by hand.
#include <gtest/gtest.h>

#include "tests/functions/harness.hpp"

namespace nqp::tests {
namespace {

TEST(MathFunctions, RoundTakesHalvesUp) {
  expect_numbers({{"round(5.2,1)", 5},
              {"round(4.8,1)", 5},
              {"round(-5.2,1)", -5},
              {"round(-4.8,1)", -5},  // M
              {"round(28,5)", 30},
              {"round(4.5)", 5},
              {"round(-4.5)", -4},
              {"round(7.3,0)", 7.3},  // M
              {"round(2.5)", 3},
              {"round(.49999999999999994)", 0},
              {"round(.)", none},
              {"round(2,.)", none},
              {"round(1e300,.01)", 1e300},
              {"round(9007199254740993)", 9007199254740992},
              {"round(17,-5)", 15},
              {"round(-.3)", 0}});
  EXPECT_FALSE(std::signbit(number("round(-.3)")));
}

TEST(MathFunctions, IntegersNextToANumber) {
  expect_numbers({{"floor(5.8)", 5},
              {"floor(-5.2)", -6},
              {"ceil(5.2)", 6},
              {"ceil(-5.8)", -5},
              {"int(5.8)", 5},
              {"int(-5.8)", -5},
              {"trunc(-5.8)", -5},
              {"floor(.)", none}});
  EXPECT_FALSE(std::signbit(number("ceil(-.5)")));
}

TEST(MathFunctions, ModHasTheSignOfTheDivisor) {
  expect_numbers({{"mod(7,3)", 1},
              {"mod(-7,3)", 2},
              {"mod(7,-3)", -2},
              {"mod(-7,-3)", -1},
              {"mod(7,0)", none},
              {"mod(.,3)", none},
              {"mod(6,3)", 0},
              {"mod(-6,3)", 0},
              {"mod(2.5,1)", .5},
              {"mod(1e300,7)", 1},
              {"mod(1,.1)", 0}});
}

TEST(MathFunctions, WhatIsNotDefinedIsMissing) {
  for (const char* e :
       {"ln(0)",     "ln(-1)",     "log10(0)",  "log2(-1)",        "sqrt(-1)",         "asin(2)",    "acos(-2)",
        "acosh(.5)", "atanh(1)",   "exp(1000)", "sinh(1000)",      "ln1p(-1)",         "ln1m(1)",    "logit(0)",
        "logit(1)",  "cloglog(1)", "comb(3,5)", "lnfactorial(-1)", "lnfactorial(1.5)", "digamma(0)", "lngamma(0)",
        "ln(.)",     "abs(.a)",    "sign(.)",   "atan2(.,1)"}) {
    EXPECT_EQ(number(e), none) << e;
  }
}

TEST(MathFunctions, SmallArgumentsKeepTheirDigits) {
  EXPECT_DOUBLE_EQ(number("ln1p(1e-20)"), 1e-20);
  EXPECT_DOUBLE_EQ(number("expm1(1e-20)"), 1e-20);
  EXPECT_DOUBLE_EQ(number("ln1m(1e-20)"), -1e-20);
  EXPECT_DOUBLE_EQ(number("invcloglog(-50)"), 1.9287498479639178e-22);  // e^-50
  EXPECT_DOUBLE_EQ(number("invlogit(-800)"), 0);
  EXPECT_EQ(number("reldif(.,.)"), 0);
  EXPECT_EQ(number("reldif(.,1)"), none);
  EXPECT_EQ(number("reldif(.a,.b)"), none);
}

TEST(MathFunctions, CountsAreExact) {
  expect_numbers({{"comb(10,3)", 120}, {"comb(52,5)", 2598960}, {"comb(5,0)", 1}, {"comb(60,30)", 118264581564861424.0}});
}

TEST(SelectionFunctions, MaxAndMinIgnoreMissing) {
  expect_numbers({{"max(.,3)", 3},
              {"max(2,10,.,7)", 10},
              {"max(.,.,.)", none},
              {"min(2,10,.,7)", 2},
              {"min(.,.,.)", none},
              {"max(-5,-.5)", -.5},
              {"min(.a,3)", 3},
              {"max(4)", 4}});
}

TEST(SelectionFunctions, InrangeFollowsItsOrderedRules) {
  expect_numbers({{"inrange(5,1,9)", 1},
              {"inrange(1,1,9)", 1},
              {"inrange(9,1,9)", 1},
              {"inrange(0,1,9)", 0},
              {"inrange(.,1,9)", 0},
              {"inrange(.,.,.)", 0},
              {"inrange(5,.,.)", 1},
              {"inrange(5,.,9)", 1},
              {"inrange(10,.,9)", 0},
              {"inrange(5,6,.)", 0},
              {"inrange(.a,1,.)", 0},
              {R"(inrange("b","a","c"))", 1},
              {R"(inrange("d","a","c"))", 0},
              {R"(inrange("d","a",""))", 1}});
}

TEST(SelectionFunctions, InlistComparesNumbersAndStrings) {
  expect_numbers({{"inlist(3,1,2,3)", 1},
              {"inlist(4,1,2,3)", 0},
              {"inlist(.,1,.)", 1},
              {"inlist(.a,.)", 0},
              {R"(inlist("京","沪","京"))", 1},
              {R"(inlist("a","A"))", 0},
              {R"(inlist("","a",""))", 1},
              {R"(inlist("l","a","b","c","d","e","f","g","h","i","j","k","l"))", 1}});
}

TEST(SelectionFunctions, CondSeesThreeCases) {
  expect_numbers({{"cond(1,2,3)", 2},
              {"cond(0,2,3)", 3},
              {"cond(.,2,3)", 2},
              {"cond(.,2,3,4)", 4},
              {"cond(.a,2,3,4)", 4},
              {"cond(-1,2,3,4)", 2}});
  EXPECT_EQ(display(R"(cond(0,"a","b"))"), "b");
}

TEST(SelectionFunctions, MissingLooksAtEveryArgument) {
  expect_numbers({{"missing(.)", 1},
              {"missing(1,2,.z)", 1},
              {"missing(1,2)", 0},
              {R"(missing("",1))", 1},
              {R"(missing(" "))", 0},
              {"mi(.)", 1}});
}

TEST(SelectionFunctions, ClassesHaveUpperBounds) {
  expect_numbers({{"irecode(3,-10,-5,-3,-3,0,15,.)", 5},
              {"irecode(.,1,2)", none},
              {"irecode(0,1,2)", 0},
              {"irecode(9,1,2)", 2},
              {"irecode(1,1,2)", 0},
              {"recode(1,3,6,9)", 3},
              {"recode(9.5,3,6,9)", 9},
              {"recode(1,6,3)", none},
              {"recode(.a,1,2)", data::missing_code(1)},
              {"autocode(0,5,0,10)", 2},
              {"autocode(99,5,0,10)", 10},
              {"autocode(2,5,0,10)", 2},
              {"autocode(1,0,0,10)", none},
              {"clip(0,1,5)", 1},
              {"clip(3,1,5)", 3},
              {"clip(9,1,.)", 9},
              {"clip(-9,.,5)", -9},
              {"clip(3,5,1)", none},
              {"clip(.,1,5)", none},
              {"chop(2.5,.1)", 2.5},
              {"chop(.,.1)", none}});
}

TEST(SelectionFunctions, FloatRoundsToSinglePrecision) {
  expect_numbers({{"float(16777217)", 16777216},
              {"float(.5)", .5},
              {"float(1e39)", none},
              {"float(.)", none},
              {"float(.1)", static_cast<double>(0.1F)},
              {"fmtwidth(\"%-12s\")", 12},
              {"fmtwidth(\"nonsense\")", none}});
}

}  // namespace
}  // namespace nqp::tests
