#include "stdlib/kit/bootstrap_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {
namespace {

// The percentile as pctile has it: the mean of two neighbours where the rank is whole.
double replicate_quantile(const std::vector<double>& sorted, double p) {
  const double n = static_cast<double>(sorted.size()), rank = n * p;
  if (!(rank > 0)) return sorted.front();
  if (rank >= n) return sorted.back();
  const auto below = static_cast<std::size_t>(std::floor(rank + 1e-9));
  if (std::fabs(rank - std::round(rank)) > 1e-9 || below == 0) return sorted[std::min(below, sorted.size() - 1)];
  return (sorted[below - 1] + sorted[std::min(below, sorted.size() - 1)]) / 2;
}

}  // namespace

BootstrapSummary summarise_bootstrap(double observed, std::vector<double> x, double level, double acceleration) {
  namespace dist = numeric::dist;
  BootstrapSummary s;
  const double n = static_cast<double>(x.size());
  s.mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const double v : x) squares += (v - s.mean) * (v - s.mean);
  s.se = std::sqrt(squares / (n - 1));
  s.bias = s.mean - observed;
  const double alpha = 1 - level / 100, z = dist::invnormal(1 - alpha / 2);
  s.normal[0] = observed - z * s.se;
  s.normal[1] = observed + z * s.se;
  std::sort(x.begin(), x.end());
  s.percentile[0] = replicate_quantile(x, alpha / 2);
  s.percentile[1] = replicate_quantile(x, 1 - alpha / 2);
  const auto at_most = static_cast<double>(std::upper_bound(x.begin(), x.end(), observed) - x.begin());
  s.z0 = stored(dist::invnormal(at_most / n));
  // All replicates on one side of the observed value: the correction is not defined.
  const bool defined = at_most > 0 && at_most < n;
  s.corrected[0] = defined ? replicate_quantile(x, dist::normal(2 * s.z0 - z)) : data::missing;
  s.corrected[1] = defined ? replicate_quantile(x, dist::normal(2 * s.z0 + z)) : data::missing;
  // Percentiles at Phi(z0 + (z0 +- z)/(1 - a(z0 +- z))).
  const bool fast = defined && !data::is_missing(acceleration);
  for (const int i : {0, 1}) {
    const double from = s.z0 + (i == 0 ? -z : z);
    s.accelerated[i] =
        fast ? replicate_quantile(x, dist::normal(s.z0 + from / (1 - acceleration * from))) : data::missing;
  }
  return s;
}

double acceleration_of(const std::vector<double>& x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  double squares = 0, cubes = 0;
  for (const double v : x) {
    const double d = mean - v;
    squares += d * d;
    cubes += d * d * d;
  }
  return squares > 0 ? cubes / (6 * squares * std::sqrt(squares)) : data::missing;
}

}  // namespace nqp::kit
