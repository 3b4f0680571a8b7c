// The kinds of values that command arguments take, as the binder fills them in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grammar/ast/command.hpp"
#include "grammar/ast/expression.hpp"
#include "grammar/ast/varlist.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::command {

// if and in, not yet evaluated (Context::select does it).
struct Sample {
  ast::ExpressionPtr condition;
  std::optional<ast::InRange> range;
};

using numeric::WeightKind;

struct Weight {
  WeightKind kind = WeightKind::none;
  ast::ExpressionPtr value;
  std::string text;  // "= w", for e(wexp)
};

// Names of existing variables, wildcards and abbreviations resolved, in the order asked for.
using Variables = std::vector<std::string>;

// Factor-variable and time-series terms with resolved names. Groups in parentheses, ranges and wildcards are expanded;
// a##b is written out as a b a#b; L(0/2).x as three terms.
using Terms = std::vector<ast::Interaction>;

// new_name, with the storage type written before it ("double z"), if any.
struct NewVariable {
  std::string name;
  std::string type;  // empty: the default
};

// = exp
struct Assigned {
  ast::ExpressionPtr value;
};

// vce(robust), robust, r, cluster(id) …
struct Vce {
  std::string kind;                    // as written in full: "" when none was asked for
  std::vector<std::string> variables;  // cluster variables; several are multiway
  std::string text;                    // the argument as written
};

}  // namespace nqp::command
