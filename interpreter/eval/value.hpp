// One value of an expression: a number (missing codes included) or a string.
#pragma once

#include <string>
#include <utility>

#include "interpreter/dataset/missing.hpp"

namespace nqp::eval {

struct Value {
  bool is_string = false;
  double number = data::missing;
  std::string text;

  Value() = default;
  Value(double x) : number(x) {}  // NOLINT: numbers and strings are values
  Value(std::string s) : is_string(true), text(std::move(s)) {}  // NOLINT
  bool operator==(const Value&) const = default;
};

}  // namespace nqp::eval
