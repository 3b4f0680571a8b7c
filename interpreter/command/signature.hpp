// What a command accepts, as data: the binder, `help`, completion and the `syntax` command all read it.
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grammar/ast/command.hpp"
#include "interpreter/command/arguments.hpp"

namespace nqp::command {

class Context;

struct Count {
  int least = 1;
  int most = std::numeric_limits<int>::max();
  bool all_by_default = false;  // an empty list means all variables
};

enum class Body { none, variables, terms, new_variables, expression, anything, raw, names };

enum class OptionKind {
  flag, choice_flag, number, integer, numbers, text, choice, variable, variables, terms, new_variable, expression, vce
};

struct OptionSlot {
  std::string name;               // in full, lower case
  std::size_t least = 0;          // letters of the shortest abbreviation
  OptionKind kind = OptionKind::flag;
  std::string help;
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  std::vector<std::string> words; // of a choice
  bool required = false;
  bool argument_optional = false; // may be written with or without (…)
};

struct Signature {
  Body body = Body::none;
  Count count;
  int dependents = 0;             // leading variables that stand apart from the terms
  bool dependent_operators = false;
  bool if_allowed = false, in_allowed = false;
  std::vector<WeightKind> weights;
  WeightKind default_weight = WeightKind::none;
  enum class Need { no, optional, required };
  Need using_file = Need::no;
  Need assigned = Need::no;
  std::vector<OptionSlot> options;
  bool any_options = false;
};

// One given option, matched to its slot.
struct GivenOption {
  const OptionSlot* slot = nullptr;
  ast::Option option;
};

// A call matched to its signature; names in it are resolved against the data only where a slot asks for it.
struct Bound {
  const Signature* signature = nullptr;
  ast::Arguments arguments;
  std::string raw;                      // of a command with a grammar of its own
  std::uint32_t raw_offset = 0;         // where raw begins in the expanded command
  std::string prefixed;                 // the command behind a prefix's colon
  std::vector<GivenOption> options;
  std::vector<ast::Option> unmatched;   // with any_options

  const ast::Option* given(const std::string& name) const;
};

// Matches parsed arguments to a signature. Errors: 100 something required is absent, 101 if/in/weights/using not
// allowed, 198 unknown option (with the nearest name), 102/103 too few/many variables.
Bound bind(const Signature& s, ast::Arguments a);

// The weight kind of an abbreviation such as "aw"; Error 101 when it is not allowed here.
Weight bind_weight(const Signature& s, const std::optional<ast::Weight>& w);

// "Level" → {"level", 1}; "noCONStant" → {"noconstant", 6}; "fe" → {"fe", 2}.
std::pair<std::string, std::size_t> abbreviation(const std::string& capitalised);

}  // namespace nqp::command
