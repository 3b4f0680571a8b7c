// The table of samples and the three alternatives that tests of means, variances and proportions show.
#pragma once

#include <string>
#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::kit {

struct SampleRow {
  std::string name;
  double n = 0;  // missing: left blank, as are the others
  double mean = 0, se = 0, sd = 0, low = 0, high = 0;
};

// Blocks of rows with lines between them.
report::Table sample_table(const std::string& heading, const std::vector<std::vector<SampleRow>>& blocks, double level);

// "    diff = …                t = …", "H0: …     Degrees of freedom = …", then the three p-values.
struct Hypotheses {
  std::string definition;  // diff = mean(a) - mean(b)
  std::string null;        // diff = 0
  std::string statistic;   // t
  double value = 0;
  std::string degrees_name = "Degrees of freedom";  // "" when there are none
  std::string degrees;
  std::string alternatives[3];  // diff < 0, diff != 0, diff > 0
  std::string letter = "T";
  double p[3] = {0, 0, 0};  // below, two-sided, above
  std::string sides[3];     // instead of "T < t" and so on
};
report::Document hypotheses(const Hypotheses& h);

}  // namespace nqp::kit
