// Tests of standard deviations, reported and stored: shared by sdtest and sdtesti.
#pragma once

#include <string>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/output.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::kit {

// A mean that is not known is missing. Error 411 for a hypothesis that is not positive.
command::Output report_one_variance(const std::string& name, const numeric::SampleMoments& sample, double hypothesis,
                                    double level);
command::Output report_two_variances(const std::string& heading, const std::string& a_name,
                                     const numeric::SampleMoments& a, const std::string& b_name,
                                     const numeric::SampleMoments& b, double level);

// Option level() and what the command and its immediate form store.
template <class Args>
command::Definition<Args>& variance_test_results(command::Definition<Args>& d) {
  return d.number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .stores({{"r(N)", "number of observations"},
               {"r(sd)", "standard deviation, one sample"},
               {"r(sd_1)", "standard deviation of the first sample"},
               {"r(sd_2)", "standard deviation of the second sample"},
               {"r(chi2)", "chi-squared, one sample"},
               {"r(df)", "its degrees of freedom"},
               {"r(F)", "F statistic, two samples"},
               {"r(df_1)", "numerator degrees of freedom"},
               {"r(df_2)", "denominator degrees of freedom"},
               {"r(p)", "two-sided significance"},
               {"r(p_l)", "significance of the lower tail"},
               {"r(p_u)", "significance of the upper tail"}})
      .changes(command::Effect::results);
}

}  // namespace nqp::kit
