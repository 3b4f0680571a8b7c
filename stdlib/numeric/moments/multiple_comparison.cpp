#include "stdlib/numeric/moments/multiple_comparison.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/multiple_range.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

double adjusted_p(double p, double tests, Adjustment adjustment) {
  if (!is_defined(p)) return p;
  if (adjustment == Adjustment::bonferroni) return std::min(1.0, p * tests);
  if (adjustment == Adjustment::sidak) return -std::expm1(tests * std::log1p(-p));
  return p;
}

namespace {

constexpr double many_degrees = 1e9;  // the studentized range of a known variance

}  // namespace

double simultaneous_p(double t, double p, const ComparisonFamily& k, Adjustment adjustment) {
  const double size = std::abs(t);
  if (adjustment == Adjustment::scheffe)
    return std::isfinite(k.df) ? dist::Ftail(k.rank, k.df, size * size / k.rank) : dist::chi2tail(k.rank, size * size);
  if (adjustment == Adjustment::tukey)
    return std::max(0.0, 1 - dist::tukeyprob(k.groups, std::min(k.df, many_degrees), size * std::sqrt(2.0)));
  return adjusted_p(p, k.comparisons, adjustment);
}

double simultaneous_width(double level, const ComparisonFamily& k, Adjustment adjustment) {
  const double alpha = 1 - level / 100;
  const bool normal = !std::isfinite(k.df);
  if (adjustment == Adjustment::scheffe)
    return std::sqrt(normal ? dist::invchi2tail(k.rank, alpha) : k.rank * dist::invFtail(k.rank, k.df, alpha));
  if (adjustment == Adjustment::tukey)
    return dist::invtukeyprob(k.groups, std::min(k.df, many_degrees), 1 - alpha) / std::sqrt(2.0);
  double share = alpha;
  if (adjustment == Adjustment::bonferroni) share = alpha / k.comparisons;
  if (adjustment == Adjustment::sidak) share = -std::expm1(std::log1p(-alpha) / k.comparisons);
  return normal ? -dist::invnormal(share / 2) : dist::invttail(k.df, share / 2);
}

PairwiseMeans compare_means(const OneWay& fit, Adjustment adjustment) {
  const std::size_t m = fit.group_mean.size();
  PairwiseMeans out{Matrix(m, m, undefined), Matrix(m, m, undefined)};
  const double pairs = fit.groups * (fit.groups - 1) / 2;
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      if (i == j) continue;
      const double se = fit.rmse * std::sqrt(1 / fit.group_n[i] + 1 / fit.group_n[j]);
      if (!(se > 0)) continue;
      const double t = (fit.group_mean[i] - fit.group_mean[j]) / se;
      out.t(i, j) = t;
      out.p(i, j) = adjustment == Adjustment::scheffe
                        ? dist::Ftail(fit.df_m, fit.df_r, t * t / fit.df_m)
                        : adjusted_p(2 * dist::ttail(fit.df_r, std::fabs(t)), pairs, adjustment);
    }
  }
  return out;
}

}  // namespace nqp::numeric
