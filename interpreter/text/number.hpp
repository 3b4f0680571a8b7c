// How one number becomes digits; format.hpp is what others use.
#pragma once

#include <string>

#include "interpreter/text/format.hpp"

namespace nqp::text {

// Unpadded text of a finite, non-missing number in %g, %f, %e or %x.
std::string number_text(double value, const Format& f);

}  // namespace nqp::text
