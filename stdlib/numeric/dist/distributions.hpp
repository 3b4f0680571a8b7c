// Distribution functions under the names and argument orders of the language. Every function takes and returns
// double, never throws, and returns NaN outside its domain. Accuracy about 1e-13 relative, tails to 1e-300.
#pragma once

namespace nqp::numeric::dist {

// Normal
double normal(double z);                            // Φ(z)
double normalden(double z);                         // φ(z)
double normalden(double z, double sd);              // density of N(0, sd²)
double normalden(double x, double mean, double sd);
double invnormal(double p);
double lnnormal(double z);                          // ln Φ(z), accurate for z far below 0
double lnnormalden(double z);
double lnnormalden(double x, double mean, double sd);
double binormal(double h, double k, double rho);    // P(X <= h, Y <= k), Genz (2004)

// Student's t with df > 0
double t(double df, double t);                      // cumulative
double ttail(double df, double t);                  // P(T > t)
double tden(double df, double t);
double invt(double df, double p);
double invttail(double df, double p);
double nttail(double df, double ncp, double t);     // non-central

// Chi-squared
double chi2(double df, double x);
double chi2tail(double df, double x);
double chi2den(double df, double x);
double invchi2(double df, double p);
double invchi2tail(double df, double p);
double nchi2(double df, double ncp, double x);
double nchi2tail(double df, double ncp, double x);
double invnchi2(double df, double ncp, double p);

// F
double F(double df1, double df2, double f);
double Ftail(double df1, double df2, double f);
double Fden(double df1, double df2, double f);
double invF(double df1, double df2, double p);
double invFtail(double df1, double df2, double p);
double nFtail(double df1, double df2, double ncp, double f);

// Beta
double ibeta(double a, double b, double x);         // cumulative, regularised incomplete beta
double ibetatail(double a, double b, double x);
double betaden(double a, double b, double x);
double invibeta(double a, double b, double p);
double invibetatail(double a, double b, double p);

// Gamma with shape a
double gammap(double a, double x);
double gammaptail(double a, double x);
double gammaden(double a, double scale, double shift, double x);
double invgammap(double a, double p);
double invgammaptail(double a, double p);

// Binomial (n trials, k successes, probability p), negative binomial, hypergeometric, Poisson (mean m, count k)
double binomial(double n, double k, double p);
double binomialtail(double n, double k, double p);  // P(X >= k)
double binomialp(double n, double k, double p);
double invbinomial(double n, double k, double p);       // π with P(X <= k | π) = p
double invbinomialtail(double n, double k, double p);   // π with P(X >= k | π) = p
double nbinomial(double n, double k, double p);
double nbinomialtail(double n, double k, double p);
double nbinomialp(double n, double k, double p);
double hypergeometric(double population, double successes, double n, double k);
double hypergeometricp(double population, double successes, double n, double k);
double poisson(double m, double k);
double poissontail(double m, double k);             // P(X >= k)
double poissonp(double m, double k);
double invpoisson(double k, double p);              // m with P(X <= k | m) = p
double invpoissontail(double k, double q);          // m with P(X >= k | m) = q

// Others
double exponential(double b, double x);             // mean b
double exponentialtail(double b, double x);
double exponentialden(double b, double x);
double invexponential(double b, double p);
double logistic(double x);
double logistictail(double x);
double logisticden(double x);
double invlogistic(double p);
double weibull(double a, double b, double x);
double weibulltail(double a, double b, double x);
double weibullden(double a, double b, double x);
double laplace(double m, double b, double x);
double cauchy(double a, double b, double x);
double cauchytail(double a, double b, double x);
double cauchyden(double a, double b, double x);
double invcauchy(double a, double b, double p);

// Special functions
double lngamma(double x);                           // x > 0, or negative non-integers: ln|Γ|
double digamma(double x);
double trigamma(double x);
double lnfactorial(double n);                       // n a non-negative integer
double comb(double n, double k);
double invlogit(double x);
double logit(double p);
double invcloglog(double x);
double cloglog(double p);

}  // namespace nqp::numeric::dist
