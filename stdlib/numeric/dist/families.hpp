// Further members of the families in distributions.hpp, under the names and argument orders of the language. NaN
// outside the domain.
#pragma once

namespace nqp::numeric::dist {

double invexponentialtail(double b, double p);

// Logistic with mean m and scale s
double logistic(double m, double s, double x);
double logistictail(double m, double s, double x);
double logisticden(double m, double s, double x);
double invlogistic(double m, double s, double p);
double invlogistictail(double m, double s, double p);

// Weibull with shape a, scale b, location g; in proportional-hazards form exp(-b (x-g)^a) survives
double weibull(double a, double b, double g, double x);
double weibulltail(double a, double b, double g, double x);
double weibullden(double a, double b, double g, double x);
double invweibull(double a, double b, double g, double p);
double invweibulltail(double a, double b, double g, double p);
double weibullph(double a, double b, double g, double x);
double weibullphtail(double a, double b, double g, double x);
double weibullphden(double a, double b, double g, double x);
double invweibullph(double a, double b, double g, double p);
double invweibullphtail(double a, double b, double g, double p);

// Laplace with mean m and scale b
double laplacetail(double m, double b, double x);
double laplaceden(double m, double b, double x);
double lnlaplaceden(double m, double b, double x);
double invlaplace(double m, double b, double p);
double invlaplacetail(double m, double b, double p);

// Cauchy with location a and scale b
double lncauchyden(double a, double b, double x);
double invcauchytail(double a, double b, double p);

// Inverse Gaussian with mean m and shape a
double igaussian(double m, double a, double x);
double igaussiantail(double m, double a, double x);
double igaussianden(double m, double a, double x);
double lnigaussianden(double m, double a, double x);
double invigaussian(double m, double a, double p);
double invigaussiantail(double m, double a, double p);

double lnigammaden(double a, double b, double x);   // inverse gamma with shape a and scale b

// Negative binomial: the success probability for which k or fewer (k or more) failures have probability q
double invnbinomial(double n, double k, double q);
double invnbinomialtail(double n, double k, double q);

// Derivatives of gammap(a, x)
double dgammapda(double a, double x);
double dgammapdx(double a, double x);
double dgammapdada(double a, double x);
double dgammapdadx(double a, double x);
double dgammapdxdx(double a, double x);

}  // namespace nqp::numeric::dist
