// Expressions with parameters in braces, as nl writes them: {b0}, {b1=2}, {xb: x1 x2} and later {xb:}.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast/expression.hpp"
#include "interpreter/command/context.hpp"

namespace nqp::kit {

struct ParameterExpression {
  ast::ExpressionPtr tree;              // parameters are scalar(_nqp_parameter_1) …
  std::vector<std::string> parameters;  // in order of first appearance
  std::vector<double> start;            // 0 where none is written
  std::string text;                     // as written, without starting values: e(sexp)
  command::Variables variables;         // of the data, that the expression names
};

// `number` evaluates starting values. Errors: 198 braces that do not close, names that are none, {xb:} before its
// definition, no parameters at all; 111 an unknown variable in a linear combination.
ParameterExpression read_parameters(std::string_view text, const std::function<double(std::string_view)>& number,
                                    const command::Context& c);

// The expression at the values of the parameters, one for each row of the frame (`.` outside the view).
std::vector<double> at_parameters(const ParameterExpression& e, std::span<const double> values,
                                  const command::Context& c);

}  // namespace nqp::kit
