// The function table: one row per function, with its kernel, its help and an example that is run as a test.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "interpreter/eval/scope.hpp"
#include "interpreter/eval/value.hpp"

namespace nqp::eval {

using Number1 = double (*)(double);
using Number2 = double (*)(double, double);
using Number3 = double (*)(double, double, double);
using Number4 = double (*)(double, double, double, double);
using NumberList = double (*)(std::span<const double>);                       // sees missing values
using RandomDraw = double (*)(numeric::Rng&, std::span<const double>);
using General = Value (*)(std::span<const Value>, const Scope&);              // any kinds; row by row

// Number1 … Number4 and RandomDraw are strict: a missing argument gives `.`, and so does a result that is no number.
using Kernel = std::variant<Number1, Number2, Number3, Number4, NumberList, RandomDraw, General>;

struct Function {
  std::string_view name;
  // Kinds of the arguments, one letter each: n number, s string, a any; optional ones behind '?', '*' repeats the
  // last for ever: "ns", "s?n", "na*".
  std::string_view arguments;
  char result;                 // 'n', 's', or 'a': the kind of the second argument (cond)
  Kernel kernel;
  std::string_view syntax;     // "substr(s,n1,n2)"
  std::string_view help;       // one sentence
  std::string_view example;    // "substr(\"abcdef\",2,3)"
  std::string_view value;      // what `display` shows for it: "bcd"; empty when it is random
};

const Function* find_function(std::string_view name);      // nullptr when unknown
const std::vector<const Function*>& all_functions();       // sorted by name

// Parts of the table, one per family (eval/functions/<family>.cpp).
std::span<const Function> math_functions();
std::span<const Function> string_functions();
std::span<const Function> date_functions();
std::span<const Function> distribution_functions();
std::span<const Function> random_functions();
std::span<const Function> selection_functions();
std::span<const Function> file_functions();

}  // namespace nqp::eval
