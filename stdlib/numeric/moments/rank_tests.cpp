#include "stdlib/numeric/moments/rank_tests.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"

namespace nqp::numeric {
namespace {

double two_sided(double z) { return is_defined(z) ? 2 * dist::normal(-std::fabs(z)) : undefined; }

// P(K > x) of the limiting Kolmogorov distribution.
double kolmogorov_tail(double x) {
  if (!(x > 0.2)) return 1;
  double total = 0;
  for (int k = 1; k <= 200; ++k) {
    const double term = std::exp(-2.0 * k * k * x * x);
    total += (k % 2 == 1 ? 2 : -2) * term;
    if (term < 1e-18) break;
  }
  return std::clamp(total, 0.0, 1.0);
}

// Significance of the distances; `size` is n, or n1 n2 / (n1 + n2).
void add_kolmogorov_tails(KolmogorovSmirnov& t, double size) {
  const double root = std::sqrt(size);
  t.D = std::max(t.d_1, -t.d_2);
  t.p_1 = std::exp(-2 * size * t.d_1 * t.d_1);
  t.p_2 = std::exp(-2 * size * t.d_2 * t.d_2);
  t.p = kolmogorov_tail(root * t.D);
  // Press et al., Numerical Recipes, section 14.3.
  t.p_corrected = kolmogorov_tail((root + 0.12 + 0.11 / root) * t.D);
}

}  // namespace

SignedRank signed_rank_test(std::span<const double> differences) {
  std::vector<double> size;
  for (const double d : differences) size.push_back(std::fabs(d));
  const std::vector<double> rank = ranks(size);
  SignedRank t;
  double squares = 0;
  for (std::size_t i = 0; i < rank.size(); ++i) {
    const double d = differences[i];
    if (d != 0) squares += rank[i] * rank[i];
    (d > 0 ? t.n_positive : d < 0 ? t.n_negative : t.n_zero) += 1;
    (d > 0 ? t.sum_positive : d < 0 ? t.sum_negative : t.sum_zero) += rank[i];
  }
  const double n = static_cast<double>(rank.size()), zeros = t.n_zero;
  t.expected = (t.sum_positive + t.sum_negative) / 2;
  t.variance_unadjusted = n * (n + 1) * (2 * n + 1) / 24;
  t.adjustment_zeros = -zeros * (zeros + 1) * (2 * zeros + 1) / 24;
  t.variance = squares / 4;  // Σ of squared ranks of the non-zero differences carries the ties
  t.adjustment_ties = t.variance - t.variance_unadjusted - t.adjustment_zeros;
  t.z = t.variance > 0 ? (t.sum_positive - t.expected) / std::sqrt(t.variance) : undefined;
  t.p = two_sided(t.z);
  t.p_l = dist::normal(t.z);
  t.p_u = dist::normal(-t.z);
  return t;
}

SignTest sign_test(std::span<const double> differences) {
  SignTest t;
  for (const double d : differences) (d > 0 ? t.n_positive : d < 0 ? t.n_negative : t.n_zero) += 1;
  const double n = t.n_positive + t.n_negative;
  t.p_positive = n > 0 ? dist::binomialtail(n, t.n_positive, 0.5) : 1;
  t.p_negative = n > 0 ? dist::binomialtail(n, t.n_negative, 0.5) : 1;
  t.p = std::min(1.0, 2 * std::min(t.p_positive, t.p_negative));
  return t;
}

KruskalWallis kruskal_wallis_test(std::span<const double> x, Codes group) {
  const DenseCodes g = dense_codes(group);
  const auto levels = static_cast<std::size_t>(g.levels);
  const std::vector<double> rank = ranks(x);
  KruskalWallis t;
  t.n.assign(levels, 0.0);
  t.rank_sum.assign(levels, 0.0);
  double squares = 0;
  const double n = static_cast<double>(x.size()), middle = (n + 1) / 2;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto k = static_cast<std::size_t>(g.values[i]);
    t.n[k] += 1;
    t.rank_sum[k] += rank[i];
    squares += (rank[i] - middle) * (rank[i] - middle);
  }
  double between = 0;
  for (std::size_t k = 0; k < levels; ++k) {
    const double gap = t.rank_sum[k] / t.n[k] - middle;
    between += t.n[k] * gap * gap;
  }
  t.df = static_cast<double>(levels) - 1;
  t.chi2 = 12 / (n * (n + 1)) * between;
  t.chi2_adjusted = squares > 0 ? (n - 1) * between / squares : undefined;
  t.p = dist::chi2tail(t.df, t.chi2);
  t.p_adjusted = dist::chi2tail(t.df, t.chi2_adjusted);
  return t;
}

KolmogorovSmirnov kolmogorov_smirnov_test(std::span<const double> first, std::span<const double> second) {
  std::vector<double> a(first.begin(), first.end()), b(second.begin(), second.end());
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const double n1 = static_cast<double>(a.size()), n2 = static_cast<double>(b.size());
  KolmogorovSmirnov t;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    const double x = j >= b.size() || (i < a.size() && a[i] <= b[j]) ? a[i] : b[j];
    const std::size_t before = i + j;
    while (i < a.size() && a[i] == x) ++i;
    while (j < b.size() && b[j] == x) ++j;
    t.ties = t.ties || i + j > before + 1;
    const double gap = static_cast<double>(j) / n2 - static_cast<double>(i) / n1;
    t.d_1 = std::max(t.d_1, gap);
    t.d_2 = std::min(t.d_2, gap);
  }
  add_kolmogorov_tails(t, n1 * n2 / (n1 + n2));
  return t;
}

KolmogorovSmirnov kolmogorov_smirnov_fit(std::span<const double> probability) {
  std::vector<double> p(probability.begin(), probability.end());
  std::sort(p.begin(), p.end());
  const double n = static_cast<double>(p.size());
  KolmogorovSmirnov t;
  for (std::size_t i = 0; i < p.size(); ++i) {
    t.d_1 = std::max(t.d_1, static_cast<double>(i + 1) / n - p[i]);
    t.d_2 = std::min(t.d_2, static_cast<double>(i) / n - p[i]);
    t.ties = t.ties || (i > 0 && p[i] == p[i - 1]);
  }
  add_kolmogorov_tails(t, n);
  return t;
}

double kolmogorov_smirnov_exact(double D, std::size_t n1, std::size_t n2) {
  const double m = static_cast<double>(n1), n = static_cast<double>(n2), limit = D - 1e-10;
  // within[j]: among all paths to (i, j), the share of those that never reach the distance.
  std::vector<double> within(n2 + 1);
  for (std::size_t i = 0; i <= n1; ++i) {
    for (std::size_t j = 0; j <= n2; ++j) {
      const double x = static_cast<double>(i), y = static_cast<double>(j);
      const double below = i > 0 ? within[j] * x : 0, left = j > 0 ? within[j - 1] * y : 0;
      const double share = i + j == 0 ? 1 : (below + left) / (x + y);
      within[j] = std::fabs(x / m - y / n) < limit ? share : 0;
    }
  }
  return std::clamp(1 - within[n2], 0.0, 1.0);
}

}  // namespace nqp::numeric
