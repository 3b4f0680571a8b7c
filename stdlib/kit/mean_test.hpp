// t tests from sample moments, reported and stored: shared by ttest and ttesti.
#pragma once

#include <array>
#include <string>

#include "interpreter/command/output.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::kit {

struct TwoMeans {
  std::array<std::string, 2> names;
  std::array<numeric::SampleMoments, 2> samples;
  numeric::SampleMoments combined;
  numeric::TwoSampleVariance variance = numeric::TwoSampleVariance::equal;
  std::string heading = "Group";  // over the names
};
command::Output report_two_means(const TwoMeans& t, double level);

command::Output report_one_mean(const std::string& name, const numeric::SampleMoments& sample, double hypothesis,
                                double level);

command::Output report_paired_means(const std::array<std::string, 2>& names, const numeric::SampleMoments& first,
                                    const numeric::SampleMoments& second, const numeric::SampleMoments& difference,
                                    double level);

// Moments of both samples together, from theirs.
numeric::SampleMoments combine(const numeric::SampleMoments& a, const numeric::SampleMoments& b);

}  // namespace nqp::kit
