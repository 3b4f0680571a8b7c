// The functions of egen: each turns an argument and options into a value for every row.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::kit {

struct EgenCall {
  const command::Context& c;
  std::string name;      // of the new variable
  std::string argument;  // between the parentheses
  command::Sample sample;
  Selection selection;
  std::span<const std::uint8_t> use;           // selected, one per row
  const data::Groups& groups;                  // by or by(); one group without
  std::map<std::string, std::string> options;  // full names

  bool has(const std::string& option) const { return options.contains(option); }
  std::string text(const std::string& option, const std::string& otherwise = {}) const;  // quotes removed
  double number(const std::string& option, double otherwise) const;
  std::vector<double> numbers(const std::string& option) const;  // Error 198 when it is not given

  std::vector<double> values() const;    // the argument as an expression; `.` outside the selection
  command::Variables variables() const;  // the argument as a list of existing variables
  command::Variables numeric_variables() const;
};

struct EgenResult {
  std::vector<double> numbers;    // one per row, or
  std::vector<double> per_group;  // one per group of the call, or
  std::vector<std::string> strings;
  std::optional<data::Storage> storage;  // empty: the default type
  bool narrowest = false;                // the least type that holds the numbers
  std::string label;
  std::optional<data::ValueLabel> value_label;
  std::vector<std::string> notes;
};

struct EgenFunction {
  std::string_view name;
  EgenResult (*run)(const EgenCall&);
  std::string_view options;  // blank-separated, capitals as in declarations
  std::string_view help;
};

// Error 133 for an unknown function.
const EgenFunction& egen_function(const std::string& name);
const std::vector<EgenFunction>& egen_functions();

std::span<const EgenFunction> egen_group_functions();
std::span<const EgenFunction> egen_order_functions();
std::span<const EgenFunction> egen_row_functions();
std::span<const EgenFunction> egen_code_functions();
std::span<const EgenFunction> egen_text_functions();

// The number of the group of each selected row; `.` elsewhere.
std::vector<double> spread(const EgenCall& q, std::span<const double> per_group);
// The same as a column.
data::ColumnPtr spread_column(const data::Groups& groups, std::span<const double> per_group, data::Storage storage);

}  // namespace nqp::kit
