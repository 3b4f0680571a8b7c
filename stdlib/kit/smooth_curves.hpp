// lowess and lpoly as commands and plots know them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/density/local_regression.hpp"

namespace nqp::kit {

// Pairs of x and y where both are known, and where they stand.
struct KnownPairs {
  std::vector<double> x, y;
  std::vector<data::Row> rows;
};

// Error 2000 when there is none.
KnownPairs known_pairs(const std::string& y, const std::string& x, const std::vector<data::Row>& rows,
                       const command::Context& c);

struct LowessWish {
  double bandwidth = 0.8;
  bool mean = false, unweighted = false, logit = false, adjust = false;
};

// Smoothed y of every pair. logit: the logits of the smoothed values, those below 0.0001 and above 0.9999 at 1/N and
// 1 - 1/N; adjust: scaled to the mean of y.
std::vector<double> lowess_curve(const KnownPairs& d, const LowessWish& wish, const command::Context& c);

// Error 198 for a name that is none; "" is `otherwise`.
numeric::Kernel kernel_of_name(const std::string& name, numeric::Kernel otherwise);
const char* kernel_text(numeric::Kernel k);

// n points from the least to the largest x; 0: min(N, 50).
std::vector<double> even_points(const std::vector<double>& x, int n);

}  // namespace nqp::kit
