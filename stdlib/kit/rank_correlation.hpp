// Rank correlations of pairs of variables: spearman and ktau differ in the statistics of a pair.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct RankCorrelationArgs {
  command::Variables variables;
  command::Sample sample;
  std::string stats;
  bool pairwise = false, bonferroni = false, sidak = false, matrix = false;
  double print = 0, star = 0;
};

// A statistic of a pair: the word in stats(), the names it is stored under, the format in the triangle.
struct PairStatistic {
  const char* word;
  const char* scalar;  // r() of the first pair
  const char* matrix;  // r() of all pairs
  const char* format;
};

struct RankMeasure {
  // In the order of the triangle; "p", adjusted as asked and empty on the diagonal, and "obs" are always among them.
  std::vector<PairStatistic> statistics;
  // One value for each statistic except obs, in the same order; p not adjusted. No value of x and y is missing.
  std::vector<double> (*of_pair)(std::span<const double> x, std::span<const double> y);
  // What two variables alone show: values as text() formats them.
  void (*report_pair)(const std::function<std::string(const char* word, const char* format)>& text,
                      const command::Variables& names, command::Output& out);
};

command::Definition<RankCorrelationArgs> rank_correlation(const std::string& name, const std::string& title,
                                                          const std::string& statistics);

// Errors: 109 a string, 198 an unknown statistic, 2000 no observations.
command::Output correlate_ranks(const RankCorrelationArgs& a, const command::Context& c, const RankMeasure& measure);

}  // namespace nqp::kit
