// Autocorrelations of one series, as corrgram, ac and pac show them.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct Autocorrelations {
  double n = 0;
  std::vector<double> ac, pac, q, p;  // of lags 1 …; pac `.` where too few rows are left
};

// Autocorrelations, partial ones as the last coefficient of a regression on the lags, and Ljung and Box's Q. `lags` 0:
// min(n/2 - 2, 40). Errors: 111 no tsset, 459 a panel or gaps, 198 lags out of range, 2001 fewer than 6 rows.
Autocorrelations autocorrelations(const std::string& variable, const command::Sample& sample, int lags,
                                  const command::Context& c);

}  // namespace nqp::kit
