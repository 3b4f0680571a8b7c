// Tests of standard deviations, reported and stored: shared by sdtest and sdtesti.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::kit {

// A mean that is not known is missing. Error 411 for a hypothesis that is not positive.
command::Output report_one_variance(const std::string& name, const numeric::SampleMoments& sample, double hypothesis,
                                    double level);
command::Output report_two_variances(const std::string& heading, const std::string& a_name,
                                     const numeric::SampleMoments& a, const std::string& b_name,
                                     const numeric::SampleMoments& b, double level);

}  // namespace nqp::kit
