#include "interpreter/runtime/macro_matrix_functions.hpp"

#include <algorithm>

#include "interpreter/runtime/macro_text_functions.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {
namespace {

const eval::Matrix& matrix_of(const std::string& name, Session& s) {
  const eval::Matrix* m = nullptr;
  const ast::ExpressionPtr e = grammar::parse_expression(name);
  if (e->kind == ast::Expression::Kind::stored) {
    const eval::Stored stored = s.stored(e->text[0], e->member);
    if (const auto* p = std::get_if<const eval::Matrix*>(&stored)) m = *p;
  } else {
    m = s.matrix(name);
  }
  if (!m) throw Error(111, "matrix " + name + " not found");
  return *m;
}

std::string plain_name(const std::string& full) {
  const std::size_t colon = full.find(':');
  return colon == std::string::npos ? full : full.substr(colon + 1);
}

std::string equation_name(const std::string& full) {
  const std::size_t colon = full.find(':');
  return colon == std::string::npos || colon == 0 ? "_" : full.substr(0, colon);
}

template <class F>
std::string listed(const std::vector<std::string>& names, bool quoted, const F& part) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += " ";
    out += quoted ? "\"" + part(name) + "\"" : part(name);
  }
  return out;
}

// 1-based place of a name, or of the first row or column of an equation; "." when there is none.
std::string place_of(const std::vector<std::string>& names, const std::string& wanted, bool equation) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (equation ? equation_name(names[i]) == wanted : names[i] == wanted || plain_name(names[i]) == wanted)
      return std::to_string(i + 1);
  return ".";
}

// Linear forms: runs of names with one equation.
std::size_t equation_count(const std::vector<std::string>& names) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < names.size(); ++i)
    n += i == 0 || equation_name(names[i]) != equation_name(names[i - 1]) ? 1 : 0;
  return n;
}

// The names once each, without constants.
std::string variables_named(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& n : names)
    if (const std::string plain = plain_name(n);
        plain != "_cons" && std::find(out.begin(), out.end(), plain) == out.end())
      out.push_back(plain);
  return listed(out, false, [](const std::string& n) { return n; });
}

}  // namespace

bool is_matrix_function(const std::string& name) {
  static const std::vector<std::string> parts = {"names", "fullnames", "lfnames", "varlist", "eq",
                                                 "numb",  "eqnumb",    "sof",     "nlfs",    "nfreeparms"};
  if (name.compare(0, 3, "row") != 0 && name.compare(0, 3, "col") != 0) return false;
  return std::find(parts.begin(), parts.end(), name.substr(3)) != parts.end();
}

std::string matrix_function(const std::string& name, std::string rest, Session& session) {
  bool quoted = false;
  for (const ast::Option& o : take_macro_options(rest)) {
    if (o.name != "quoted") throw Error(198, "option " + o.name + " not allowed with " + name);
    quoted = true;
  }
  const std::string which = take_macro_word(rest);
  const eval::Matrix& m = matrix_of(which, session);
  const std::vector<std::string>& names = name[0] == 'r' ? m.row_names : m.column_names;
  const std::string part = name.substr(3);
  if (part == "sof") return std::to_string(name[0] == 'r' ? m.rows : m.columns);
  if (part == "nlfs") return std::to_string(equation_count(names));
  if (part == "nfreeparms")
    return std::to_string(
        std::count_if(names.begin(), names.end(), [](const std::string& n) { return n.compare(0, 1, "/") == 0; }));
  if (part == "numb") return place_of(names, rest, false);
  if (part == "eqnumb") return place_of(names, rest, true);
  if (!rest.empty()) throw Error(198, "invalid macro function: " + name + " " + which + " " + rest);
  if (part == "varlist") return variables_named(names);
  if (part == "names") return listed(names, quoted, plain_name);
  if (part == "eq") return listed(names, quoted, equation_name);
  return listed(names, quoted, [](const std::string& n) { return n; });
}

}  // namespace nqp::runtime
