// Mathematical functions, one row each.
#include <limits>

#include "interpreter/eval/functions/kernel.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::eval {
namespace {

namespace dist = numeric::dist;

// Adding 0 turns -0 into 0.
double floor_kernel(double x) { return std::floor(x) + 0.0; }
double ceil_kernel(double x) { return std::ceil(x) + 0.0; }
double trunc_kernel(double x) { return std::trunc(x) + 0.0; }

// Midpoints go up, so that 4.5 is 5 and -4.5 is -4.
double nearest(double x) {
  const double below = std::floor(x);
  return (x - below >= 0.5 ? below + 1 : below) + 0.0;
}

double round_kernel(Numbers x) {
  const double unit = std::fabs(argument_or(x, 1, 1));
  if (unit == 0 || std::fabs(x[0]) >= unit * 0x1p53) return x[0];
  return nearest(x[0] / unit) * unit;
}

// x - y floor(x/y); quotients beyond 2^53 have no floor to speak of and take the exact remainder.
double mod(double x, double y) {
  if (y == 0) return missing;
  const double quotient = x / y;
  if (std::fabs(quotient) < 0x1p53) return x - y * std::floor(quotient) + 0.0;
  const double r = std::fmod(x, y);
  return (r != 0 && (r < 0) != (y < 0) ? r + y : r) + 0.0;
}

double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }
double reldif(double x, double y) { return std::fabs(x - y) / (std::fabs(y) + 1); }

// Equal missing values differ by nothing; a missing value and a number have no relative difference.
double reldif_kernel(Numbers x) {
  if (!any_missing(x)) return data::checked(reldif(x[0], x[1]));
  return x[0] == x[1] ? 0 : missing;
}

double logarithm(double x) { return x > 0 ? std::log(x) : missing; }
double logarithm_10(double x) { return x > 0 ? std::log10(x) : missing; }
double ln1p(double x) { return x > -1 ? std::log1p(x) : missing; }
double ln1m(double x) { return x < 1 ? std::log1p(-x) : missing; }

