// NIST StRD univariate summary statistics and one-way analysis of variance; certified values from
// https://www.itl.nist.gov/div898/strd/univ/homepage.html and .../anova/anova.html.
// Floors: 0.3 digits under the limit for the data as stored in doubles (measured with exact arithmetic).
#include <gtest/gtest.h>

#include <iostream>

#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/moments/tests.hpp"
#include "tests/numeric/support.hpp"

namespace nqp::numeric {
namespace {

struct Univariate {
  std::string file;
  double mean;
  double sd;
  double r1;
  double floor_sd;
  double floor_r1;
};

std::ostream& operator<<(std::ostream& out, const Univariate& set) { return out << set.file; }

class NistUnivariate : public testing::TestWithParam<Univariate> {};

TEST_P(NistUnivariate, ReachesTheLimitOfStoredDoubles) {
  const Univariate& set = GetParam();
  const test::Table table = test::read_csv("nist_" + set.file + ".csv");
  const std::vector<double>& y = table["y"];
  const Summary s = summarize(y);
  const double r1 = lag_one_autocorrelation(y);
  std::cout << "digits " << set.file << ": mean " << test::digits(s.mean, set.mean) << ", sd "
            << test::digits(s.sd, set.sd) << ", r1 " << test::digits(r1, set.r1) << '\n';
  EXPECT_GE(test::digits(s.mean, set.mean), 14.9);
  EXPECT_GE(test::digits(s.sd, set.sd), set.floor_sd);
  EXPECT_GE(test::digits(r1, set.r1), set.floor_r1);
}

INSTANTIATE_TEST_SUITE_P(
    Sets, NistUnivariate,
    testing::Values(Univariate{"pidigits", 4.53480000000000, 2.86733906028871, -0.00355099287237972, 14.5, 12.5},
                    Univariate{"lottery", 518.958715596330, 291.699727470969, -0.120948622967393, 14.5, 14.0},
                    Univariate{"lew", -177.435000000000, 277.332168044316, -0.307304800605679, 14.5, 14.5},
                    Univariate{"mavro", 2.00185600000000, 0.429123454003053e-3, 0.937989183438248, 12.8, 13.0},
                    Univariate{"michelso", 299.852400000000, 0.0790105478190518, 0.535199668621283, 13.5, 13.0},
                    Univariate{"numacc1", 10000002, 1, -0.5, 14.7, 14.7},
                    Univariate{"numacc2", 1.2, 0.1, -0.999, 14.7, 14.5},
                    Univariate{"numacc3", 1000000.2, 0.1, -0.999, 9.2, 9.2},
                    Univariate{"numacc4", 10000000.2, 0.1, -0.999, 8.0, 8.0}),
    [](const auto& set) { return set.param.file; });

struct Anova {
  std::string file;
  double F;
  double floor;
};

std::ostream& operator<<(std::ostream& out, const Anova& set) { return out << set.file; }

class NistAnova : public testing::TestWithParam<Anova> {};

TEST_P(NistAnova, ReachesTheLimitOfStoredDoubles) {
  const Anova& set = GetParam();
  const test::Table table = test::read_csv("nist_" + set.file + ".csv");
  const OneWay fit = one_way(table["y"], table.codes("treat"));
  std::cout << "digits " << set.file << ": F " << test::digits(fit.F, set.F) << '\n';
  EXPECT_GE(test::digits(fit.F, set.F), set.floor);
}

INSTANTIATE_TEST_SUITE_P(Sets, NistAnova,
                         testing::Values(Anova{"sirstvt", 1.18046237440255, 12.8},
                                         Anova{"atmwtagt", 15.9467335677930, 9.9}, Anova{"smls01t", 21.0, 14.7},
                                         Anova{"smls04t", 21.0, 10.1}, Anova{"smls07t", 21.0, 4.1},
                                         Anova{"smls08t", 201.0, 3.9}),
                         [](const auto& set) { return set.param.file; });

// SmLs09 follows NIST's pattern: nine treatments of 2,001 rows, 10^12 + centre, then centre - .1 and + .1 in turn.
TEST(NistAnovaSmLs09, ReachesTheLimitOfStoredDoubles) {
  const double centres[] = {.4, .3, .5, .3, .5, .3, .5, .3, .5};
  std::vector<double> y;
  std::vector<std::int32_t> treatment;
  for (int g = 0; g < 9; ++g) {
    for (int i = 0; i < 2001; ++i) {
      const double offset = i == 0 ? 0 : i % 2 == 1 ? -.1 : .1;
      // Decimal text to the nearest double, as when the file is read.
      y.push_back(std::stod("1000000000000." + std::to_string(static_cast<int>((centres[g] + offset) * 10 + .5))));
      treatment.push_back(g);
    }
  }
  const OneWay fit = one_way(y, treatment);
  std::cout << "digits smls09t: F " << test::digits(fit.F, 2001.0) << '\n';
  EXPECT_GE(test::digits(fit.F, 2001.0), 3.9);
}

}  // namespace
}  // namespace nqp::numeric
