// margins, saving(): the margins as a data set.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/coefficient_rows.hpp"

namespace nqp::kit {

// One row a margin: _deriv _term _at _margin _se_margin _statistic _pvalue _ci_lb _ci_ub, the values that at() fixes as
// _at1 … and levels as _m1 …, labelled with the variables. `saving` is "file [, replace]". Errors 198, 602.
std::string save_margins(const command::Results& e, const std::vector<CoefficientRow>& rows, const std::string& saving,
                         const command::Context& c);  // the path written

}  // namespace nqp::kit
