#include "stdlib/kit/new_names.hpp"

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"

namespace nqp::kit {

std::vector<std::string> new_names(const std::string& generate, bool replace, const command::Variables& variables,
                                   const command::Context& c) {
  if (replace == !generate.empty())
    throw Error(
        198, replace ? "options generate() and replace may not be combined" : "option generate() or replace is needed");
  if (replace) return variables;
  std::vector<std::string> names;
  for (const command::NewVariable& v : command::resolve_new_variables(generate, c)) names.push_back(v.name);
  if (names.size() != variables.size())
    throw Error(198, fmt::format("generate() names {} variables, {} are needed", names.size(), variables.size()));
  return names;
}

void put(data::Frame& f, const std::string& variable, const std::string& new_name, data::ColumnPtr column) {
  const std::size_t i = *f.index(variable);
  if (variable != new_name) {
    data::Variable v = f.variables[i];
    v.name = new_name;
    if (v.column->is_string() != column->is_string()) v.value_label.clear();
    v.format = data::default_format(column->type());
    v.column = std::move(column);
    f.add(std::move(v));
    return;
  }
  f.variables[i].format = data::default_format(column->type());
  if (f.variables[i].is_string() != column->is_string()) f.variables[i].value_label.clear();
  f.replace(i, std::move(column));
}

}  // namespace nqp::kit
