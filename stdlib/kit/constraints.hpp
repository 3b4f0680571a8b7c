// Numbered linear constraints: made by constraint, used by cnsreg and the likelihood estimators.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::kit {

// Constraint n lives among the session's scalars, as text, under a name that nobody can type: so replications and
// commands that only read see it.
std::string constraint_name(int number);

// Those of the numlist "1/3 5" that are defined, in its order. Error 198 for other numbers than 1 to 1999.
std::vector<std::pair<int, std::string>> chosen_constraints(const std::string& numlist,
                                                            const eval::Environment& environment);

// R b = r, rows of `m` with the right-hand side last, solved by Gauss and Jordan: b = basis θ + fixed, and the rank of R.
// Error 412 when nothing meets them.
struct ConstraintSolution {
  numeric::LinearRestriction all;
  std::size_t rank = 0;
};
ConstraintSolution solve_constraints(numeric::Matrix m);

// The chosen constraints as forms in the columns of e(b). Error 198 when none is defined, 111 for other names.
std::vector<LinearForm> constraint_forms(const std::string& numlist, const command::Results& e,
                                         const command::Context& c);

}  // namespace nqp::kit
