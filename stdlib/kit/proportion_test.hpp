// Tests of proportions, reported and stored: shared by prtest and prtesti.
#pragma once

#include <string>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/output.hpp"

namespace nqp::kit {

struct SampleProportion {
  std::string name;
  double n = 0, p = 0;
};

// Error 198 for a hypothesis outside (0, 1).
command::Output report_one_proportion(const SampleProportion& p, double hypothesis, double level);
command::Output report_two_proportions(const SampleProportion& a, const SampleProportion& b, double level);

// Option level() and what the command and its immediate form store.
template <class Args>
command::Definition<Args>& proportion_test_results(command::Definition<Args>& d) {
  return d.number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .stores({{"r(N)", "number of observations, one sample"},
               {"r(P)", "proportion, one sample"},
               {"r(se)", "standard error of the proportion, one sample"},
               {"r(N_1)", "observations in the first sample"},
               {"r(N_2)", "observations in the second sample"},
               {"r(P_1)", "proportion in the first sample"},
               {"r(P_2)", "proportion in the second sample"},
               {"r(P_diff)", "difference of the proportions"},
               {"r(se_diff)", "its standard error"},
               {"r(se_diff0)", "its standard error under the null hypothesis"},
               {"r(z)", "z statistic"},
               {"r(p)", "two-sided significance"},
               {"r(p_l)", "significance of the lower tail"},
               {"r(p_u)", "significance of the upper tail"},
               {"r(level)", "confidence level"}})
      .changes(command::Effect::results);
}

}  // namespace nqp::kit
