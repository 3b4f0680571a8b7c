#include "interpreter/command/context.hpp"

#include <cctype>

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
  const ast::Span whole{0, static_cast<std::uint32_t>(name.size())};
  return eval::find_variable(frame, name, environment.abbreviations(), place(name, whole));
}

const data::Column& Context::numeric(std::string_view name) const {
  const data::Variable& v = variable(name);
  if (v.is_string())
    throw Error(109, "type mismatch: " + v.name + " is a string variable", std::nullopt,
                {"encode " + v.name + ", generate(newvar) makes a numeric variable of it"});
  return *v.column;
}

std::optional<ast::Span> Context::place(std::string_view text, ast::Span part) const {
  if (text.empty()) return std::nullopt;
  const auto in_name = [&](std::size_t at) {
    const unsigned char ch = at < command_line.size() ? static_cast<unsigned char>(command_line[at]) : ' ';
    return std::isalnum(ch) || ch == '_' || ch >= 0x80;
  };
  // Behind the command's name; `x` is not found inside `max`.
  for (std::size_t at = 0; (at = command_line.find(text, at + 1)) != std::string::npos;) {
    const bool cut_before = in_name(at) && in_name(at - 1);
    const bool cut_after = in_name(at + text.size() - 1) && in_name(at + text.size());
    if (cut_before || cut_after) continue;
    const long begin = static_cast<long>(at) + line_offset;
    if (begin < 0) continue;
    const auto origin = static_cast<std::uint32_t>(begin);
    return ast::Span{origin + part.begin, origin + part.end};
  }
  return std::nullopt;
}

}  // namespace nqp::command
