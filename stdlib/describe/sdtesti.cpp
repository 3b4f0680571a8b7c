// sdtesti: tests of standard deviations from summary statistics.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/immediate.hpp"
#include "stdlib/kit/variance_test.hpp"

namespace nqp::commands::sdtesti_ {
namespace {

using namespace command;

struct Args {
  std::string numbers;
  double level = 0;
};

numeric::SampleMoments sample_at(const std::vector<double>& x, std::size_t i) {
  if (!(x[i] > 1) || x[i] != std::floor(x[i])) throw Error(198, "a number of observations must be an integer above 1");
  if (!(x[i + 2] > 0) || data::is_missing(x[i + 2])) throw Error(411, "a standard deviation must be positive");
  return {x[i], x[i + 1], x[i + 2]};
}

Output run(const Args& a, const Context& c) {
  const std::vector<double> x = kit::immediate_numbers(a.numbers, c);
  const double level = kit::level_or_default(a.level, c);
  if (x.size() == 4) return kit::report_one_variance("x", sample_at(x, 0), x[3], level);
  if (x.size() != 6)
    throw Error(198, "4 or 6 numbers expected", std::nullopt,
                {"sdtesti #obs #mean #sd #hypothesis, or sdtesti #obs1 #mean1 #sd1 #obs2 #mean2 #sd2",
                 "a mean that is not known is a point"});
  return kit::report_two_variances("Variable", "x", sample_at(x, 0), "y", sample_at(x, 3), level);
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("sdtesti", "Tests of standard deviations from summary statistics");
  d.anything(&Args::numbers)
      .no_by();
  kit::variance_test_results(d);
  return d;
}

}  // namespace

extern const Command sdtesti_command =
    definition()
        .example("One sample", "sdtesti 75 . 6.5 10", "abs(r(chi2) - 74*6.5^2/100) < 1e-9 & r(df) == 74")
        .example("Two samples", "sdtesti 75 5 6.5 65 4 7.5, level(90)",
                 "abs(r(F) - (6.5/7.5)^2) < 1e-12 & abs(r(p_l) - F(74, 64, (6.5/7.5)^2)) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::sdtesti_
