// Names of e(b) taken apart: "eq:2.g#c.x" is an equation and a term with its levels and marks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast/varlist.hpp"

namespace nqp::kit {

struct CoefficientName {
  std::string equation;
  std::string name;                 // behind the colon, as stored
  ast::Interaction term;            // empty for names that are no terms ("/lnsigma")
  bool marked_base = false;         // 1b.g
  bool marked_omitted = false;      // o.x 2o.g
};

CoefficientName parse_coefficient_name(std::string_view column);

// The term about which levels are: "foreign#c.mpg", "rep78"; empty for terms without categorical factors.
std::string block_name(const CoefficientName& n);

// The same for every term of two factors and more: "c.x#c.z", in the order in which it was typed.
std::string interaction_name(const CoefficientName& n);

// Whether `asked` (terms as users write them: i.g, 2.g, c.x#i.g, x) means the coefficient: same variables and time
// operators, and the levels that `asked` gives.
bool term_matches(const ast::Interaction& asked, const CoefficientName& n);

}  // namespace nqp::kit
