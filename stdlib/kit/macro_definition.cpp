#include "stdlib/kit/macro_definition.hpp"

#include <cctype>

#include "interpreter/runtime/macro_function.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/located_value.hpp"

namespace nqp::kit {
namespace {

// Outer quotes go when they enclose the whole text: "a b" but not "a" "b".
std::string without_outer_quotes(const std::string& s) {
  if (s.size() >= 4 && s.compare(0, 2, "`\"") == 0 && s.compare(s.size() - 2, 2, "\"'") == 0) {
    int depth = 0;
    for (std::size_t i = 0; i + 1 < s.size(); ++i) {
      if (s.compare(i, 2, "`\"") == 0) ++depth, ++i;
      else if (s.compare(i, 2, "\"'") == 0 && --depth == 0) return i + 2 == s.size() ? s.substr(2, s.size() - 4) : s;
    }
    return s;
  }
  if (s.size() >= 2 && s.front() == '"' && s.find('"', 1) == s.size() - 1) return s.substr(1, s.size() - 2);
  return s;
}

bool macro_name_byte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (static_cast<unsigned char>(c) & 0x80);
}

void step(const std::string& name, double by, runtime::Session& session, runtime::Macros& macros) {
  std::string& value = macros[name];
  value = text::macro_number((value.empty() ? 0 : session.number(value)) + by);
}

}  // namespace

void define_macro(const std::string& definition, runtime::Session& session, runtime::Macros& macros) {
  const std::string d = text::trimmed(definition);
  if (d.size() > 2 && (d.compare(0, 2, "++") == 0 || d.compare(0, 2, "--") == 0))
    return step(text::trimmed(d.substr(2)), d[0] == '+' ? 1 : -1, session, macros);
  std::size_t end = 0;
  while (end < d.size() && macro_name_byte(d[end])) ++end;
  const std::string name = d.substr(0, end);
  if (name.empty())
    throw Error(198, "invalid macro name", std::nullopt, {"write a name, then = exp, : function or text"});
  if (name.size() > 32 * 4) throw Error(198, name + " is too long for a macro name");
  std::string rest = text::trimmed(d.substr(end));
  if (rest == "++" || rest == "--") return step(name, rest[0] == '+' ? 1 : -1, session, macros);
  if (!rest.empty() && rest[0] == '=') {
    const eval::Value v = value_at(session, d, d.find('=') + 1);
    macros[name] = v.is_string ? v.text : text::macro_number(v.number);
  } else if (!rest.empty() && rest[0] == ':') {
    macros[name] = runtime::macro_function(text::trimmed(rest.substr(1)), session);
  } else if (rest.empty()) {
    macros.erase(name);
  } else {
    macros[name] = without_outer_quotes(rest);
  }
}

}  // namespace nqp::kit
