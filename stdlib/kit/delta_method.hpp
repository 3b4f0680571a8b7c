// Functions of coefficients with their variances: what nlcom and testnl share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct NamedFunction {
  std::string name;  // empty: none was given
  std::string text;
  ast::ExpressionPtr function;
};

// "(name: exp) (exp) …", or one expression. Names are given to nameless ones: _nl_1, _nl_2 …
// Errors: 100 nothing typed, 198 an invalid name.
std::vector<NamedFunction> read_functions(const std::string& text);

struct DeltaMethod {
  std::vector<double> values;  // one a function
  numeric::Matrix V;           // G e(V) G'
};

// G is found by central differences with steps h_j = eps^(1/3) max(|b_j|, 1e-3).
// Errors: 301 no estimates, 321 no variances, 111 unknown coefficients, 498 a function that has no value at e(b).
DeltaMethod delta_method(const std::vector<ast::ExpressionPtr>& functions, const command::Results& e,
                         const command::Context& c);

}  // namespace nqp::kit
