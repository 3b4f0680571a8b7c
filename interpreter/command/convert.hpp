// Text of a bound argument as the value a command wants. Errors point at the argument.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/command/signature.hpp"

namespace nqp::command {

// Error 198 outside [low, high].
double to_number(const ast::Option& o, double low, double high, const Context& c);
int to_integer(const ast::Option& o, double low, double high, const Context& c);
std::vector<double> to_numbers(const ast::Option& o);
std::string to_text(const ast::Option& o);                                  // outer quotes removed
std::string to_choice(const ast::Option& o, const std::vector<std::string>& words);
std::string to_variable(const ast::Option& o, const Context& c);
Variables to_variables(const ast::Option& o, const Context& c);
Terms to_terms(const ast::Option& o, const Context& c);
NewVariable to_new_variable(const ast::Option& o, const Context& c);
ast::ExpressionPtr to_expression(const ast::Option& o);

// vce(), robust, cluster() of a call. Error 198 for a kind that is not in `kinds`, 111 for unknown variables.
Vce to_vce(const Bound& b, const std::vector<std::string>& kinds, const Context& c);

// The slots that to_vce reads: vce(), robust, cluster().
void add_vce_slots(Signature& s, const std::vector<std::string>& kinds);

// The body of a call.
Variables body_variables(const Bound& b, const Context& c);
Terms body_terms(const Bound& b, const Context& c);
std::vector<NewVariable> body_new_variables(const Bound& b, const Context& c);
ast::ExpressionPtr body_expression(const Bound& b);

// Checks the number of elements: Error 102/100 too few, 103 too many.
void check_count(std::size_t n, const Count& count, const Bound& b);

}  // namespace nqp::command
