// The common distributions, one row each: cumulative, upper tail, density or probability, inverses.
#include <vector>

#include "interpreter/eval/functions/distribution_tables.hpp"
#include "interpreter/eval/functions/kernel.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/families.hpp"

namespace nqp::eval {
namespace {

namespace dist = numeric::dist;

double normalden(Numbers x) {
  if (x.size() == 1) return dist::normalden(x[0]);
  return x.size() == 2 ? dist::normalden(x[0], x[1]) : dist::normalden(x[0], x[1], x[2]);
}

double lnnormalden(Numbers x) {
  if (x.size() == 1) return dist::lnnormalden(x[0]);
  return x.size() == 2 ? dist::lnnormalden(x[0], 0, x[1]) : dist::lnnormalden(x[0], x[1], x[2]);
}

constexpr Function distribution_list[] = {
    // Normal
    {"normal", "n", 'n', Number1{dist::normal}, "normal(z)", "The standard normal distribution P(Z <= z).",
     "normal(1.96)", ".9750021"},
    {"normprob", "n", 'n', Number1{dist::normal}, "normprob(z)", "The standard normal distribution (normal).",
     "normprob(0)", ".5"},
    {"norm", "n", 'n', Number1{dist::normal}, "norm(z)", "The standard normal distribution (normal).", "norm(0)", ".5"},
    {"normalden", "n?nn", 'n', strict<normalden>, "normalden(x[,s] or x,m,s)",
     "The normal density at x with mean m (0) and standard deviation s (1).", "normalden(0)", ".39894228"},
    {"invnormal", "n", 'n', Number1{dist::invnormal}, "invnormal(p)", "The z with normal(z) = p.",
     "invnormal(.975)", "1.959964"},
    {"invnorm", "n", 'n', Number1{dist::invnormal}, "invnorm(p)", "The z with normal(z) = p (invnormal).",
     "invnorm(.5)", "0"},
    {"lnnormal", "n", 'n', Number1{dist::lnnormal}, "lnnormal(z)",
     "The logarithm of normal(z), precise far out in the lower tail.", "lnnormal(-40)", "-804.60844"},
    {"lnnormalden", "n?nn", 'n', strict<lnnormalden>, "lnnormalden(x[,s] or x,m,s)",
     "The logarithm of the normal density.", "lnnormalden(0)", "-.91893853"},
    {"binormal", "nnn", 'n', dist::binormal, "binormal(h,k,r)",
     "P(X <= h, Y <= k) for standard normals with correlation r.", "binormal(0,0,.5)", ".33333333"},

    // Student's t
    {"t", "nn", 'n', Number2{dist::t}, "t(df,t)", "Student's t distribution P(T <= t).", "t(10,0)", ".5"},
    {"ttail", "nn", 'n', dist::ttail, "ttail(df,t)", "The upper tail P(T > t) of Student's t.", "ttail(10,2)",
     ".03669402"},
    {"tden", "nn", 'n', dist::tden, "tden(df,t)", "The density of Student's t.", "tden(1,0)", ".31830989"},
    {"invt", "nn", 'n', dist::invt, "invt(df,p)", "The t with t(df,t) = p.", "invt(10,.975)", "2.2281389"},
    {"invttail", "nn", 'n', dist::invttail, "invttail(df,p)", "The t with ttail(df,t) = p.", "invttail(10,.025)",
     "2.2281389"},
    {"tprob", "nn", 'n', [](double df, double t) { return 2 * dist::ttail(df, std::fabs(t)); }, "tprob(df,t)",
     "The probability of a t at least as far from 0, on either side.", "tprob(30,1.8)", ".08192507"},

    // Chi-squared
    {"chiprob", "nn", 'n', dist::chi2tail, "chiprob(df,x)",
     "The upper tail of the chi-squared distribution (chi2tail).", "chiprob(2,2)", ".36787944"},
    {"chi2", "nn", 'n', dist::chi2, "chi2(df,x)", "The chi-squared distribution P(X <= x).", "chi2(2,2)",
     ".63212056"},
    {"chi2tail", "nn", 'n', dist::chi2tail, "chi2tail(df,x)", "The upper tail of the chi-squared distribution.",
     "chi2tail(1,3.841458821)", ".05"},
    {"chi2den", "nn", 'n', dist::chi2den, "chi2den(df,x)", "The chi-squared density.", "chi2den(2,2)", ".18393972"},
    {"invchi2", "nn", 'n', dist::invchi2, "invchi2(df,p)", "The x with chi2(df,x) = p.", "invchi2(1,.95)",
     "3.8414588"},
    {"invchi2tail", "nn", 'n', dist::invchi2tail, "invchi2tail(df,p)", "The x with chi2tail(df,x) = p.",
     "invchi2tail(1,.05)", "3.8414588"},

    // F
    {"F", "nnn", 'n', dist::F, "F(df1,df2,f)", "The F distribution P(F <= f).", "F(2,2,1)", ".5"},
    {"Ftail", "nnn", 'n', dist::Ftail, "Ftail(df1,df2,f)", "The upper tail of the F distribution.", "Ftail(2,4,2)",
     ".25"},
    {"Fden", "nnn", 'n', dist::Fden, "Fden(df1,df2,f)", "The F density.", "Fden(2,4,2)", ".125"},
    {"invF", "nnn", 'n', dist::invF, "invF(df1,df2,p)", "The f with F(df1,df2,f) = p.", "invF(2,4,.75)", "2"},
    {"invFtail", "nnn", 'n', dist::invFtail, "invFtail(df1,df2,p)", "The f with Ftail(df1,df2,f) = p.",
     "invFtail(2,4,.25)", "2"},
    {"fprob", "nnn", 'n', dist::Ftail, "fprob(df1,df2,f)", "The upper tail of the F distribution (Ftail).",
     "fprob(2,2,1)", ".5"},

    // Beta
    {"ibeta", "nnn", 'n', dist::ibeta, "ibeta(a,b,x)", "The beta distribution (regularised incomplete beta).",
     "ibeta(1,2,.5)", ".75"},
    {"ibetatail", "nnn", 'n', dist::ibetatail, "ibetatail(a,b,x)", "The upper tail of the beta distribution.",
     "ibetatail(1,2,.5)", ".25"},
    {"betaden", "nnn", 'n', dist::betaden, "betaden(a,b,x)", "The beta density.", "betaden(2,2,.5)", "1.5"},
    {"invibeta", "nnn", 'n', dist::invibeta, "invibeta(a,b,p)", "The x with ibeta(a,b,x) = p.",
     "invibeta(1,2,.75)", ".5"},
    {"invibetatail", "nnn", 'n', dist::invibetatail, "invibetatail(a,b,p)", "The x with ibetatail(a,b,x) = p.",
     "invibetatail(1,2,.25)", ".5"},

    // Gamma
    {"gammap", "nn", 'n', dist::gammap, "gammap(a,x)", "The gamma distribution with shape a.", "gammap(1,1)",
     ".63212056"},
    {"gammaptail", "nn", 'n', dist::gammaptail, "gammaptail(a,x)", "The upper tail of the gamma distribution.",
     "gammaptail(1,1)", ".36787944"},
    {"gammaden", "nnnn", 'n', dist::gammaden, "gammaden(a,b,g,x)",
     "The gamma density with shape a, scale b and location g.", "gammaden(1,1,0,1)", ".36787944"},
    {"invgammap", "nn", 'n', dist::invgammap, "invgammap(a,p)", "The x with gammap(a,x) = p.", "invgammap(1,.5)",
     ".69314718"},
    {"invgammaptail", "nn", 'n', dist::invgammaptail, "invgammaptail(a,p)", "The x with gammaptail(a,x) = p.",
     "invgammaptail(1,.5)", ".69314718"},

    {"lnigammaden", "nnn", 'n', dist::lnigammaden, "lnigammaden(a,b,x)",
     "The logarithm of the inverse gamma density with shape a and scale b.", "lnigammaden(1,1,1)", "-1"},
    {"dgammapda", "nn", 'n', dist::dgammapda, "dgammapda(a,x)", "The derivative of gammap(a,x) in a.",
     "dgammapda(2,1.5)", "-.31348864"},
    {"dgammapdx", "nn", 'n', dist::dgammapdx, "dgammapdx(a,x)", "The derivative of gammap(a,x) in x.",
     "dgammapdx(2,1.5)", ".33469524"},
    {"dgammapdada", "nn", 'n', dist::dgammapdada, "dgammapdada(a,x)", "The second derivative of gammap(a,x) in a.",
     "dgammapdada(2,1.5)", ".1005892"},
    {"dgammapdadx", "nn", 'n', dist::dgammapdadx, "dgammapdadx(a,x)", "The derivative of gammap(a,x) in a and x.",
     "dgammapdadx(2,1.5)", "-.00579666"},
    {"dgammapdxdx", "nn", 'n', dist::dgammapdxdx, "dgammapdxdx(a,x)", "The second derivative of gammap(a,x) in x.",
     "dgammapdxdx(2,1.5)", "-.11156508"},

    // Binomial, negative binomial, hypergeometric, Poisson
    {"binomial", "nnn", 'n', dist::binomial, "binomial(n,k,p)", "The probability of k or fewer successes in n trials.",
     "binomial(4,2,.5)", ".6875"},
    {"binomialp", "nnn", 'n', dist::binomialp, "binomialp(n,k,p)", "The probability of k successes in n trials.",
     "binomialp(4,2,.5)", ".375"},
    {"binomialtail", "nnn", 'n', dist::binomialtail, "binomialtail(n,k,p)",
     "The probability of k or more successes in n trials.", "binomialtail(4,2,.5)", ".6875"},
    {"invbinomial", "nnn", 'n', dist::invbinomial, "invbinomial(n,k,p)",
     "The success probability for which k or fewer successes in n trials have probability p.",
     "invbinomial(1,0,.25)", ".75"},
    {"invbinomialtail", "nnn", 'n', dist::invbinomialtail, "invbinomialtail(n,k,p)",
     "The success probability for which k or more successes in n trials have probability p.",
     "invbinomialtail(1,1,.25)", ".25"},
    {"nbinomial", "nnn", 'n', dist::nbinomial, "nbinomial(n,k,p)",
     "The probability of k or fewer failures before the nth success.", "nbinomial(1,1,.5)", ".75"},
    {"nbinomialp", "nnn", 'n', dist::nbinomialp, "nbinomialp(n,k,p)",
     "The probability of k failures before the nth success.", "nbinomialp(2,1,.5)", ".25"},
    {"nbinomialtail", "nnn", 'n', dist::nbinomialtail, "nbinomialtail(n,k,p)",
     "The probability of k or more failures before the nth success.", "nbinomialtail(1,1,.5)", ".5"},
    {"invnbinomial", "nnn", 'n', dist::invnbinomial, "invnbinomial(n,k,q)",
     "The success probability for which k or fewer failures before the nth success have probability q.",
     "invnbinomial(1,0,.25)", ".25"},
    {"invnbinomialtail", "nnn", 'n', dist::invnbinomialtail, "invnbinomialtail(n,k,q)",
     "The success probability for which k or more failures before the nth success have probability q.",
     "invnbinomialtail(1,1,.25)", ".75"},
    {"hypergeometric", "nnnn", 'n', dist::hypergeometric, "hypergeometric(N,K,n,k)",
     "The probability of k or fewer successes in n draws from N of which K are successes.",
     "hypergeometric(4,2,2,1)", ".83333333"},
    {"hypergeometricp", "nnnn", 'n', dist::hypergeometricp, "hypergeometricp(N,K,n,k)",
     "The probability of k successes in n draws from N of which K are successes.", "hypergeometricp(4,2,2,1)",
     ".66666667"},
    {"poisson", "nn", 'n', dist::poisson, "poisson(m,k)", "The probability of k or fewer events with mean m.",
     "poisson(1,1)", ".73575888"},
    {"poissonp", "nn", 'n', dist::poissonp, "poissonp(m,k)", "The probability of k events with mean m.",
     "poissonp(1,1)", ".36787944"},
    {"poissontail", "nn", 'n', dist::poissontail, "poissontail(m,k)",
     "The probability of k or more events with mean m.", "poissontail(1,1)", ".63212056"},
    {"invpoisson", "nn", 'n', dist::invpoisson, "invpoisson(k,p)",
     "The mean for which k or fewer events have probability p.", "invpoisson(0,.5)", ".69314718"},
    {"invpoissontail", "nn", 'n', dist::invpoissontail, "invpoissontail(k,q)",
     "The mean for which k or more events have probability q.", "invpoissontail(1,.5)", ".69314718"},
};

}  // namespace

std::span<const Function> distributions::common_functions() { return distribution_list; }

std::span<const Function> distribution_functions() {
  static const std::vector<Function> all = [] {
    std::vector<Function> rows;
    for (const auto part : {distributions::common_functions(), distributions::family_functions(),
                            distributions::noncentral_functions()}) {
      rows.insert(rows.end(), part.begin(), part.end());
    }
    return rows;
  }();
  return all;
}

}  // namespace nqp::eval
