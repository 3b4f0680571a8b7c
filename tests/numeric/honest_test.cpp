// Robust intervals of Rambachan and Roth (2023). Data: Benzarti and Carloni's event study as the R package HonestDiD
// ships it; expected values: that package's, as the tests of HonestDiD.jl print them (its folded normal quantiles are
// simulated, so half lengths agree to 0.2%; its tests of moments use a grid with steps of 0.0038), generalised least
// squares by hand, and the usual normal interval.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/did/honest.hpp"
#include "stdlib/numeric/did/moment_program.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

const std::vector<double> profits = {0.006696351804, 0.02934503369, -0.006472972222, 0.0730149895,
                                     0.1959611177,   0.3120639026,  0.2395415455,    0.1260425001};
const Matrix profits_variance(
    8, 8,
    {0.0008428358124, 0.0004768686777,  0.0002618051076, 0.0002354220342, 0.0001676371467, 0.0001128707663,
     1.992816215e-05, -0.0001368265366, 0.0004768686777, 0.0006425420288, 0.0003987425007, 0.0002435515198,
     0.0002201960306, 0.0001804591157,  3.84376508e-05,  -2.960421989e-05, 0.0002618051076, 0.0003987425007,
     0.0005229949602, 0.000211768609,   0.0001840722252, 0.000145852784,  7.005197403e-05, 5.952994979e-05,
     0.0002354220342, 0.0002435515198,  0.000211768609,  0.0003089595411, 0.0001197866077, 0.0001334081317,
     0.0001016335009, 0.0001079051726,  0.0001676371467, 0.0002201960306, 0.0001840722252, 0.0001197866077,
     0.000359970436,  0.0002478818642,  0.0001749579242, 0.0001654256921, 0.0001128707663, 0.0001804591157,
     0.000145852784,  0.0001334081317,  0.0002478818642, 0.0004263949813, 0.0002171437809, 0.0002892747871,
     1.992816215e-05, 3.84376508e-05,   7.005197403e-05, 0.0001016335009, 0.0001749579242, 0.0002171437809,
     0.0004886697861, 0.0003805322049,  -0.0001368265366, -2.960421989e-05, 5.952994979e-05, 0.0001079051726,
     0.0001654256921, 0.0002892747871,  0.0003805322049, 0.000761739444});
const std::vector<double> first_effect = {1, 0, 0, 0}, average_effect = {.25, .25, .25, .25};

HonestSpec profits_study(const std::vector<double>& l) {
  HonestSpec s;
  s.b = profits, s.V = profits_variance, s.before = 4, s.l = l;
  return s;
}

class Patient final : public Progress {};

TEST(Honest, the_interval_under_parallel_trends_is_that_of_the_package) {
  const HonestInterval i = parallel_interval(profits_study(first_effect));
  EXPECT_NEAR(i.low, 0.15877494280765, 1e-9);
  EXPECT_NEAR(i.high, 0.233147292681241, 1e-9);
}

TEST(Honest, smoothness_agrees_with_the_package) {
  const double expected[3][3] = {{0, 0.131411316, 0.2161696482},
                                 {0.1, 0.1194440001, 0.4185082143},
                                 {0.2, 0.01944400015, 0.5185082143}};
  for (const auto& [bound, low, high] : expected) {
    const HonestInterval i = smooth_interval(profits_study(first_effect), bound);
    EXPECT_NEAR(i.low, low, 1e-4) << bound;
    EXPECT_NEAR(i.high, high, 1e-4) << bound;
  }
}

