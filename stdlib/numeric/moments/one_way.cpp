#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::numeric {
namespace {

struct GroupSums {
  std::vector<DoubleDouble> weight;
  std::vector<DoubleDouble> mean;
  std::vector<DoubleDouble> within;
};

GroupSums one_way_sums(std::span<const double> y, const DenseCodes& groups, const Weights& w) {
  const auto levels = static_cast<std::size_t>(groups.levels);
  GroupSums sums{std::vector<DoubleDouble>(levels), std::vector<DoubleDouble>(levels),
                 std::vector<DoubleDouble>(levels)};
  const auto weight = [&](std::size_t i) { return w.values.empty() ? 1.0 : w.values[i]; };
  for (std::size_t i = 0; i < y.size(); ++i) {
    const auto g = static_cast<std::size_t>(groups.values[i]);
    sums.weight[g] = sums.weight[g] + weight(i);
    sums.mean[g] = sums.mean[g] + two_product(y[i], weight(i));
  }
  for (std::size_t g = 0; g < levels; ++g) sums.mean[g] = sums.mean[g] / sums.weight[g].value();
  for (std::size_t i = 0; i < y.size(); ++i) {
    const auto g = static_cast<std::size_t>(groups.values[i]);
    const DoubleDouble d = -sums.mean[g] + y[i];
    sums.within[g] = sums.within[g] + d * d * weight(i);
  }
  return sums;
}

void bartlett(OneWay& result) {
  double log_sum = 0;
  double reciprocals = 0;
  for (std::size_t g = 0; g < result.group_n.size(); ++g) {
    const double df = result.group_n[g] - 1;
    if (!(df > 0)) continue;
    log_sum += df * 2 * std::log(result.group_sd[g]);
    reciprocals += 1 / df;
  }
  const double correction = 1 + (reciprocals - 1 / result.df_r) / (3 * result.df_m);
  result.bartlett_df = result.df_m;
  const double chi2 = (result.df_r * std::log(result.rss / result.df_r) - log_sum) / correction;
  result.bartlett_chi2 = std::isfinite(chi2) ? chi2 : undefined;
  result.bartlett_p = dist::chi2tail(result.bartlett_df, result.bartlett_chi2);
}

}  // namespace

OneWay one_way(std::span<const double> y, Codes group, std::span<const double> weights, WeightKind kind) {
  if (y.size() != group.size()) throw Failure(FailureCode::conformability, "groups of another length");
  const Weights w = normalise_weights(weights, kind, y.size());
  const DenseCodes groups = dense_codes(group);
  const GroupSums sums = one_way_sums(y, groups, w);
  const DoubleDouble grand = weighted_sum(y, w.values) / w.sum;

  OneWay result;
  DoubleDouble between;
  DoubleDouble within;
  for (std::size_t g = 0; g < sums.mean.size(); ++g) {
    const DoubleDouble d = sums.mean[g] - grand;
    const double n = sums.weight[g].value();
    between = between + d * d * n;
    within = within + sums.within[g];
    result.group_n.push_back(n);
    result.group_mean.push_back(sums.mean[g].value());
    result.group_sd.push_back(n > 1 ? std::sqrt(sums.within[g].value() / (n - 1)) : undefined);
  }
  result.n = w.n;
  result.groups = static_cast<double>(groups.levels);
  result.mss = between.value();
  result.rss = within.value();
  result.tss = (between + within).value();
  result.df_m = result.groups - 1;
  result.df_r = result.n - result.groups;
  result.rmse = result.df_r > 0 ? std::sqrt(result.rss / result.df_r) : undefined;
  result.r2 = result.tss > 0 ? result.mss / result.tss : undefined;
  const double F = result.mss / result.df_m / (result.rss / result.df_r);
  result.F = std::isfinite(F) ? F : undefined;
  result.p = dist::Ftail(result.df_m, result.df_r, result.F);
  bartlett(result);
  return result;
}

}  // namespace nqp::numeric
