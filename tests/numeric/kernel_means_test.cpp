// Kernel matching by range sums against the plain rule of match(), which adds up donor by donor.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/matching/kernel_means.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

void compare_kernel_means(const MatchSpec& spec, double spread) {
  rng::Generator g(3);
  const std::size_t n = 3000;
  std::vector<double> score, y;
  std::vector<std::uint32_t> sides[2];
  for (std::size_t i = 0; i < n; ++i) {
    const double z = rng::normal(g);
    score.push_back(spread * z);
    if (i % 50 == 0) score.back() = std::round(score.back() * 20) / 20;  // ties and borders
    y.push_back(3 * z + rng::normal(g));
    sides[rng::uniform(g) < 1 / (1 + std::exp(-z)) ? 1 : 0].push_back(static_cast<std::uint32_t>(i));
  }
  ASSERT_TRUE(has_kernel_means(spec));
  const KernelMeans fast = kernel_means(score, sides[1], sides[0], spec, {y});
  std::vector<double> weight(n, 0.0), mean(n, 0.0);
  std::vector<std::uint8_t> found(n, 0);
  match({score, {}}, sides[1], sides[0], spec, [&](std::size_t t, auto who, auto w) {
    found[t] = who.empty() ? 0 : 1;
    for (std::size_t k = 0; k < who.size(); ++k) weight[who[k]] += w[k], mean[t] += w[k] * y[who[k]];
  });
  std::size_t alone = 0;
  for (std::size_t i = 0; i < sides[1].size(); ++i) {
    EXPECT_EQ(fast.total[i] > 0, found[sides[1][i]] == 1);
    alone += found[sides[1][i]] ? 0 : 1;
    if (fast.total[i] < 1e-300) continue;  // the normal kernel has underflowed: neither has digits left
    EXPECT_NEAR(fast.means[0][i], mean[sides[1][i]], 1e-9 * (1 + std::fabs(mean[sides[1][i]])));
  }
  for (std::size_t i = 0; i < sides[0].size(); ++i)
    EXPECT_NEAR(fast.weight[i], weight[sides[0][i]], 1e-9 * (1 + weight[sides[0][i]]));
  EXPECT_LT(alone, sides[1].size() / 2);
}

TEST(KernelMeans, equal_the_plain_sums_over_donors) {
  for (const MatchKernel k : {MatchKernel::epanechnikov, MatchKernel::biweight, MatchKernel::uniform,
                              MatchKernel::tricube, MatchKernel::normal})
    for (const double spread : {0.15, 2.0}) {
      MatchSpec spec;
      spec.rule = MatchRule::kernel, spec.kernel = k, spec.bandwidth = 0.06;
      compare_kernel_means(spec, spread);
    }
}

TEST(KernelMeans, of_a_radius_equal_the_plain_means_with_donors_on_the_border) {
  MatchSpec spec;
  spec.rule = MatchRule::radius, spec.caliper = 0.05;
  compare_kernel_means(spec, 0.15);
  compare_kernel_means(spec, 1.0);
}

}  // namespace
}  // namespace nqp::numeric
