#include "stdlib/numeric/matching/coarsening.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

// Interquartile range: means of two order statistics.
double quartile_range(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  const auto at = [&](double p) {
    const double n = double(x.size()) * p;
    const auto low = static_cast<std::size_t>(std::ceil(n)), high = static_cast<std::size_t>(std::floor(n + 1));
    return (x[low - 1] + x[std::min(high, x.size()) - 1]) / 2;
  };
  return at(0.75) - at(0.25);
}

std::size_t rule_points(std::span<const double> x, double low, double high, CoarseningRule rule) {
  const double n = double(x.size());
  if (rule == CoarseningRule::sturges) return static_cast<std::size_t>(std::ceil(std::log2(n) + 1));
  double width = 0;
  if (rule == CoarseningRule::scott) {
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double squares = 0;
    for (const double v : x) squares += (v - mean) * (v - mean);
    width = 3.5 * std::sqrt(squares / (n - 1)) / std::cbrt(n);
  } else {
    width = 2 * quartile_range({x.begin(), x.end()}) / std::cbrt(n);
  }
  const double points = width > 0 ? std::ceil((high - low) / width) : 1;
  return static_cast<std::size_t>(std::clamp(points, 1.0, 1e6));
}

// 0 and beyond lie outside of all ends.
double class_of(const CoarsenedCovariate& v, double x) {
  if (v.exact) return x;
  if (v.ends.empty()) return 0;
  const auto k = std::lower_bound(v.ends.begin(), v.ends.end(), x) - v.ends.begin();
  return k == 0 && x == v.ends.front() ? 1 : double(k);
}

double difference_of_shares(const CoarsenedStrata& strata, std::span<const double> d, std::span<const double> w) {
  std::vector<double> share[2] = {std::vector<double>(strata.count), std::vector<double>(strata.count)};
  double total[2] = {0, 0};
  for (std::size_t i = 0; i < d.size(); ++i) share[d[i] == 1][strata.of_row[i]] += w[i], total[d[i] == 1] += w[i];
  double sum = 0;
  for (std::size_t s = 0; s < strata.count; ++s) sum += std::fabs(share[1][s] / total[1] - share[0][s] / total[0]);
  return sum / 2;
}

using WeightedValues = std::vector<std::pair<double, double>>;  // value, weight

double weighted_mean(const WeightedValues& values) {
  double sum = 0, total = 0;
  for (const auto& [x, w] : values) sum += w * x, total += w;
  return sum / total;
}

// The least value up to which a share p of the weights lies.
double share_quantile(const WeightedValues& sorted, double total, double p) {
  double sum = 0;
  for (const auto& [x, w] : sorted) {
    sum += w;
    if (sum / total >= p - 1e-12) return x;
  }
  return sorted.back().first;
}

void compare_groups(std::span<const double> x, std::span<const double> d, std::span<const double> w,
                    CoarsenedImbalance& out) {
  WeightedValues group[2];
  double total[2] = {0, 0};
  for (std::size_t i = 0; i < x.size(); ++i) group[d[i] == 1].emplace_back(x[i], w[i]), total[d[i] == 1] += w[i];
  out.mean = weighted_mean(group[1]) - weighted_mean(group[0]);
  for (WeightedValues& side : group) std::sort(side.begin(), side.end());
  const double shares[] = {0, .25, .5, .75, 1};
  for (std::size_t q = 0; q < 5; ++q)
    out.quantiles[q] = share_quantile(group[1], total[1], shares[q]) - share_quantile(group[0], total[0], shares[q]);
}

}  // namespace

std::vector<double> equal_class_ends(double low, double high, std::size_t points) {
  if (points < 2) return {low};
  std::vector<double> out;
  for (std::size_t k = 0; k < points; ++k) out.push_back(low + (high - low) * double(k) / double(points - 1));
  return out;
}

std::vector<double> rule_class_ends(std::span<const double> x, CoarseningRule rule) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  if (*low == *high) return {};
  return equal_class_ends(*low, *high, rule_points(x, *low, *high, rule));
}

CoarsenedStrata coarsened_strata(std::span<const CoarsenedCovariate> covariates, std::size_t rows) {
  CoarsenedStrata out;
  std::map<std::vector<double>, std::size_t> found;
  std::vector<double> key(covariates.size());
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < key.size(); ++k) key[k] = class_of(covariates[k], covariates[k].x[i]);
    out.of_row.push_back(found.emplace(key, found.size()).first->second);
  }
  out.count = found.size();
  return out;
}

std::vector<CoarsenedImbalance> coarsened_imbalance(std::vector<CoarsenedCovariate> covariates,
                                                    std::span<const double> d, std::span<const double> w,
                                                    CoarseningRule rule) {
  std::vector<double> group, weight;
  for (std::size_t i = 0; i < d.size(); ++i)
    if (w[i] > 0) group.push_back(d[i]), weight.push_back(w[i]);
  for (CoarsenedCovariate& v : covariates) {
    std::vector<double> x;
    for (std::size_t i = 0; i < d.size(); ++i)
      if (w[i] > 0) x.push_back(v.x[i]);
    v.x = std::move(x), v.exact = v.codes;
    if (!v.codes) v.ends = rule_class_ends(v.x, rule);
  }
  CoarsenedImbalance unknown;
  unknown.mean = undefined;
  unknown.quantiles.fill(undefined);
  std::vector<CoarsenedImbalance> out(covariates.size() + 1, unknown);
  const std::span<const CoarsenedCovariate> all = covariates;
  for (std::size_t k = 0; k <= all.size(); ++k) {
    const bool joint = k == all.size();
    out[k].l1 = difference_of_shares(coarsened_strata(joint ? all : all.subspan(k, 1), group.size()), group, weight);
    if (!joint && !all[k].codes) compare_groups(all[k].x, group, weight, out[k]);
  }
  return out;
}

}  // namespace nqp::numeric
