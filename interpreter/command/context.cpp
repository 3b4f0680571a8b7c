#include "interpreter/command/context.hpp"

#include "grammar/ast/error.hpp"

namespace nqp::command {

std::vector<std::uint8_t> Context::select(const Sample& s) const {
  return eval::select_rows(s.condition, s.range, scope);
}

std::vector<data::Row> Context::rows(const Sample& s) const {
  const std::vector<std::uint8_t> use = select(s);
  std::vector<data::Row> out;
  for (std::size_t i = 0; i < use.size(); ++i)
    if (use[i]) out.push_back(static_cast<data::Row>(i));
  return out;
}

const data::Variable& Context::variable(std::string_view name) const {
  return eval::find_variable(frame, name, environment.abbreviations());
}

const data::Column& Context::numeric(std::string_view name) const {
  const data::Variable& v = variable(name);
  if (v.is_string())
    throw Error(109, "type mismatch: " + v.name + " is a string variable", std::nullopt,
                {"encode " + v.name + ", generate(newvar) makes a numeric variable of it"});
  return *v.column;
}

}  // namespace nqp::command
