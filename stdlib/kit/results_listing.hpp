// Listing and filing of stored results: shared by return, ereturn and sreturn.
#pragma once

#include <string>
#include <string_view>

#include "interpreter/command/results.hpp"
#include "interpreter/report/document.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// "scalars:", "macros:", "matrices:" with their values.
report::Document list_results(const command::Results& results, char kind);

// scalar name = exp | local name text | matrix name = exp, filed into `results`.
void file_result(const std::string& definition, command::Results& results, runtime::Session& session);

// The value of a matrix expression: A, e(b), r(table), invsym(X'*X), or a 1 x 1 of a number.
eval::Matrix matrix_value(const std::string& text, runtime::Session& session);

}  // namespace nqp::kit
