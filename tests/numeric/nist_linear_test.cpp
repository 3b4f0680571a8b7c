// NIST Statistical Reference Datasets, linear least squares: certified values from
// https://www.itl.nist.gov/div898/strd/lls/lls.shtml. Floors: what the solver must keep (digits of b / of se).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "stdlib/numeric/linear/fit_linear.hpp"
#include "tests/numeric/support.hpp"

namespace nqp::numeric {
namespace {

// Coefficients from the constant (when there is one) upwards, as NIST lists them.
struct Certified {
  std::string file;
  int degree;  // polynomial in x; 0 means the columns x1 … xk
  bool constant;
  std::vector<double> b;
  std::vector<double> se;
  double rmse;
  double r2;
  double F;
  double floor_b;
  double floor_se;
};

std::ostream& operator<<(std::ostream& out, const Certified& set) { return out << set.file; }

const std::vector<Certified> sets = {
    {"norris", 1, true, {-0.262323073774029, 1.00211681802045}, {0.232818234301152, 0.429796848199937e-3},
     0.884796396144373, 0.999993745883712, 5436385.54079785, 13.7, 13.5},
    {"pontius", 2, true, {0.673565789473684e-3, 0.732059160401003e-6, -0.316081871345029e-14},
     {0.107938612033077e-3, 0.157817399981659e-9, 0.486652849992036e-16}, 0.205177424076185e-3, 0.999999900178537,
     185330865.995752, 13.2, 13.5},
    {"noint1", 1, false, {2.07438016528926}, {0.165289256198347e-1}, 3.56753034006338, 0.999365492298663,
     15750.2500000000, 14.5, 14.5},
    {"noint2", 1, false, {0.727272727272727}, {0.420827318078432e-1}, 0.369274472937998, 0.993348115299335,
     298.6666666666667, 14.5, 14.5},
    {"filip", 10, true,
     {-1467.48961422980, -2772.17959193342, -2316.37108160893, -1127.97394098372, -354.478233703349, -75.1242017393757,
      -10.8753180355343, -1.06221498588947, -0.670191154593408e-1, -0.246781078275479e-2, -0.402962525080404e-4},
     {298.084530995537, 559.779865474950, 466.477572127796, 227.204274477751, 71.6478660875927, 15.2897178747400,
      2.23691159816033, 0.221624321934227, 0.142363763154724e-1, 0.535617408889821e-3, 0.896632837373868e-5},
     0.334801051324544e-2, 0.996727416185620, 2162.43954511489, 7.4, 7.5},
    {"longley", 0, true,
     {-3482258.63459582, 15.0618722713733, -0.358191792925910e-1, -2.02022980381683, -1.03322686717359,
      -0.511041056535807e-1, 1829.15146461355},
     {890420.383607373, 84.9149257747669, 0.334910077722432e-1, 0.488399681651699, 0.214274163161675,
      0.226073200069370, 455.478499142212},
     304.854073561965, 0.995479004577296, 330.285339234588, 14.0, 12.7},
    {"wampler1", 5, true, {1, 1, 1, 1, 1, 1}, {0, 0, 0, 0, 0, 0}, 0, 1, NAN, 14.5, 14.5},
    {"wampler2", 5, true, {1.0, 0.1, 0.01, 0.001, 0.0001, 0.00001}, {0, 0, 0, 0, 0, 0}, 0, 1, NAN, 12.9, 14.5},
    {"wampler3", 5, true, {1, 1, 1, 1, 1, 1},
     {2152.32624678170, 2363.55173469681, 779.343524331583, 101.475507550350, 5.64566512170752, 0.112324854679312},
     2360.14502379268, 0.999995559025820, 675524.458240122, 14.0, 13.0},
    {"wampler4", 5, true, {1, 1, 1, 1, 1, 1},
     {215232.624678170, 236355.173469681, 77934.3524331583, 10147.5507550350, 564.566512170752, 11.2324854679312},
     236014.502379268, 0.957478440825662, 67.5524458240122, 14.0, 13.0},
    {"wampler5", 5, true, {1, 1, 1, 1, 1, 1},
     {21523262.4678170, 23635517.3469681, 7793435.24331583, 1014755.07550350, 56456.6512170752, 1123.24854679312},
     23601450.2379268, 0.224668921574940e-2, 6.75524458240122e-3, 14.0, 13.0},
};

// Powers as nested products, which is how a user would generate them most exactly.
Matrix powers(const std::vector<double>& x, int degree) {
  Matrix m(x.size(), static_cast<std::size_t>(degree));
  for (std::size_t j = 0; j < m.cols; ++j) {
    for (std::size_t i = 0; i < m.rows; ++i) m(i, j) = std::pow(x[i], static_cast<double>(j + 1));
  }
  return m;
}

class NistLinear : public testing::TestWithParam<Certified> {};

TEST_P(NistLinear, ReachesTheFloorOfDigits) {
  const Certified& set = GetParam();
  const test::Table table = test::read_csv("nist_" + set.file + ".csv");
  const Matrix x = set.degree ? powers(table["x"], set.degree) : table.matrix({"x1", "x2", "x3", "x4", "x5", "x6"});
  Progress progress;
  const LinearFit fit = fit_linear({.y = table["y"], .x = x, .constant = set.constant}, {}, progress);

  double worst_b = 15;
  double worst_se = 15;
  const std::size_t K = fit.b.size();
  for (std::size_t j = 0; j < K; ++j) {
    const std::size_t place = set.constant ? (j + K - 1) % K : j;
    EXPECT_FALSE(fit.omitted[place]);
    worst_b = std::min(worst_b, test::digits(fit.b[place], set.b[j]));
    worst_se = std::min(worst_se, test::digits(std::sqrt(fit.V(place, place)), set.se[j]));
  }
  std::cout << "digits " << set.file << ": b " << worst_b << ", se " << worst_se << ", rmse "
            << test::digits(fit.rmse, set.rmse) << ", r2 " << test::digits(fit.r2, set.r2) << ", F "
            << test::digits(fit.F, set.F) << '\n';
  EXPECT_GE(worst_b, set.floor_b);
  EXPECT_GE(worst_se, set.floor_se);
  EXPECT_GE(test::digits(fit.r2, set.r2), std::min(12.5, set.floor_se));
  if (std::isnan(set.F)) return;
  EXPECT_GE(test::digits(fit.F, set.F), std::min(12.5, set.floor_se));
}

INSTANTIATE_TEST_SUITE_P(Sets, NistLinear, testing::ValuesIn(sets),
                         [](const auto& set) { return set.param.file; });

}  // namespace
}  // namespace nqp::numeric