// With M = 0 the violation is a line through the reference: the pre-period effects give its slope, and the effects are
// those of generalised least squares with one column for the line and one for each effect.
TEST(Honest, smoothness_of_zero_is_generalised_least_squares_on_a_line) {
  Matrix x(8, 5);
  for (std::size_t i = 0; i < 8; ++i) {
    x(i, 0) = i < 4 ? double(i) - 4 : double(i) - 3;
    if (i >= 4) x(i, i - 3) = 1;
  }
  const Matrix weights = inverse_spd(profits_variance);
  const Matrix information = inverse_spd(quadratic_form(transpose(x), weights));
  const std::vector<double> b = multiply(information, multiply(transpose(x), multiply(weights, profits)));
  const HonestInterval first = smooth_interval(profits_study(first_effect), 0);
  EXPECT_NEAR((first.low + first.high) / 2, b[1], 1e-8);
  EXPECT_NEAR((first.high - first.low) / 2, 1.959963984540054 * std::sqrt(information(1, 1)), 1e-8);
  double mean = 0, variance = 0;
  for (std::size_t i = 1; i < 5; ++i) {
    mean += b[i] / 4;
    for (std::size_t j = 1; j < 5; ++j) variance += information(i, j) / 16;
  }
  const HonestInterval average = smooth_interval(profits_study(average_effect), 0);
  EXPECT_NEAR((average.low + average.high) / 2, mean, 1e-8);
  EXPECT_NEAR((average.high - average.low) / 2, 1.959963984540054 * std::sqrt(variance), 1e-8);
}

// The half length is 1 for bias 1 and no error; for large M only the last slope before treatment is used.
TEST(Honest, smoothness_of_a_large_bound_extrapolates_the_last_slope) {
  const HonestInterval i = smooth_interval(profits_study(first_effect), 100);
  EXPECT_NEAR((i.low + i.high) / 2, profits[4] + profits[3], 1e-9);
  EXPECT_GT((i.high - i.low) / 2, 100);
}

TEST(Honest, relative_magnitudes_agree_with_the_package_to_a_step_of_its_grid) {
  Patient patient;
  const HonestInterval i = relative_interval(profits_study(first_effect), 1, 0, patient);
  EXPECT_NEAR(i.low, 0.07055244362, 0.0045);
  EXPECT_NEAR(i.high, 0.3184394077, 0.0045);
}

TEST(Honest, relative_magnitudes_of_zero_are_the_usual_interval) {
  Patient patient;
  const HonestInterval i = relative_interval(profits_study(first_effect), 0, 0, patient);
  EXPECT_NEAR(i.low, 0.158774942, 4e-4);  // critical values are simulated
  EXPECT_NEAR(i.high, 0.233147293, 4e-4);
}

TEST(Honest, intervals_grow_with_the_bound) {
  Patient patient;
  for (const bool average : {false, true}) {
    const HonestSpec s = profits_study(average ? average_effect : first_effect);
    HonestInterval relative = relative_interval(s, 0, 3, patient), smooth = smooth_interval(s, 0);
    for (const double bound : {0.5, 1.0, 2.0}) {
      const HonestInterval r = relative_interval(s, bound, 3, patient), f = smooth_interval(s, bound / 10);
      EXPECT_LT(r.low, relative.low);
      EXPECT_GT(r.high, relative.high);
      EXPECT_GT(f.high - f.low, smooth.high - smooth.low);
      relative = r, smooth = f;
    }
  }
}

// The program, its value and the multipliers are a case of HonestDiD's tests, made with R's lpSolve.
TEST(Honest, the_linear_program_agrees_with_lpsolve) {
  const double variances[] = {16.84823176, 3.830366126, 6.455325174, 8.461476176, 3.443142245, 18.12991184};
  std::vector<double> sigma;
  for (const double v : variances) sigma.push_back(std::sqrt(v));
  const Matrix x(6, 2, {0.7581632357, -0.7267048271, -1.368281044, 0.4328180259, -0.8113931762, 1.444101262,
                        -0.4314462026, 0.6556478834, 0.3219252652, -0.7838389409, 1.57572752, 0.6428993057});
  MomentProgram program(sigma, x);
  const std::vector<double> y = {-0.7844590084, -0.8509075942, -2.41420765, 0.03612260689, 0.2059986002,
                                 -0.3610572985};
  EXPECT_TRUE(program.feasible());
  EXPECT_NEAR(program.maximise(y), 0.0203283338582324, 1e-9);
  const double expected[] = {0, 0, 0.006250017517, 0.2574409169, 0.1267859922, 0};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(program.gamma()[i], expected[i], 1e-8);
}

}  // namespace
}  // namespace nqp::numeric
