// prtesti: tests of proportions from numbers of observations and proportions.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/immediate.hpp"
#include "stdlib/kit/proportion_test.hpp"

namespace nqp::commands::prtesti_ {
namespace {

using namespace command;

struct Args {
  std::string numbers;
  double level = 0;
  bool count = false;
};

kit::SampleProportion sample_at(const std::vector<double>& x, std::size_t i, const char* name, bool count) {
  if (!(x[i] > 0) || x[i] != std::floor(x[i])) throw Error(198, "a number of observations must be a positive integer");
  const double p = count ? x[i + 1] / x[i] : x[i + 1];
  if (!(p >= 0 && p <= 1))
    throw Error(198, "a proportion must lie between 0 and 1", std::nullopt,
                {count ? "a number of successes is at most the number of observations"
                       : "numbers of successes are given with option count"});
  return {name, x[i], p};
}

Output run(const Args& a, const Context& c) {
  const std::vector<double> x = kit::immediate_numbers(a.numbers, c);
  const double level = kit::level_or_default(a.level, c);
  if (x.size() == 3) {
    const double hypothesis = a.count && x[2] >= 1 ? x[2] / x[0] : x[2];
    return kit::report_one_proportion(sample_at(x, 0, "x", a.count), hypothesis, level);
  }
  if (x.size() != 4)
    throw Error(198, "3 or 4 numbers expected", std::nullopt,
                {"prtesti #obs #p #hypothesis, or prtesti #obs1 #p1 #obs2 #p2"});
  return kit::report_two_proportions(sample_at(x, 0, "x", a.count), sample_at(x, 2, "y", a.count), level);
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("prtesti", "Tests of proportions from summary statistics");
  d.anything(&Args::numbers)
      .flag("Count", &Args::count, "numbers of successes instead of proportions")
      .no_by();
  kit::proportion_test_results(d);
  return d;
}

}  // namespace

extern const Command prtesti_command =
    definition()
        .example("One sample", "prtesti 50 .52 .7", "abs(r(z) - (.52 - .7)/sqrt(.7*.3/50)) < 1e-12")
        .example("Two samples, as counts", "prtesti 30 12 45 30, count level(90)",
                 "abs(r(z) - (12/30 - 30/45)/sqrt(42/75*33/75*(1/30 + 1/45))) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::prtesti_
