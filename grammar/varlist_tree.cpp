// Members of the nodes of variable lists, compiled once.
#include "grammar/ast/varlist.hpp"

namespace nqp::ast {

Factor::Factor() = default;
Factor::Factor(const Factor&) = default;
Factor::Factor(Factor&&) noexcept = default;
Factor& Factor::operator=(const Factor&) = default;
Factor& Factor::operator=(Factor&&) noexcept = default;
Factor::~Factor() = default;

Interaction::Interaction() = default;
Interaction::Interaction(const Interaction&) = default;
Interaction::Interaction(Interaction&&) noexcept = default;
Interaction& Interaction::operator=(const Interaction&) = default;
Interaction& Interaction::operator=(Interaction&&) noexcept = default;
Interaction::~Interaction() = default;

}  // namespace nqp::ast
