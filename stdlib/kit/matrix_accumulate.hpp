// matrix accum, vecaccum and score: cross products of the data, and linear forms of them.
#pragma once

#include <string>
#include <string_view>

#include "interpreter/command/output.hpp"
#include "interpreter/command/context.hpp"

namespace nqp::kit {

// "A = x1 x2 [if] [in] [weight] [, noconstant deviations means(M)]": A = X'WX with the constant last; r(N).
// Analytic and probability weights are scaled to sum to the number of rows. Errors 2000, 109, 198.
command::Output accumulate_matrix(std::string_view text, const command::Context& c);

// "a = y x1 x2 … [, noconstant]": a = y'WX, a row.
command::Output accumulate_vector(std::string_view text, const command::Context& c);

// "A = varlist, group(g) opvar(e) [noconstant]": A = Σ X_i'e_i e_i'X_i over the groups. Errors as above.
command::Output accumulate_products(std::string_view text, const command::Context& c);

// "A = varlist, group(g) glsmat(W) row(r) [noconstant]": A = Σ X_i'W_i X_i; W_i has the rows and columns of W that r
// names, and glsmat() may be a string variable with the name of each group's matrix. Error 503 for rows outside W.
command::Output accumulate_gls(std::string_view text, const command::Context& c);

// "[type] newvar = b [if] [in] [, equation(name|#k) missval(#) replace]": x'b by the column names of b.
command::Output score(std::string_view text, const command::Context& c);

}  // namespace nqp::kit
