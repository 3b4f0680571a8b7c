// Classical tests on means, variances and tables. p-values use dist/.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

// One side of a t test: what summarize gives.
struct SampleMoments {
  double n = 0;
  double mean = 0;
  double sd = 0;
};

enum class TwoSampleVariance { equal, satterthwaite, welch };

// The difference is first minus second. p_l = P(T < t), p_u = P(T > t), p two-sided.
struct TTest {
  double difference = 0;
  double se = 0;
  double t = 0;
  double df = 0;
  double p = 0;
  double p_l = 0;
  double p_u = 0;
  double sd = 0;  // pooled (equal variances), of the differences (paired) or of the sample (one sample)
};
// NaN statistics when n < 2 or the standard error is zero.
TTest t_test_two_sample(const SampleMoments& first, const SampleMoments& second, TwoSampleVariance variance);
TTest t_test_one_sample(const SampleMoments& sample, double hypothesis);  // paired: pass the differences, 0

// Ratio of variances, F(n1-1, n2-1); p two-sided = 2 min(p_l, p_u).
struct VarianceTest {
  double F = 0;
  double df1 = 0;
  double df2 = 0;
  double p = 0;
  double p_l = 0;
  double p_u = 0;
};
VarianceTest variance_ratio_test(const SampleMoments& first, const SampleMoments& second);

// One-way analysis of variance, compensated (deviations from the first value, double-double).
struct OneWay {
  double n = 0;
  double groups = 0;
  double mss = 0;   // between
  double rss = 0;   // within
  double tss = 0;
  double df_m = 0;
  double df_r = 0;
  double F = 0;
  double p = 0;
  double rmse = 0;
  double r2 = 0;
  double bartlett_chi2 = 0;
  double bartlett_df = 0;
  double bartlett_p = 0;
  std::vector<double> group_n;     // by ascending code
  std::vector<double> group_mean;
  std::vector<double> group_sd;
};
OneWay one_way(std::span<const double> y, Codes group, std::span<const double> weights = {},
               WeightKind kind = WeightKind::none);

// Two-way frequency table: counts r × c (all rows and columns with positive totals).
struct TableTest {
  double n = 0;
  double df = 0;
  double chi2 = 0;  // Pearson
  double p = 0;
  double chi2_lr = 0;
  double p_lr = 0;
  double cramers_v = 0;  // signed for 2 × 2
  double gamma = 0;      // Goodman-Kruskal
  double tau_b = 0;      // Kendall
  double p_exact = 0;    // Fisher, two-sided, 2 × 2 only; NaN otherwise
  Matrix expected;
};
// Statistics are NaN with a single row or column.
TableTest test_table(MatrixView counts);

// Two-sample Wilcoxon rank-sum and Wilcoxon signed-rank, normal approximation with tie correction.
struct RankTest {
  double z = 0;
  double p = 0;
  double rank_sum_1 = 0;
  double rank_sum_2 = 0;
  double expected_1 = 0;
  double variance = 0;
};
RankTest rank_sum_test(std::span<const double> first, std::span<const double> second);

}  // namespace nqp::numeric
