// saving() of estimators of treatment effects: the numbers of their table or figure as a file.
#pragma once

#include <string>

#include "interpreter/command/context.hpp"
#include "interpreter/command/output.hpp"

namespace nqp::kit {

// `saving` is "file[, replace]": text when the name ends in .csv, else .dta. Event effects: the rows of e(event); other
// averages and coefficients: name b se lb ub. Says so in the report. Errors: 198 another suboption, 602 the file
// exists.
void save_effects(command::Output& out, const std::string& saving, double level, const command::Context& c);

}  // namespace nqp::kit
