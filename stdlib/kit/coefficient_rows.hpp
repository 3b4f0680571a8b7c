// Coefficients with their tests and confidence intervals, computed from e(b) and e(V).
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/results.hpp"
#include "stdlib/kit/coefficient_name.hpp"

namespace nqp::kit {

struct CoefficientRow {
  enum class State { estimated, base, omitted, empty };
  CoefficientName name;
  State state = State::estimated;
  double b = 0, se = 0, statistic = 0, p = 0, low = 0, high = 0;  // `.` where not defined
};

// t with e(df_r) degrees of freedom where that is stored, else normal. Error 301 without e(b).
std::vector<CoefficientRow> coefficient_rows(const command::Results& e, double level);

// exp(b), delta-method se, exp of the interval's ends; statistic and p stay those of b. Ancillary parameters and the
// equation of certain zeros stay as they are.
void exponentiate(std::vector<CoefficientRow>& rows);

// r(table): rows b se t|z pvalue ll ul df crit eform.
eval::Matrix result_table(const std::vector<CoefficientRow>& rows, const command::Results& e, bool eform);

// The quantile of the interval: t or normal. `.` when the degrees of freedom are not positive.
double critical_value(const command::Results& e, double level);
double p_value(const command::Results& e, double statistic);  // two-sided

}  // namespace nqp::kit
