// margins, expression(): functions of predictions, differentiated twice as they are evaluated.
#pragma once

#include <string>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/margins_response.hpp"

namespace nqp::kit {

// The response that `text` describes: numbers, scalars and results of the session, + - * / ^, exp() ln() sqrt() abs()
// normal() normalden() logit() invlogit(), and predict(…) as in the option predict(). Errors: 198 without predict(),
// for anything else, and for predict() that stands for several outcomes.
MarginResponse margin_expression(const std::string& text, const command::Results& e, const command::Context& c);

}  // namespace nqp::kit
