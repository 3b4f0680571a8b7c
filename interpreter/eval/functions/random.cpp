// Random draws, one row each. Every call of a row takes its draws from the session's generator.
#include "grammar/ast/error.hpp"
#include "interpreter/eval/functions/kernel.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::eval {
namespace {

namespace rng = numeric::rng;
using numeric::Rng;

double runiform(Rng& g, Numbers x) {
  if (x.size() == 1) {
    throw Error(198, "runiform() takes no argument or two", std::nullopt, {"Write runiform() or runiform(a,b)."});
  }
  return x.empty() ? rng::uniform(g) : rng::uniform(g, x[0], x[1]);
}

double rnormal(Rng& g, Numbers x) {
  return x.empty() ? rng::normal(g) : rng::normal(g, x[0], argument_or(x, 1, 1));
}

double rlogistic(Rng& g, Numbers x) {
  if (x.size() < 2) return rng::logistic(g, 0, argument_or(x, 0, 1));
  return rng::logistic(g, x[0], x[1]);
}

double rweibull(Rng& g, Numbers x) { return argument_or(x, 2, 0) + rng::weibull(g, x[0], x[1]); }

// Survivor function exp(-b (x-g)^a).
double rweibullph(Rng& g, Numbers x) {
  if (!(x[0] > 0 && x[1] > 0)) return missing;
  return argument_or(x, 2, 0) + std::pow(x[1], -1 / x[0]) * rng::weibull(g, x[0], 1);
}

// Mean m and shape a: Michael, Schucany and Haas (1976). The smaller root is written without cancellation.
double rigaussian(Rng& g, Numbers x) {
  const double m = x[0], a = x[1];
  if (!(m > 0 && a > 0)) return missing;
  const double z = rng::normal(g);
  const double w = m * z * z / (2 * a);
  const double root = m / (1 + w + std::sqrt(w * (2 + w)));
  return rng::uniform(g) <= m / (m + root) ? root : m * m / root;
}

// Populations end at the documented million, since a draw may take as many steps.
double rhypergeometric(Rng& g, Numbers x) {
  return x[0] <= 1e6 ? rng::hypergeometric(g, x[0], x[1], x[2]) : missing;
}

constexpr Function random_list[] = {
    {"runiform", "?nn", 'n', runiform, "runiform([a,b])", "A uniform draw from (0,1) or (a,b).", "runiform()", ""},
    {"uniform", "", 'n', runiform, "uniform()", "A uniform draw from (0,1) (runiform).", "uniform()", ""},
    {"runiformint", "nn", 'n', [](Rng& g, Numbers x) { return rng::uniform_integer(g, x[0], x[1]); },
     "runiformint(a,b)", "A draw from the integers a to b, each equally likely.", "runiformint(1,6)", ""},
    {"rnormal", "?nn", 'n', rnormal, "rnormal([m[,s]])", "A normal draw with mean m (0) and standard deviation s (1).",
     "rnormal(10,2)", ""},
    {"rt", "n", 'n', [](Rng& g, Numbers x) { return rng::student_t(g, x[0]); }, "rt(df)",
     "A draw from Student's t with df degrees of freedom.", "rt(5)", ""},
    {"rchi2", "n", 'n', [](Rng& g, Numbers x) { return rng::chi2(g, x[0]); }, "rchi2(df)",
     "A chi-squared draw with df degrees of freedom.", "rchi2(3)", ""},
    {"rgamma", "nn", 'n', [](Rng& g, Numbers x) { return rng::gamma(g, x[0], x[1]); }, "rgamma(a,b)",
     "A gamma draw with shape a and scale b.", "rgamma(2,3)", ""},
    {"rbeta", "nn", 'n', [](Rng& g, Numbers x) { return rng::beta(g, x[0], x[1]); }, "rbeta(a,b)",
     "A beta draw with shapes a and b.", "rbeta(2,3)", ""},
    {"rbinomial", "nn", 'n', [](Rng& g, Numbers x) { return rng::binomial(g, x[0], x[1]); }, "rbinomial(n,p)",
     "The successes in n trials with probability p.", "rbinomial(10,.5)", ""},
    {"rnbinomial", "nn", 'n', [](Rng& g, Numbers x) { return rng::negative_binomial(g, x[0], x[1]); },
     "rnbinomial(n,p)", "The failures before the nth success with probability p.", "rnbinomial(5,.5)", ""},
    {"rhypergeometric", "nnn", 'n', rhypergeometric,
     "rhypergeometric(N,K,n)", "The successes in n draws without replacement from N of which K are successes.",
     "rhypergeometric(50,20,10)", ""},
    {"rpoisson", "n", 'n', [](Rng& g, Numbers x) { return rng::poisson(g, x[0]); }, "rpoisson(m)",
     "A Poisson draw with mean m.", "rpoisson(4)", ""},
    {"rexponential", "n", 'n', [](Rng& g, Numbers x) { return rng::exponential(g, x[0]); }, "rexponential(b)",
     "An exponential draw with mean b.", "rexponential(2)", ""},
    {"rweibull", "nn?n", 'n', rweibull, "rweibull(a,b[,g])", "A Weibull draw with shape a, scale b and location g.",
     "rweibull(2,3)", ""},
    {"rweibullph", "nn?n", 'n', rweibullph, "rweibullph(a,b[,g])",
     "A Weibull draw in proportional-hazards form with shape a, scale b and location g.", "rweibullph(2,3)", ""},
    {"rlogistic", "?nn", 'n', rlogistic, "rlogistic([s] or [m,s])", "A logistic draw with mean m (0) and scale s (1).",
     "rlogistic()", ""},
    {"rcauchy", "nn", 'n', [](Rng& g, Numbers x) { return rng::cauchy(g, x[0], x[1]); }, "rcauchy(a,b)",
     "A Cauchy draw with location a and scale b.", "rcauchy(0,1)", ""},
    {"rlaplace", "nn", 'n', [](Rng& g, Numbers x) { return rng::laplace(g, x[0], x[1]); }, "rlaplace(m,b)",
     "A Laplace draw with mean m and scale b.", "rlaplace(0,1)", ""},
    {"rigaussian", "nn", 'n', rigaussian, "rigaussian(m,a)", "An inverse Gaussian draw with mean m and shape a.",
     "rigaussian(1,2)", ""},
};

}  // namespace

std::span<const Function> random_functions() { return random_list; }

}  // namespace nqp::eval
