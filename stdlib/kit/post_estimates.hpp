// ereturn post, repost and display: e() of programs that estimate.
#pragma once

#include <string>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// "b V [weight] [, depname() obs() dof() esample() properties()]": a new e(). The matrices move into it and the
// variable of esample() leaves the data. Errors: 111 no such matrix, 503 shapes, 504 missing values, 505 V not
// symmetric, 506 negative variance, 507 names of b and V that differ.
void post_estimates(const std::string& line, runtime::Session& s);

// "[b = M] [V = M] [, esample() properties() rename]": parts of e() anew. Error 301 without estimates.
void repost_estimates(const std::string& line, runtime::Session& s);

// "[, level(#) eform(heading)]": the coefficient table of e(); r(table) and r(level).
void display_estimates(const std::string& line, runtime::Session& s);

}  // namespace nqp::kit