constexpr Function math_list[] = {
    // Rounding and sign
    {"abs", "n", 'n', [](double x) { return std::fabs(x); }, "abs(x)", "The absolute value of x.", "abs(-1.5)",
     "1.5"},
    {"ceil", "n", 'n', ceil_kernel, "ceil(x)", "The least integer that is not below x.", "ceil(5.2)", "6"},
    {"floor", "n", 'n', floor_kernel, "floor(x)", "The greatest integer that is not above x.", "floor(-5.2)", "-6"},
    {"int", "n", 'n', trunc_kernel, "int(x)", "x without its fraction, so that int(-5.8) is -5.", "int(-5.8)", "-5"},
    {"trunc", "n", 'n', trunc_kernel, "trunc(x)", "x without its fraction (int).", "trunc(5.8)", "5"},
    {"round", "n?n", 'n', strict<round_kernel>, "round(x[,y])",
     "x rounded to the nearest multiple of y (1 when omitted), halves upwards.", "round(sqrt(2),.01)", "1.41"},
    {"mod", "nn", 'n', mod, "mod(x,y)", "The remainder of x divided by y, with the sign of y; missing when y is 0.",
     "mod(-7,3)", "2"},
    {"sign", "n", 'n', sign, "sign(x)", "-1, 0 or 1 as x is negative, zero or positive.", "sign(-2)", "-1"},
    {"reldif", "nn", 'n', NumberList{reldif_kernel}, "reldif(x,y)", "The relative difference |x-y|/(|y|+1).",
     "reldif(3,1)", "1"},

    // Powers, exponentials and logarithms
    {"sqrt", "n", 'n', [](double x) { return std::sqrt(x); }, "sqrt(x)", "The square root of x.", "sqrt(2)",
     "1.4142136"},
    {"exp", "n", 'n', [](double x) { return std::exp(x); }, "exp(x)", "e to the power x.", "exp(1)", "2.7182818"},
    {"expm1", "n", 'n', [](double x) { return std::expm1(x); }, "expm1(x)",
     "exp(x)-1, precise for x close to 0.", "expm1(.5)", ".64872127"},
    {"ln", "n", 'n', logarithm, "ln(x)", "The natural logarithm of x; missing unless x > 0.", "ln(2)", ".69314718"},
    {"log", "n", 'n', logarithm, "log(x)", "The natural logarithm of x (ln).", "log(exp(2))", "2"},
    {"log10", "n", 'n', logarithm_10, "log10(x)", "The logarithm of x to base 10.", "log10(1000)", "3"},
    {"log2", "n", 'n', [](double x) { return x > 0 ? std::log2(x) : missing; }, "log2(x)",
     "The logarithm of x to base 2.", "log2(8)", "3"},
    {"ln1p", "n", 'n', ln1p, "ln1p(x)", "ln(1+x), precise for x close to 0.", "ln1p(.5)", ".40546511"},
    {"log1p", "n", 'n', ln1p, "log1p(x)", "ln(1+x), precise for x close to 0 (ln1p).", "log1p(1)", ".69314718"},
    {"ln1m", "n", 'n', ln1m, "ln1m(x)", "ln(1-x), precise for x close to 0.", "ln1m(.5)", "-.69314718"},
    {"log1m", "n", 'n', ln1m, "log1m(x)", "ln(1-x), precise for x close to 0 (ln1m).", "log1m(.5)", "-.69314718"},

    // Trigonometry and hyperbolic functions
    {"sin", "n", 'n', [](double x) { return std::sin(x); }, "sin(x)", "The sine of x in radians.", "sin(1)",
     ".84147098"},
    {"cos", "n", 'n', [](double x) { return std::cos(x); }, "cos(x)", "The cosine of x in radians.", "cos(1)",
     ".54030231"},
    {"tan", "n", 'n', [](double x) { return std::tan(x); }, "tan(x)", "The tangent of x in radians.", "tan(1)",
     "1.5574077"},
    {"asin", "n", 'n', [](double x) { return std::asin(x); }, "asin(x)", "The angle in radians whose sine is x.",
     "asin(1)", "1.5707963"},
    {"acos", "n", 'n', [](double x) { return std::acos(x); }, "acos(x)", "The angle in radians whose cosine is x.",
     "acos(-1)", "3.1415927"},
    {"atan", "n", 'n', [](double x) { return std::atan(x); }, "atan(x)", "The angle in radians whose tangent is x.",
     "atan(1)", ".78539816"},
    {"atan2", "nn", 'n', [](double y, double x) { return std::atan2(y, x); }, "atan2(y,x)",
     "The angle in radians of the point (x,y).", "atan2(1,-1)", "2.3561945"},
    {"sinh", "n", 'n', [](double x) { return std::sinh(x); }, "sinh(x)", "The hyperbolic sine of x.", "sinh(1)",
     "1.1752012"},
    {"cosh", "n", 'n', [](double x) { return std::cosh(x); }, "cosh(x)", "The hyperbolic cosine of x.", "cosh(1)",
     "1.5430806"},
    {"tanh", "n", 'n', [](double x) { return std::tanh(x); }, "tanh(x)", "The hyperbolic tangent of x.", "tanh(1)",
     ".76159416"},
    {"asinh", "n", 'n', [](double x) { return std::asinh(x); }, "asinh(x)",
     "The inverse hyperbolic sine of x, a logarithm that admits 0 and negative values.", "asinh(1)", ".88137359"},
    {"acosh", "n", 'n', [](double x) { return std::acosh(x); }, "acosh(x)",
     "The inverse hyperbolic cosine of x; missing when x < 1.", "acosh(2)", "1.3169579"},
    {"atanh", "n", 'n', [](double x) { return std::atanh(x); }, "atanh(x)",
     "The inverse hyperbolic tangent of x; missing unless |x| < 1.", "atanh(.5)", ".54930614"},

    // Counting, gamma functions and links
    {"comb", "nn", 'n', dist::comb, "comb(n,k)", "The number of ways to choose k of n.", "comb(5,2)", "10"},
    {"lnfactorial", "n", 'n', dist::lnfactorial, "lnfactorial(n)", "The natural logarithm of n!.", "lnfactorial(5)",
     "4.7874917"},
    {"lngamma", "n", 'n', dist::lngamma, "lngamma(x)", "The natural logarithm of the gamma function.", "lngamma(5)",
     "3.1780538"},
    {"digamma", "n", 'n', dist::digamma, "digamma(x)", "The derivative of lngamma(x).", "digamma(1)", "-.57721566"},
    {"trigamma", "n", 'n', dist::trigamma, "trigamma(x)", "The second derivative of lngamma(x).", "trigamma(1)",
     "1.6449341"},
    {"logit", "n", 'n', dist::logit, "logit(x)", "The log odds ln(x/(1-x)); missing unless 0 < x < 1.", "logit(.75)",
     "1.0986123"},
    {"invlogit", "n", 'n', dist::invlogit, "invlogit(x)", "exp(x)/(1+exp(x)), the inverse of logit().",
     "invlogit(1)", ".73105858"},
    {"cloglog", "n", 'n', dist::cloglog, "cloglog(x)", "The complementary log-log ln(-ln(1-x)).", "cloglog(.5)",
     "-.36651292"},
    {"invcloglog", "n", 'n', dist::invcloglog, "invcloglog(x)", "1-exp(-exp(x)), the inverse of cloglog().",
     "invcloglog(0)", ".63212056"},
};

}  // namespace

std::span<const Function> math_functions() { return math_list; }

}  // namespace nqp::eval
