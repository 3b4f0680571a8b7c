// Macro functions of matrices: names, equations, sizes and places of rows and columns.
#pragma once

#include <string>

namespace nqp::runtime {

class Session;

bool is_matrix_function(const std::string& name);

// rest: "A", "e(b)", "A name" for rownumb and its kin, "A, quoted" for equations. Errors 111, 198.
std::string matrix_function(const std::string& name, std::string rest, Session& session);

}  // namespace nqp::runtime
