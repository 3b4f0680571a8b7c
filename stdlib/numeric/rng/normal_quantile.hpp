// Quantile of the standard normal for random draws.
#pragma once

namespace nqp::numeric::rng {

// Φ^-1(p) for 0 < p < 1 to about 1e-16 relative, several times faster than dist::invnormal. Wichura (1988), algorithm
// AS 241, routine PPND16.
double normal_quantile(double p);

}  // namespace nqp::numeric::rng
