// R's help page of shapiro.test and its mtcars data: shapiro.test(mtcars$mpg) gives W = 0.94756, p = 0.1229.
#include "stdlib/numeric/moments/shapiro_wilk.hpp"

#include <gtest/gtest.h>

namespace nqp::numeric {
namespace {

TEST(ShapiroWilk, agrees_with_r_on_miles_per_gallon) {
  const std::vector<double> mpg{21,   21,   22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8,
                                16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5,
                                15.2, 13.3, 19.2, 27.3, 26,   30.4, 15.8, 19.7, 15,   21.4};
  const ShapiroWilk s = shapiro_wilk(mpg, false);
  EXPECT_NEAR(s.w, 0.94756, 5e-6);
  EXPECT_NEAR(s.p, 0.1229, 5e-5);
}

}  // namespace
}  // namespace nqp::numeric
