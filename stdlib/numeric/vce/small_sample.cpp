#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/spec.hpp"

#include <algorithm>

namespace nqp::numeric {
namespace {

// (N-1)/(N-K) · G/(G-1)
double cluster_factor(double n, double K, double groups) { return (n - 1) / (n - K) * groups / (groups - 1); }

// The rule shared by estimators that count K parameters: RSS/(N-K), N/(N-K), the cluster factor.
SmallSample counted(VceKind kind, double n, double K, double groups) {
  switch (kind) {
    case VceKind::classical: return {1 / (n - K), n - K};
    case VceKind::robust: return {n / (n - K), n - K};
    case VceKind::hc2:
    case VceKind::hc3: return {1, n - K};
    case VceKind::cluster: return {cluster_factor(n, K, groups), groups - 1};
  }
  return {};
}

SmallSample fixed_effects(VceKind kind, const Counts& c) {
  const bool count_panels = kind == VceKind::classical || c.dof_adjusted;
  return counted(kind, c.n, c.k + (count_panels ? c.df_a : 1), c.clusters);
}

SmallSample reghdfe(VceKind kind, const Counts& c) {
  const double used = c.k + c.df_a;
  if (kind != VceKind::cluster) return counted(kind, c.n, used, c.clusters);
  const double nested = c.nested ? 1 : 0;
  return {cluster_factor(c.n, used + nested, c.clusters), std::min(c.n - used, c.clusters - 1)};
}

// σ² = RSS/N and no factor on sandwiches: z statistics.
SmallSample large_sample(VceKind kind, double n) { return {kind == VceKind::classical ? 1 / n : 1, undefined}; }

SmallSample xtivreg2(VceKind kind, const Counts& c) {
  if (kind == VceKind::classical) return {1 / (c.n - c.df_a), undefined};
  return {kind == VceKind::cluster ? 1 : c.n / (c.n - c.df_a), undefined};
}

SmallSample xtivreg2_small(VceKind kind, const Counts& c) {
  const double K = c.k + (c.constant ? 1 : 0);
  if (kind == VceKind::cluster) return counted(kind, c.n, K, c.clusters);
  return counted(kind, c.n, K + c.df_a, c.clusters);
}

SmallSample likelihood(VceKind kind, double n, double groups) {
  if (kind == VceKind::classical) return {1, undefined};
  const double units = kind == VceKind::cluster ? groups : n;
  return {units / (units - 1), undefined};
}

SmallSample without_statistic_df(SmallSample s) { return {s.factor, undefined}; }

}  // namespace

SmallSample small_sample(Model model, VceKind kind, const Counts& c) {
  const double K = c.k + (c.constant ? 1 : 0);
  switch (model) {
    case Model::ols:
    case Model::iv_small:
    case Model::xtreg_be: return counted(kind, c.n, K, c.clusters);
    case Model::areg: return counted(kind, c.n, c.k + c.df_a, c.clusters);
    case Model::xtreg_fe: return fixed_effects(kind, c);
    case Model::xtreg_re: return without_statistic_df(counted(kind, c.n, K, c.clusters));
    case Model::reghdfe: return reghdfe(kind, c);
    case Model::iv: return large_sample(kind, c.n);
    case Model::xtivreg2: return xtivreg2(kind, c);
    case Model::xtivreg2_small: return xtivreg2_small(kind, c);
    case Model::ml:
    case Model::ppmlhdfe: return likelihood(kind, c.n, c.clusters);
  }
  return {};
}

}  // namespace nqp::numeric
