// Variable lists as written: wildcards, ranges, time-series and factor operators.
#pragma once

#include <string>
#include <vector>

#include "grammar/ast/span.hpp"

namespace nqp::ast {

struct VariableOperator {
  enum class Kind {
    lag,
    lead,
    difference,
    seasonal,    // L F D S: orders lists every order asked for: L. {1}, L2. {2}, L(0/3). {0,1,2,3}
    indicator,   // i. (all levels), i(1/3). , 2. (levels = {2})
    continuous,  // c.
    omit,        // o. , 3o. (levels = {3})
    base,        // ib3. b3. 1b. ib(first). ib(last). ib(freq). ibn. : base_rule and maybe levels
  };
  enum class BaseRule { none_given, level, first, last, frequent, no_base };

  Kind kind = Kind::indicator;
  std::vector<int> orders;
  std::vector<double> levels;
  BaseRule base_rule = BaseRule::none_given;

  bool operator==(const VariableOperator&) const = default;
};

struct Interaction;

// One operand of an interaction: operators applied to a name pattern, a range a-b, or a parenthesised list.
struct Factor {
  std::vector<VariableOperator> operators;
  std::string pattern;             // may hold * ? ~ ; "_all"
  std::string range_end;           // for a-b: pattern = a, range_end = b
  std::vector<Interaction> group;  // for i.(a b)
  Span span;

  Factor();
  Factor(const Factor&);
  Factor(Factor&&) noexcept;
  Factor& operator=(const Factor&);
  Factor& operator=(Factor&&) noexcept;
  ~Factor();
};

// a, a#b, a##b#c. joints[i] tells what stands between factors[i] and factors[i+1].
struct Interaction {
  enum class Joint { cross, full };  // # and ##
  std::vector<Factor> factors;
  std::vector<Joint> joints;
  Span span;

  Interaction();
  Interaction(const Interaction&);
  Interaction(Interaction&&) noexcept;
  Interaction& operator=(const Interaction&);
  Interaction& operator=(Interaction&&) noexcept;
  ~Interaction();
};

struct Varlist {
  std::vector<Interaction> items;
  Span span;
};

bool same(const Varlist& a, const Varlist& b);

}  // namespace nqp::ast
