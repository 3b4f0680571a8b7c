#include "interpreter/eval/names.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/eval/evaluate.hpp"

namespace nqp::eval {
namespace {

// All variables whose name begins with `name`.
std::vector<const data::Variable*> beginning_with(const data::Frame& f, std::string_view name) {
  std::vector<const data::Variable*> found;
  for (const data::Variable& v : f.variables)
    if (v.name.size() > name.size() && v.name.compare(0, name.size(), name) == 0) found.push_back(&v);
  return found;
}

std::vector<std::string> notes_for(std::string_view name, const std::vector<std::string>& known) {
  const std::string hint = text::did_you_mean(name, known);
  return hint.empty() ? std::vector<std::string>{} : std::vector<std::string>{hint};
}

std::vector<std::string> variable_names(const data::Frame& f) {
  std::vector<std::string> names;
  for (const data::Variable& v : f.variables) names.push_back(v.name);
  return names;
}

Value single_value(const Matrix& m, std::string_view name, ast::Span span) {
  if (m.rows == 1 && m.columns == 1) return m(0, 0);
  throw Error(109, "type mismatch: " + std::string(name) + " is a matrix", span,
              {"name one element, such as " + std::string(name) + "[1,1]"});
}

}  // namespace

const data::Variable* known_variable(const data::Frame& f, std::string_view name, bool abbreviations) {
  if (const data::Variable* v = f.find(name)) return v;
  if (!abbreviations || name.empty()) return nullptr;
  const auto found = beginning_with(f, name);
  return found.size() == 1 ? found.front() : nullptr;
}

const data::Variable& find_variable(const data::Frame& f, std::string_view name, bool abbreviations,
                                    std::optional<ast::Span> span) {
  if (const data::Variable* v = known_variable(f, name, abbreviations)) return *v;
  const std::string quoted(name);
  const auto found = beginning_with(f, name);
  if (found.size() > 1 && abbreviations) {
    std::string all;
    for (const data::Variable* v : found) all += (all.empty() ? "" : ", ") + v->name;
    throw Error(111, quoted + " ambiguous abbreviation", span, {"it may stand for " + all});
  }
  std::vector<std::string> notes = notes_for(name, variable_names(f));
  if (f.variables.empty()) notes = {"no variables are defined: open a data set first"};
  throw Error(111, "variable " + quoted + " not found", span, notes);
}

Meaning meaning_of(std::string_view name, ast::Span span, const Scope& s) {
  if (name == "_n") return {Meaning::Kind::row, nullptr, {}};
  if (name == "_N") return {Meaning::Kind::row_count, nullptr, {}};
  if (name == "_pi") return {Meaning::Kind::value, nullptr, 3.141592653589793};
  const Environment& env = s.environment;
  if (name == "_rc") return {Meaning::Kind::value, nullptr, scalar_of(name, span, s)};
  if (const data::Variable* v = known_variable(s.frame, name, env.abbreviations()))
    return {Meaning::Kind::variable, v, {}};
  if (auto value = env.scalar(name)) return {Meaning::Kind::value, nullptr, std::move(*value)};
  if (const Matrix* m = env.matrix(name)) return {Meaning::Kind::value, nullptr, single_value(*m, name, span)};
  find_variable(s.frame, name, env.abbreviations(), span);  // throws
  return {};
}

Value scalar_of(std::string_view name, ast::Span span, const Scope& s) {
  if (auto value = s.environment.scalar(name)) return std::move(*value);
  throw Error(111, "scalar " + std::string(name) + " not found", span);
}

Stored stored_result(const ast::Expression& e, const Scope& s) {
  return s.environment.stored(e.text == "return" ? 't' : e.text.empty() ? 'r' : e.text.front(), e.member);
}

Value stored_value(const ast::Expression& e, const Scope& s, bool* absent) {
  const Stored stored = stored_result(e, s);
  if (absent) *absent = std::holds_alternative<std::monostate>(stored);
  if (const double* x = std::get_if<double>(&stored)) return *x;
  if (const std::string* t = std::get_if<std::string>(&stored)) return *t;
  if (const Matrix* const* m = std::get_if<const Matrix*>(&stored); m && *m)
    return single_value(**m, e.text + "(" + e.member + ")", e.span);
  return data::missing;
}

const Matrix* matrix_of(const ast::Expression& e, const Scope& s) {
  if (e.kind == ast::Expression::Kind::name) return s.environment.matrix(e.text);
  if (e.kind != ast::Expression::Kind::stored) return nullptr;
  const Stored stored = stored_result(e, s);
  const Matrix* const* m = std::get_if<const Matrix*>(&stored);
  return m ? *m : nullptr;
}

}  // namespace nqp::eval
