// ttesti: t tests from numbers of observations, means and standard deviations.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/immediate.hpp"
#include "stdlib/kit/mean_test.hpp"

namespace nqp::commands::ttesti_ {
namespace {

using namespace command;

struct Args {
  std::string numbers;
  bool unequal = false, welch = false;
  double level = 0;
};

numeric::SampleMoments sample_at(const std::vector<double>& x, std::size_t i) {
  if (!(x[i] >= 1) || x[i] != static_cast<double>(static_cast<long long>(x[i])))
    throw Error(198, "a number of observations must be a positive integer");
  if (x[i + 2] < 0) throw Error(411, "a standard deviation may not be negative");
  return {x[i], x[i + 1], x[i + 2]};
}

Output run(const Args& a, const Context& c) {
  const std::vector<double> x = kit::immediate_numbers(a.numbers, c);
  const double level = kit::level_or_default(a.level, c);
  if (x.size() == 4) return kit::report_one_mean("x", sample_at(x, 0), x[3], level);
  if (x.size() != 6)
    throw Error(198, "4 or 6 numbers expected", std::nullopt,
                {"ttesti #obs #mean #sd #hypothesis, or ttesti #obs1 #mean1 #sd1 #obs2 #mean2 #sd2"});
  kit::TwoMeans t{{"x", "y"}, {sample_at(x, 0), sample_at(x, 3)}, {}, numeric::TwoSampleVariance::equal, "Variable"};
  t.combined = kit::combine(t.samples[0], t.samples[1]);
  if (a.unequal) t.variance = numeric::TwoSampleVariance::satterthwaite;
  if (a.welch) t.variance = numeric::TwoSampleVariance::welch;
  return kit::report_two_means(t, level);
}

}  // namespace

extern const Command ttesti_command =
    define<Args>("ttesti", "t tests from summary statistics")
        .anything(&Args::numbers)
        .flag("UNEqual", &Args::unequal, "the variances may differ (Satterthwaite's degrees of freedom)")
        .flag("Welch", &Args::welch, "the variances may differ (Welch's degrees of freedom)")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .no_by()
        .stores({{"r(N_1)", "observations in the first sample"},
                 {"r(mu_1)", "mean of the first sample"},
                 {"r(sd_1)", "standard deviation of the first sample"},
                 {"r(t)", "t statistic"},
                 {"r(df_t)", "degrees of freedom"},
                 {"r(p)", "two-sided significance"}})
        .changes(Effect::results)
        .example("One sample", "ttesti 24 62.6 15.8 75", "abs(r(t) + 3.8448) < 0.0001")
        .example("Two samples", "ttesti 20 20 5 32 15 4, unequal level(90)", "abs(r(t) - 5/sqrt(1.75)) < 1e-10")
        .example("Welch", "ttesti 20 20 5 32 15 4, welch", "r(df_t) > 30")
        .runs(run);

}  // namespace nqp::commands::ttesti_
