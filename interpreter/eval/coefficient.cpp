// _b[], _se[] and elements of matrices: columns found by name.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/eval/names.hpp"

namespace nqp::eval {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1b" → "1", "2o" → "2", "co" → "", "l" → "L", "L1" → "L".
std::string normal_operator(std::string_view op) {
  if (!op.empty() && is_digit(op.front())) {
    std::size_t n = 0;
    while (n < op.size() && is_digit(op[n])) ++n;
    std::string rest;
    for (char c : op.substr(n))
      if (c != 'b' && c != 'n' && c != 'o' && c != 'c') rest += c;
    return std::string(op.substr(0, n)) + rest;
  }
  std::string out;
  for (std::size_t i = 0; i < op.size(); ++i) {
    const char c = op[i];
    if (c == 'o' || c == 'c') continue;
    const bool time = c == 'l' || c == 'f' || c == 'd' || c == 's';
    out += time ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const bool order_one = out.size() == 2 && out[1] == '1' && (out[0] == 'L' || out[0] == 'F' || out[0] == 'D');
  return order_one ? out.substr(0, 1) : out;
}

std::string normal_factor(std::string_view factor) {
  const std::size_t dot = factor.rfind('.');
  if (dot == std::string_view::npos) return std::string(factor);
  std::string operators;
  std::string_view left = factor.substr(0, dot);
  while (true) {
    const std::size_t next = left.find('.');
    const std::string op = normal_operator(left.substr(0, next));
    if (!op.empty()) operators += op + ".";
    if (next == std::string_view::npos) break;
    left.remove_prefix(next + 1);
  }
  return operators + std::string(factor.substr(dot + 1));
}

// The equation (possibly empty) and the term of a column name.
std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

std::vector<std::string> equations_of(const Matrix& b) {
  std::vector<std::string> names;
  for (const std::string& column : b.column_names) {
    const std::string equation(split_name(column).first);
    if (std::find(names.begin(), names.end(), equation) == names.end()) names.push_back(equation);
  }
  return names;
}

bool is_depvar(const std::string& name, const Scope& s) {
  const Stored stored = s.environment.stored('e', "depvar");
  const std::string* text = std::get_if<std::string>(&stored);
  return text && *text == name;
}

// "#2" is the second equation; a name is itself.
std::string equation_name(const std::string& asked, const Matrix& b, const Scope& s, ast::Span span) {
  const std::vector<std::string> known = equations_of(b);
  if (asked.empty()) return known.empty() ? std::string() : known.front();
  if (asked.front() == '#') {
    const std::size_t k = static_cast<std::size_t>(std::strtoul(asked.c_str() + 1, nullptr, 10));
    if (k >= 1 && k <= known.size()) return known[k - 1];
  } else if (std::find(known.begin(), known.end(), asked) != known.end()) {
    return asked;
  } else if (known.size() == 1 && known.front().empty() && is_depvar(asked, s)) {
    return {};  // a model of one equation: its name is that of the dependent variable
  }
  const std::string hint = text::did_you_mean(asked, known);
  throw Error(303, "equation " + asked + " not found", span,
              hint.empty() ? std::vector<std::string>{} : std::vector<std::string>{hint});
}

const Matrix& posted(const char* name, const Scope& s, ast::Span span) {
  const Stored stored = s.environment.stored('e', name);
  const Matrix* const* m = std::get_if<const Matrix*>(&stored);
  if (m && *m) return **m;
  throw Error(301, "last estimates not found", span, {"run an estimation command first"});
}

std::size_t column_of(const Matrix& b, const std::string& equation, const std::string& term) {
  for (std::size_t j = 0; j < b.columns; ++j) {
    const auto [eq, name] = split_name(b.column_names[j]);
    if (eq == equation && normal_term(name) == term) return j;
  }
  return b.columns;
}

[[noreturn]] void unknown_coefficient(const ast::Expression& e, const Matrix& b, const std::string& equation) {
  std::vector<std::string> known;
  for (const std::string& column : b.column_names)
    if (split_name(column).first == equation) known.emplace_back(split_name(column).second);
  const std::string hint = text::did_you_mean(e.member, known);
  std::vector<std::string> notes;
  if (!hint.empty()) notes.push_back(hint);
  notes.push_back("matrix list e(b) shows the names of the coefficients");
  throw Error(111, "[" + e.member + "] not found", e.span, notes);
}

std::size_t locate(const ast::Expression& e, const Scope& s, const Matrix& b) {
  const bool ancillary = !e.member.empty() && e.member.front() == '/';
  if (ancillary) {  // /lnsigma: "/:lnsigma", "/lnsigma" or "lnsigma:_cons"
    const std::string name = e.member.substr(1);
    for (std::size_t j = 0; j < b.columns; ++j) {
      const std::string& column = b.column_names[j];
      if (column == "/:" + name || column == e.member || column == name + ":_cons" || column == "/" + e.member)
        return j;
    }
    unknown_coefficient(e, b, e.equation);
  }
  // [lnsigma]_cons is another name of /lnsigma.
  if (e.member == "_cons" && !e.equation.empty())
    for (std::size_t j = 0; j < b.columns; ++j)
      if (b.column_names[j] == "/" + e.equation || b.column_names[j] == "/:" + e.equation) return j;
  const std::string equation = equation_name(e.equation, b, s, e.span);
  std::size_t j = column_of(b, equation, normal_term(e.member));
  if (j == b.columns) {
    const bool full_names = !s.environment.abbreviations();
    const data::Variable* v = full_names ? nullptr : known_variable(s.frame, e.member, true);
    if (v) j = column_of(b, equation, v->name);
  }
  if (j == b.columns) unknown_coefficient(e, b, equation);
  return j;
}

}  // namespace

std::string normal_term(std::string_view name) {
  std::vector<std::string> factors;
  while (true) {
    const std::size_t cut = name.find('#');
    factors.push_back(normal_factor(name.substr(0, cut)));
    if (cut == std::string_view::npos) break;
    name.remove_prefix(cut + 1);
  }
  std::sort(factors.begin(), factors.end());
  std::string joined;
  for (const std::string& f : factors) joined += (joined.empty() ? "" : "#") + f;
  return joined;
}

double coefficient(const ast::Expression& e, const Scope& s) {
  const Matrix& b = posted("b", s, e.span);
  const std::size_t j = locate(e, s, b);
  if (e.text != "_se") return data::checked(b(0, j));
  const Matrix& v = posted("V", s, e.span);
  if (j >= v.rows || j >= v.columns) return data::missing;
  const double variance = v(j, j);
  return variance >= 0 && !data::is_missing(variance) ? std::sqrt(variance) : data::missing;
}

namespace {

// Position of an index from 0; `names.size()` when it is outside.
std::size_t position(const Value& index, const std::vector<std::string>& names, std::size_t size) {
  if (!index.is_string) {
    const double k = std::trunc(index.number);
    return k >= 1 && k <= static_cast<double>(size) ? static_cast<std::size_t>(k) - 1 : size;
  }
  for (std::size_t i = 0; i < names.size() && i < size; ++i)
    if (names[i] == index.text) return i;
  const std::string wanted = normal_term(split_name(index.text).second);
  const bool any_equation = index.text.find(':') == std::string::npos;
  for (std::size_t i = 0; i < names.size() && i < size; ++i) {
    const auto [equation, name] = split_name(names[i]);
    if ((any_equation || equation == split_name(index.text).first) && normal_term(name) == wanted) return i;
  }
  return size;
}

}  // namespace

double element(const Matrix& m, std::span<const Value> index) {
  std::size_t i = 0, j = 0;
  if (index.size() == 1 && m.rows == 1) {
    j = position(index[0], m.column_names, m.columns);
  } else {
    i = position(index[0], m.row_names, m.rows);
    j = index.size() > 1 ? position(index[1], m.column_names, m.columns) : (m.columns == 1 ? 0 : m.columns);
  }
  return i < m.rows && j < m.columns ? m(i, j) : data::missing;
}

}  // namespace nqp::eval
