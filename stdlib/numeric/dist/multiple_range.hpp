// The distribution of Tukey's multiple comparisons. NaN outside the domain; about 1e-12 absolute.
#pragma once

namespace nqp::numeric::dist {

// The studentized range of k >= 2 normals over an independent estimate with df degrees of freedom.
double tukeyprob(double k, double df, double x);
double invtukeyprob(double k, double df, double p);

}  // namespace nqp::numeric::dist
