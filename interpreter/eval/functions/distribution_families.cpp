// Exponential, logistic, Weibull, Laplace, Cauchy and inverse Gaussian distributions, one row each.
#include "interpreter/eval/functions/distribution_tables.hpp"
#include "interpreter/eval/functions/kernel.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/families.hpp"

namespace nqp::eval {
namespace {

namespace dist = numeric::dist;

// f(x), f(s,x) or f(m,s,x): mean 0 and scale 1 unless given.
template <double (*f)(double, double, double)>
double located(Numbers x) {
  return f(x.size() == 3 ? x[0] : 0, x.size() > 1 ? x[x.size() - 2] : 1, x.back());
}

// f(a,b,x) or f(a,b,g,x): location 0 unless given.
template <double (*f)(double, double, double, double)>
double shifted(Numbers x) {
  return f(x[0], x[1], x.size() == 4 ? x[2] : 0, x.back());
}

constexpr Function distribution_families_list[] = {
    // Exponential with mean b
    {"exponential", "nn", 'n', dist::exponential, "exponential(b,x)", "The exponential distribution with mean b.",
     "exponential(2,2)", ".63212056"},
    {"exponentialtail", "nn", 'n', dist::exponentialtail, "exponentialtail(b,x)",
     "The upper tail of the exponential distribution.", "exponentialtail(2,2)", ".36787944"},
    {"exponentialden", "nn", 'n', dist::exponentialden, "exponentialden(b,x)", "The exponential density.",
     "exponentialden(2,2)", ".18393972"},
    {"invexponential", "nn", 'n', dist::invexponential, "invexponential(b,p)", "The x with exponential(b,x) = p.",
     "invexponential(1,.5)", ".69314718"},
    {"invexponentialtail", "nn", 'n', dist::invexponentialtail, "invexponentialtail(b,p)",
     "The x with exponentialtail(b,x) = p.", "invexponentialtail(1,.5)", ".69314718"},

    // Logistic with mean m and scale s
    {"logistic", "n?nn", 'n', strict<located<dist::logistic>>, "logistic(x or s,x or m,s,x)",
     "The logistic distribution with mean m (0) and scale s (1).", "logistic(1)", ".73105858"},
    {"logistictail", "n?nn", 'n', strict<located<dist::logistictail>>, "logistictail(x or s,x or m,s,x)",
     "The upper tail of the logistic distribution.", "logistictail(1)", ".26894142"},
    {"logisticden", "n?nn", 'n', strict<located<dist::logisticden>>, "logisticden(x or s,x or m,s,x)",
     "The logistic density.", "logisticden(0)", ".25"},
    {"invlogistic", "n?nn", 'n', strict<located<dist::invlogistic>>, "invlogistic(p or s,p or m,s,p)",
     "The x with logistic(x) = p.", "invlogistic(.75)", "1.0986123"},
    {"invlogistictail", "n?nn", 'n', strict<located<dist::invlogistictail>>, "invlogistictail(p or s,p or m,s,p)",
     "The x with logistictail(x) = p.", "invlogistictail(.75)", "-1.0986123"},

    // Weibull with shape a, scale b and location g
    {"weibull", "nnn?n", 'n', strict<shifted<dist::weibull>>, "weibull(a,b,[g,]x)",
     "The Weibull distribution with shape a, scale b and location g.", "weibull(1,2,2)", ".63212056"},
    {"weibulltail", "nnn?n", 'n', strict<shifted<dist::weibulltail>>, "weibulltail(a,b,[g,]x)",
     "The upper tail of the Weibull distribution.", "weibulltail(1,2,2)", ".36787944"},
    {"weibullden", "nnn?n", 'n', strict<shifted<dist::weibullden>>, "weibullden(a,b,[g,]x)", "The Weibull density.",
     "weibullden(1,2,2)", ".18393972"},
    {"invweibull", "nnn?n", 'n', strict<shifted<dist::invweibull>>, "invweibull(a,b,[g,]p)",
     "The x with weibull(a,b,g,x) = p.", "invweibull(1,1,.5)", ".69314718"},
    {"invweibulltail", "nnn?n", 'n', strict<shifted<dist::invweibulltail>>, "invweibulltail(a,b,[g,]p)",
     "The x with weibulltail(a,b,g,x) = p.", "invweibulltail(1,1,.5)", ".69314718"},
    {"weibullph", "nnn?n", 'n', strict<shifted<dist::weibullph>>, "weibullph(a,b,[g,]x)",
     "The Weibull distribution in proportional-hazards form, 1-exp(-b(x-g)^a).", "weibullph(2,3,.5)", ".52763345"},
    {"weibullphtail", "nnn?n", 'n', strict<shifted<dist::weibullphtail>>, "weibullphtail(a,b,[g,]x)",
     "The upper tail of the proportional-hazards Weibull distribution.", "weibullphtail(2,3,.5)", ".47236655"},
    {"weibullphden", "nnn?n", 'n', strict<shifted<dist::weibullphden>>, "weibullphden(a,b,[g,]x)",
     "The proportional-hazards Weibull density.", "weibullphden(2,3,.5)", "1.4170997"},
    {"invweibullph", "nnn?n", 'n', strict<shifted<dist::invweibullph>>, "invweibullph(a,b,[g,]p)",
     "The x with weibullph(a,b,g,x) = p.", "invweibullph(2,3,.5)", ".48067563"},
    {"invweibullphtail", "nnn?n", 'n', strict<shifted<dist::invweibullphtail>>, "invweibullphtail(a,b,[g,]p)",
     "The x with weibullphtail(a,b,g,x) = p.", "invweibullphtail(2,3,.5)", ".48067563"},

    // Laplace with mean m and scale b
    {"laplace", "nnn", 'n', dist::laplace, "laplace(m,b,x)", "The Laplace distribution with mean m and scale b.",
     "laplace(1,2,3)", ".81606028"},
    {"laplacetail", "nnn", 'n', dist::laplacetail, "laplacetail(m,b,x)", "The upper tail of the Laplace distribution.",
     "laplacetail(1,2,3)", ".18393972"},
    {"laplaceden", "nnn", 'n', dist::laplaceden, "laplaceden(m,b,x)", "The Laplace density.", "laplaceden(0,1,0)",
     ".5"},
    {"lnlaplaceden", "nnn", 'n', dist::lnlaplaceden, "lnlaplaceden(m,b,x)", "The logarithm of the Laplace density.",
     "lnlaplaceden(0,.5,1)", "-2"},
    {"invlaplace", "nnn", 'n', dist::invlaplace, "invlaplace(m,b,p)", "The x with laplace(m,b,x) = p.",
     "invlaplace(1,2,.5)", "1"},
    {"invlaplacetail", "nnn", 'n', dist::invlaplacetail, "invlaplacetail(m,b,p)", "The x with laplacetail(m,b,x) = p.",
     "invlaplacetail(1,2,.1)", "4.2188758"},

    // Cauchy with location a and scale b
    {"cauchy", "nnn", 'n', dist::cauchy, "cauchy(a,b,x)", "The Cauchy distribution with location a and scale b.",
     "cauchy(0,1,1)", ".75"},
    {"cauchytail", "nnn", 'n', dist::cauchytail, "cauchytail(a,b,x)", "The upper tail of the Cauchy distribution.",
     "cauchytail(0,1,1)", ".25"},
    {"cauchyden", "nnn", 'n', dist::cauchyden, "cauchyden(a,b,x)", "The Cauchy density.", "cauchyden(0,1,0)",
     ".31830989"},
    {"lncauchyden", "nnn", 'n', dist::lncauchyden, "lncauchyden(a,b,x)", "The logarithm of the Cauchy density.",
     "lncauchyden(1,2,3)", "-2.5310242"},
    {"invcauchy", "nnn", 'n', dist::invcauchy, "invcauchy(a,b,p)", "The x with cauchy(a,b,x) = p.",
     "invcauchy(0,1,.75)", "1"},
    {"invcauchytail", "nnn", 'n', dist::invcauchytail, "invcauchytail(a,b,p)", "The x with cauchytail(a,b,x) = p.",
     "invcauchytail(0,1,.25)", "1"},

    // Inverse Gaussian with mean m and shape a
    {"igaussian", "nnn", 'n', dist::igaussian, "igaussian(m,a,x)",
     "The inverse Gaussian distribution with mean m and shape a.", "igaussian(2,3,1.5)", ".49569012"},
    {"igaussiantail", "nnn", 'n', dist::igaussiantail, "igaussiantail(m,a,x)",
     "The upper tail of the inverse Gaussian distribution.", "igaussiantail(2,3,1.5)", ".50430988"},
    {"igaussianden", "nnn", 'n', dist::igaussianden, "igaussianden(m,a,x)", "The inverse Gaussian density.",
     "igaussianden(2,3,1.5)", ".35333804"},
    {"lnigaussianden", "nnn", 'n', dist::lnigaussianden, "lnigaussianden(m,a,x)",
     "The logarithm of the inverse Gaussian density.", "exp(lnigaussianden(2,3,1.5))", ".35333804"},
    {"invigaussian", "nnn", 'n', dist::invigaussian, "invigaussian(m,a,p)", "The x with igaussian(m,a,x) = p.",
     "igaussian(2,3,invigaussian(2,3,.4))", ".4"},
    {"invigaussiantail", "nnn", 'n', dist::invigaussiantail, "invigaussiantail(m,a,p)",
     "The x with igaussiantail(m,a,x) = p.", "igaussiantail(2,3,invigaussiantail(2,3,.1))", ".1"},
};

}  // namespace

std::span<const Function> distributions::family_functions() { return distribution_families_list; }

}  // namespace nqp::eval
