#include "stdlib/numeric/moments/statistic.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace nqp::numeric {
namespace {

bool needs_order(Statistic s) { return s == Statistic::percentile || s == Statistic::iqr; }

double from_moments(Statistic s, const Summary& m) {
  switch (s) {
    case Statistic::n: return m.n;
    case Statistic::sum: return m.sum;
    case Statistic::mean: return m.mean;
    case Statistic::sd: return m.sd;
    case Statistic::variance: return m.variance;
    case Statistic::se_mean: return m.sd / std::sqrt(m.n);
    case Statistic::cv: return m.sd / m.mean;
    case Statistic::skewness: return m.skewness;
    case Statistic::kurtosis: return m.kurtosis;
    case Statistic::min: return m.min;
    case Statistic::max: return m.max;
    case Statistic::range: return m.max - m.min;
    case Statistic::percentile:
    case Statistic::iqr: break;
  }
  return 0;
}

}  // namespace

std::vector<double> statistics(std::span<const StatisticSpec> wanted, std::span<const double> x,
                               std::span<const double> weights, WeightKind kind) {
  const Summary moments = summarize(x, weights, kind);
  std::optional<Order> order;
  if (std::any_of(wanted.begin(), wanted.end(), [](const StatisticSpec& s) { return needs_order(s.statistic); }))
    order.emplace(x, weights);
  std::vector<double> out;
  for (const StatisticSpec& s : wanted) {
    if (s.statistic == Statistic::percentile) out.push_back(order->percentile(s.p));
    else if (s.statistic == Statistic::iqr) out.push_back(order->percentile(75) - order->percentile(25));
    else out.push_back(from_moments(s.statistic, moments));
  }
  return out;
}

}  // namespace nqp::numeric
