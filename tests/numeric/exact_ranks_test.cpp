// Expected values: R 4.2.2, stats::wilcox.test(exact = TRUE), which knows no ties; with ties by counting by hand.
#include <gtest/gtest.h>

#include <vector>

#include "stdlib/numeric/moments/exact_ranks.hpp"

namespace nqp::numeric {
namespace {

TEST(ExactRanks, rank_sums_without_ties) {
  const std::vector<double> x{1.1, 2.3, 0.7, 5.5, 4.2}, y{3.1, 6.2, 7.7, 2.9, 8.8, 9.1};
  EXPECT_NEAR(exact_rank_sum_p(x, y), 24.0 / 462, 1e-14);  // R: 0.051948051948052
  EXPECT_NEAR(exact_rank_sum_p(y, x), 24.0 / 462, 1e-14);
}

TEST(ExactRanks, rank_sums_of_a_hundred_values) {
  std::vector<double> a, b;
  for (int i = 1; i <= 40; ++i) a.push_back(i * 37 % 101 + 0.5);
  for (int j = 1; j <= 60; ++j) b.push_back(j * 53 % 103 * 1.02);
  EXPECT_NEAR(exact_rank_sum_p(a, b), 0.744677362787358, 1e-12);
}

// 1 2 | 2 3: of the six pairs of ranks 1 2.5 2.5 4 those as far from 5 as 3.5 are {1, 2.5} twice and {2.5, 4} twice.
TEST(ExactRanks, ties_have_average_ranks) {
  EXPECT_NEAR(exact_rank_sum_p(std::vector<double>{1, 2}, std::vector<double>{2, 3}), 4.0 / 6, 1e-14);
}

TEST(ExactRanks, signed_ranks) {
  EXPECT_NEAR(exact_signed_rank_p(std::vector<double>{1.5, -0.3, 2.2, 0.9, -1.1, 3.3, 0.4}), 0.15625, 1e-14);
  std::vector<double> d;
  for (int i = 1; i <= 60; ++i) d.push_back((i % 3 == 0 ? -i : i) / 7.0);
  EXPECT_NEAR(exact_signed_rank_p(d), 0.0355631737847665, 1e-12);
}

// 0 is ranked first and has no sign; of the four signs of ranks 2 and 3 two are as far out as + +.
TEST(ExactRanks, zeros_have_no_sign) { EXPECT_EQ(exact_signed_rank_p(std::vector<double>{0, 1, 2}), 0.5); }

}  // namespace
}  // namespace nqp::numeric
