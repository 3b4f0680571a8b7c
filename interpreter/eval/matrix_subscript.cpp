// Rows and columns of a matrix picked by number, range and name.
#include <cmath>

#include "interpreter/eval/evaluate.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/eval/matrix_operand.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/text/suggest.hpp"

namespace nqp::eval {
namespace {

using Kind = ast::Expression::Kind;

std::size_t by_number(double x, const std::vector<std::string>& names, ast::Span span) {
  const double k = std::trunc(x);
  if (data::is_missing(x) || k < 1 || k > static_cast<double>(names.size()))
    throw Error(503, "conformability error: subscript out of range", span,
                {"the matrix has " + std::to_string(names.size()) + " of these"});
  return static_cast<std::size_t>(k) - 1;
}

// The first column whose name matches, by the rules of element().
std::size_t by_name(const std::string& name, const std::vector<std::string>& names, ast::Span span) {
  Matrix numbers(1, names.size());
  numbers.column_names = names;
  for (std::size_t j = 0; j < names.size(); ++j) numbers(0, j) = static_cast<double>(j);
  const Value index[] = {Value(name)};
  const double found = element(numbers, index);
  if (!data::is_missing(found)) return static_cast<std::size_t>(found);
  const std::string hint = text::did_you_mean(name, names);
  throw Error(111, name + " not found among the names of the matrix", span,
              hint.empty() ? std::vector<std::string>{} : std::vector<std::string>{hint});
}

std::size_t single(const ast::Expression& e, const std::vector<std::string>& names, const Scope& s) {
  if (e.kind == Kind::string) return by_name(e.text, names, e.span);
  if (e.kind == Kind::name && !s.environment.matrix(e.text)) {
    const Value v = evaluate(e, s);
    return v.is_string ? by_name(v.text, names, e.span) : by_number(v.number, names, e.span);
  }
  return by_number(number_argument(e, s), names, e.span);
}

std::vector<std::size_t> counted(std::size_t first, std::size_t last) {
  std::vector<std::size_t> out;
  for (std::size_t i = first; i <= last; ++i) out.push_back(i);
  return out;
}

// "eq:" picks all of an equation.
std::vector<std::size_t> of_equation(const ast::Expression& e, const std::vector<std::string>& names) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i].compare(0, e.text.size(), e.text) == 0) out.push_back(i);
  if (out.empty()) throw Error(111, "equation " + e.text + " not found", e.span);
  return out;
}

}  // namespace

std::vector<std::size_t> subscript_positions(const ast::Expression& e, const std::vector<std::string>& names,
                                             const Scope& s) {
  if (e.kind == Kind::missing) return names.empty() ? std::vector<std::size_t>{} : counted(0, names.size() - 1);
  if (e.kind == Kind::string && !e.text.empty() && e.text.back() == ':') return of_equation(e, names);
  if (e.kind != Kind::range) return {single(e, names, s)};
  const std::size_t first = single(e.operands[0], names, s);
  const bool open = e.operands.size() == 1 || e.operands[1].kind == Kind::missing;
  const std::size_t last = open ? names.size() - 1 : single(e.operands[1], names, s);
  if (last < first) throw Error(503, "conformability error: the range ends before it begins", e.span);
  return counted(first, last);
}

}  // namespace nqp::eval
