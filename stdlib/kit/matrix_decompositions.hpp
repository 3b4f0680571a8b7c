// matrix svd, symeigen and eigenvalues: "names = A" read, the results filed as matrices.
#pragma once

#include <string_view>

#include "interpreter/command/context.hpp"
#include "interpreter/command/output.hpp"

namespace nqp::kit {

// "U w V = A": A = U diag(w) V', singular values descending, A with at least as many rows as columns (Error 503).
command::Output singular_value_decomposition(std::string_view text, const command::Context& c);

// "X v = A": columns of X are eigenvectors with a positive largest element, v their eigenvalues, descending.
// Error 505 when A is not symmetric.
command::Output symmetric_eigenvectors(std::string_view text, const command::Context& c);

// "r c = A": real and imaginary parts of the eigenvalues, by descending modulus. Error 503 unless square.
command::Output eigenvalues(std::string_view text, const command::Context& c);

}  // namespace nqp::kit
