// A row under the coefficients with standard error and interval but no test, as text behind the name.
#pragma once

#include <string>

namespace nqp::kit {

std::string parameter_text(double value, double se, double low, double high);

}  // namespace nqp::kit
