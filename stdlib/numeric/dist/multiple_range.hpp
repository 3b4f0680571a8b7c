// The distributions of Tukey's and Dunnett's multiple comparisons. NaN outside the domain; about 1e-12 absolute.
#pragma once

namespace nqp::numeric::dist {

// The studentized range of k >= 2 normals over an independent estimate with df degrees of freedom.
double tukeyprob(double k, double df, double x);
double invtukeyprob(double k, double df, double p);

// The largest |t| of k >= 1 treatments that share one control and one estimate of the variance, all groups of one
// size (Dunnett 1955, JASA 50, 1096-1121): correlations 1/2.
double dunnettprob(double k, double df, double x);
double invdunnettprob(double k, double df, double p);

}  // namespace nqp::numeric::dist
