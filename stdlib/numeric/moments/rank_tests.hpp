// Tests on ranks and signs for one, two or several samples.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"

namespace nqp::numeric {

// Wilcoxon's matched-pairs signed-ranks test of differences. Zeros are ranked with the others and then left out; the
// variance carries both adjustments. Conover (1999), Practical Nonparametric Statistics, section 5.7.
struct SignedRank {
  double n_positive = 0, n_negative = 0, n_zero = 0;
  double sum_positive = 0, sum_negative = 0, sum_zero = 0;
  double expected = 0;  // of either signed sum
  double variance_unadjusted = 0;
  double adjustment_ties = 0, adjustment_zeros = 0;  // added to the variance
  double variance = 0;
  double z = 0, p = 0, p_l = 0, p_u = 0;
};
SignedRank signed_rank_test(std::span<const double> differences);

// Exact binomial test of as many positive as negative differences.
struct SignTest {
  double n_positive = 0, n_negative = 0, n_zero = 0;
  double p_positive = 0, p_negative = 0, p = 0;  // one-sided, one-sided, two-sided
};
SignTest sign_test(std::span<const double> differences);

// Kruskal and Wallis (1952): equality of several populations.
struct KruskalWallis {
  double chi2 = 0, chi2_adjusted = 0;  // adjusted for ties
  double df = 0, p = 0, p_adjusted = 0;
  std::vector<double> n, rank_sum;  // by ascending code
};
KruskalWallis kruskal_wallis_test(std::span<const double> x, Codes group);

// Two-sample Kolmogorov-Smirnov. D is the largest distance; d_1 that of F2 - F1, d_2 that of F1 - F2 (negative).
// p from the limiting distribution; p_corrected with the correction of its argument for small samples.
struct KolmogorovSmirnov {
  double d_1 = 0, d_2 = 0, D = 0;
  double p_1 = 0, p_2 = 0, p = 0, p_corrected = 0;
  bool ties = false;  // a value occurs more than once
};
KolmogorovSmirnov kolmogorov_smirnov_test(std::span<const double> first, std::span<const double> second);

// One sample against a distribution: `probability` holds its cumulative probability at each observation. d_1 is the
// largest excess of the empirical function over it, d_2 (negative) the other way.
KolmogorovSmirnov kolmogorov_smirnov_fit(std::span<const double> probability);

// Exact significance of the two-sample distance D without ties: lattice paths from (0, 0) to (n1, n2) that stay
// within it (Hodges 1958, Arkiv för Matematik 3, 469-486). Time n1 n2.
double kolmogorov_smirnov_exact(double D, std::size_t n1, std::size_t n2);

}  // namespace nqp::numeric
