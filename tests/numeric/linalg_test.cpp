// Building blocks: error-free arithmetic, matrices, Wald tests, codes. Expected values by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"
#include "stdlib/numeric/vce/wald.hpp"
#include "tests/numeric/expect.hpp"

namespace nqp::numeric {
namespace {

using test::expect_all;

TEST(DoubleDouble, KeepsWhatADoubleLoses) {
  const std::vector<double> x = {1e16, 1, -1e16, 1e-3};
  EXPECT_EQ(sum(x).value(), 1.001);
  const DoubleDouble p = two_product(1 + 0x1p-30, 1 - 0x1p-30);
  EXPECT_EQ(p.hi, 1.0);
  EXPECT_EQ(p.lo, -0x1p-60);
  const std::vector<double> a = {1e200, 1e200};
  const std::vector<double> b = {1e50, -1e50};
  EXPECT_EQ(dot(a, b).value(), 0);
}

TEST(Matrices, ProductsInversesAndRanks) {
  const Matrix a(2, 2, {4, 1, 1, 3});
  expect_all(inverse_spd(a).data, {3.0 / 11, -1.0 / 11, -1.0 / 11, 4.0 / 11}, 1e-14);
  expect_all(multiply(a, inverse(a)).data, {1}, 1e-14);
  EXPECT_NEAR(determinant(a), 11, 1e-13);
  const Matrix singular(2, 2, {1, 2, 2, 4});
  EXPECT_THROW(inverse(singular), Failure);
  EXPECT_THROW(inverse_spd(Matrix(2, 2, {1, 2, 2, 1})), Failure);
  EXPECT_EQ(pseudo_inverse(singular).rank, 1U);
  const Matrix generalised = pseudo_inverse(singular).inverse;
  expect_all(multiply(multiply(singular, generalised), singular).data, singular.data, 1e-13);
  EXPECT_THROW(multiply(a, Matrix(3, 1)), Failure);
}

TEST(Matrices, RepairRemovesNegativeEigenvalues) {
  bool changed = false;
  const Matrix repaired = nearest_positive_semidefinite(Matrix(2, 2, {1, 2, 2, 1}), changed);
  EXPECT_TRUE(changed);
  expect_all(repaired.data, {1.5, 1.5, 1.5, 1.5}, 1e-14);  // eigenvalue 3 with vector (1,1)/√2 stays
  nearest_positive_semidefinite(Matrix(2, 2, {2, 1, 1, 2}), changed);
  EXPECT_FALSE(changed);
}

TEST(WaldTest, DropsRedundantRestrictions) {
  const std::vector<double> b = {2, 3};
  const Matrix V(2, 2, {1, 0, 0, 4});
  const std::vector<std::size_t> both = {0, 1};
  EXPECT_NEAR(wald_zero(both, b, V).chi2, 4 + 9.0 / 4, 1e-13);
  const Matrix R(2, 2, {1, 2, 0, 0});  // the same restriction twice
  const Wald w = wald(R, std::vector<double>{0, 0}, b, V);
  EXPECT_EQ(w.df, 1);
  EXPECT_NEAR(w.chi2, 4, 1e-12);
  EXPECT_TRUE(std::isnan(wald_zero(both, b, Matrix(2, 2)).chi2));
}

TEST(GroupCodes, AreDenseAscendingAndIntersect) {
  const std::vector<std::int32_t> a = {2000000000, -5, 7, -5};
  const DenseCodes dense = dense_codes(a);
  EXPECT_EQ(dense.values, (std::vector<std::int32_t>{2, 0, 1, 0}));
  EXPECT_EQ(dense.levels, 3);
  const std::vector<std::int32_t> b = {1, 1, 1, 2};
  EXPECT_EQ(intersect_codes(a, b).values, (std::vector<std::int32_t>{3, 0, 2, 1}));
  EXPECT_FALSE(is_nested(a, b));
  EXPECT_TRUE(is_nested(intersect_codes(a, b).values, b));
}

// Two rows, lag 1: meat = h1² + h2² + ½ · 2 h1 h2.
TEST(Bartlett, WeighsLagsAndRespectsGaps) {
  const Matrix h(2, 1, {2, 3});
  const Scores scores{.x = h};
  EXPECT_EQ(meat_bartlett(scores, 1)(0, 0), 4 + 9 + 6);
  const std::vector<std::int32_t> gap = {1, 3};
  EXPECT_EQ(meat_bartlett(scores, 1, gap)(0, 0), 13);
}

}  // namespace
}  // namespace nqp::numeric
