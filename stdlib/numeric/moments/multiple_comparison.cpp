#include "stdlib/numeric/moments/multiple_comparison.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

double adjusted_p(double p, double tests, Adjustment adjustment) {
  if (!is_defined(p)) return p;
  if (adjustment == Adjustment::bonferroni) return std::min(1.0, p * tests);
  if (adjustment == Adjustment::sidak) return -std::expm1(tests * std::log1p(-p));
  return p;
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
