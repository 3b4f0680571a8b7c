// csdid_estat and csdid_stats: estat after csdid under the names that its authors gave it.
#pragma once

#include <string>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct StatisticsArgs {
  std::string text;
};

// "event, window(-4 4) estore(es)": runs estat; estore() stores the averages as estimates and leaves e() as it was.
// Errors 198 without a word or with `using`, those of estat.
void run_csdid_statistics(const StatisticsArgs& a, runtime::Session& s);

}  // namespace nqp::kit
