// Confidence intervals as ci and cii show and store them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "interpreter/report/document.hpp"
#include "stdlib/numeric/moments/intervals.hpp"

namespace nqp::kit {

enum class IntervalOf { means, rates, proportions, variances, deviations };  // rates: events by exposure

struct IntervalRow {
  std::string name;
  double n = 0, estimate = 0;  // n: observations, or the exposure of a rate
  double se = 0;               // not of variances and deviations
  numeric::Interval interval;
  double kurtosis = 0;  // of Bonett's intervals
};

// What ci and cii take alike.
struct IntervalArgs {
  double level = 0;
  bool binomial = false, poisson = false, sd = false, bonett = false;
  numeric::ProportionInterval method = numeric::ProportionInterval::exact;
};

template <class Args>
command::Definition<Args>& interval_declaration(command::Definition<Args>& d) {
  using numeric::ProportionInterval;
  return d.number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .flag("Binomial", &Args::binomial, "proportions (older form)")
      .flag("Poisson", &Args::poisson, "means: exact Poisson intervals")
      .flag("sd", &Args::sd, "variances: standard deviations instead")
      .flag("BONett", &Args::bonett, "variances: Bonett's intervals, which do not suppose a normal population")
      .template one_of<ProportionInterval>(&Args::method,
                                           {{"EXAct", ProportionInterval::exact},
                                            {"WALd", ProportionInterval::wald},
                                            {"WILson", ProportionInterval::wilson},
                                            {"Agresti", ProportionInterval::agresti},
                                            {"Jeffreys", ProportionInterval::jeffreys}},
                                           "interval of a proportion")
      .stores({{"r(N)", "number of observations"},
               {"r(exposure)", "exposure, of rates"},
               {"r(mean)", "mean, or events by exposure"},
               {"r(proportion)", "proportion"},
               {"r(Var)", "variance"},
               {"r(sd)", "standard deviation"},
               {"r(kurtosis)", "kurtosis about the trimmed mean, with bonett"},
               {"r(se)", "standard error"},
               {"r(lb)", "lower limit"},
               {"r(ub)", "upper limit"},
               {"r(level)", "confidence level"}})
      .changes(command::Effect::results)
      .reference("Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Statistical Science 16, 101-133.")
      .reference("Bonett, D. G. (2006). Computational Statistics & Data Analysis 50, 775-782.");
}

IntervalRow mean_row(const std::string& name, double n, double mean, double sd, double level);
IntervalRow rate_row(const std::string& name, double exposure, double events, double level);
IntervalRow proportion_row(const std::string& name, double n, double successes, double level,
                           numeric::ProportionInterval method);
// A kurtosis makes it Bonett's interval.
IntervalRow variance_row(const std::string& name, double n, double variance, double level,
                         std::optional<double> kurtosis = {});
IntervalRow deviation_row(const std::string& name, double n, double sd, double level,
                          std::optional<double> kurtosis = {});

// A line after every `separator` rows; 0: none.
report::Table interval_table(const std::vector<IntervalRow>& rows, IntervalOf what, int separator, double level);
command::Results interval_results(const IntervalRow& row, IntervalOf what, double level);

}  // namespace nqp::kit
