// Statistics by the names that tabstat and table know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stdlib/numeric/moments/statistic.hpp"

namespace nqp::kit {

struct NamedStatistic {
  std::string name;     // "mean", "p50": row names of stored matrices
  std::string heading;  // "Mean", "p50"
  numeric::StatisticSpec spec;
};

// "mean sd p50 q" → specifications; q stands for p25 p50 p75. Error 198 for an unknown name.
std::vector<NamedStatistic> parse_statistics(std::string_view text);

}  // namespace nqp::kit
