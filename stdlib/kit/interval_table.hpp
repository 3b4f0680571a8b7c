// Confidence intervals as ci and cii show and store them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"
#include "stdlib/numeric/moments/intervals.hpp"

namespace nqp::kit {

enum class IntervalOf { means, rates, proportions, variances, deviations };  // rates: events by exposure

struct IntervalRow {
  std::string name;
  double n = 0, estimate = 0;  // n: observations, or the exposure of a rate
  double se = 0;               // not of variances and deviations
  numeric::Interval interval;
};

IntervalRow mean_row(const std::string& name, double n, double mean, double sd, double level);
IntervalRow rate_row(const std::string& name, double exposure, double events, double level);
IntervalRow proportion_row(const std::string& name, double n, double successes, double level,
                           numeric::ProportionInterval method);
IntervalRow variance_row(const std::string& name, double n, double variance, double level);
IntervalRow deviation_row(const std::string& name, double n, double sd, double level);

// A line after every `separator` rows; 0: none.
report::Table interval_table(const std::vector<IntervalRow>& rows, IntervalOf what, int separator, double level);
command::Results interval_results(const IntervalRow& row, IntervalOf what, double level);

}  // namespace nqp::kit
