#include "stdlib/kit/hypothesis.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/eval/names.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_name.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

using ast::Expression;
using ast::Operator;

namespace {

const eval::Matrix& coefficients_of(const command::Results& e) {
  const eval::Matrix* b = e.find_matrix("b");
  if (!b) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  return *b;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }

// [eq]x → _b[eq:x]; [eq]_b[x] and subscripts stay.
std::string with_bracketed_equations(const std::string& s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const std::size_t close = s.find(']', i);
    const bool opens = s[i] == '[' && (i == 0 || !is_word(s[i - 1])) && close != std::string::npos;
    if (!opens || s.compare(close + 1, 2, "_b") == 0 || close + 1 >= s.size() || s[close + 1] == ' ') {
      out += s[i];
      continue;
    }
    std::size_t end = close + 1;
    while (end < s.size() && (is_word(s[end]) || s[end] == '.' || s[end] == '#')) ++end;
    out += "_b[" + s.substr(i + 1, close - i - 1) + ":" + s.substr(close + 1, end - close - 1) + "]";
    i = end - 1;
  }
  return out;
}

class Linearisation {
 public:
  Linearisation(const command::Results& e, const command::Context& c)
      : b_(coefficients_of(e)), context_(c), depvar_(e.macro_or("depvar")) {
    for (const std::string& name : b_.column_names)
      if (name.find(':') != std::string::npos) has_equations_ = true;
  }

  LinearForm of(const Expression& e) const {
    switch (e.kind) {
      case Expression::Kind::number: return constant(e.number);
      case Expression::Kind::name: return named(e.text, "", e);
      case Expression::Kind::term: return named(e.text, "", e);
      case Expression::Kind::coefficient: return named(e.member, e.equation, e);
      case Expression::Kind::unary: return signed_form(e);
      case Expression::Kind::chain: return chain(e);
      default: return constant(eval::evaluate_number(e, context_.scope));
    }
  }

 private:
  LinearForm constant(double x) const { return {std::vector<double>(b_.columns, 0.0), x}; }

  static bool is_constant(const LinearForm& f) {
    return std::all_of(f.weights.begin(), f.weights.end(), [](double w) { return w == 0; });
  }

  static LinearForm scaled(LinearForm f, double factor) {
    for (double& w : f.weights) w *= factor;
    f.constant *= factor;
    return f;
  }

  static LinearForm sum(LinearForm f, const LinearForm& g, double sign) {
    for (std::size_t j = 0; j < f.weights.size(); ++j) f.weights[j] += sign * g.weights[j];
    f.constant += sign * g.constant;
    return f;
  }

  [[noreturn]] static void not_linear(const Expression& e) {
    throw Error(131, "not possible with test: the expression is not linear in the coefficients", e.span,
                {"products and quotients of coefficients need the delta method"});
  }

  LinearForm signed_form(const Expression& e) const {
    LinearForm f = of(e.operands[0]);
    if (e.operators[0] == Operator::negate) return scaled(std::move(f), -1);
    if (e.operators[0] == Operator::plus) return f;
    not_linear(e);
  }

  LinearForm chain(const Expression& e) const {
    LinearForm f = of(e.operands[0]);
    for (std::size_t i = 0; i < e.operators.size(); ++i) {
      const LinearForm g = of(e.operands[i + 1]);
      switch (e.operators[i]) {
        case Operator::add: f = sum(std::move(f), g, 1); break;
        case Operator::subtract: f = sum(std::move(f), g, -1); break;
        case Operator::multiply:
          if (is_constant(g)) f = scaled(std::move(f), g.constant);
          else if (is_constant(f)) f = scaled(g, f.constant);
          else not_linear(e);
          break;
        case Operator::divide:
          if (!is_constant(g)) not_linear(e);
          f = scaled(std::move(f), 1 / g.constant);
          break;
        default:
          if (!is_constant(f) || !is_constant(g)) not_linear(e);
          return constant(eval::evaluate_number(e, context_.scope));
      }
    }
    return f;
  }

  LinearForm named(std::string name, std::string equation, const Expression& e) const {
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      equation = name.substr(0, colon);
      name.erase(0, colon + 1);
    }
    const std::string wanted = eval::normal_term(name);
    LinearForm f = constant(0);
    std::size_t j = find(wanted, equation);
    if (j == b_.columns && context_.environment.abbreviations())
      if (const data::Variable* v = eval::known_variable(context_.frame, name, true)) j = find(v->name, equation);
    if (j == b_.columns) unknown(name, e);
    f.weights[j] = 1;
    return f;
  }

  bool has_equation(const std::string& name) const {
    const std::string begin = name + ":";
    return std::any_of(b_.column_names.begin(), b_.column_names.end(),
                       [&](const std::string& column) { return column.rfind(begin, 0) == 0; });
  }

  std::size_t find(const std::string& term, const std::string& equation) const {
    std::string known = equation;
    if (!known.empty() && known[0] == '#') known.clear();
    if (known == depvar_ && !has_equations_) known.clear();  // a model of one equation goes by its outcome's name
    if (!known.empty() && !has_equation(known) && has_equation(known + "_mean")) known += "_mean";  // suest's names
    for (std::size_t j = 0; j < b_.columns; ++j) {
      const std::string& column = b_.column_names[j];
      const std::size_t colon = column.find(':');
      const std::string eq = colon == std::string::npos ? std::string() : column.substr(0, colon);
      if (!known.empty() && eq != known) continue;
      if (eval::normal_term(std::string_view(column).substr(colon == std::string::npos ? 0 : colon + 1)) == term)
        return j;
    }
    return b_.columns;
  }

  [[noreturn]] void unknown(const std::string& name, const Expression& e) const {
    std::vector<std::string> notes;
    if (std::string hint = text::did_you_mean(name, b_.column_names); !hint.empty()) notes.push_back(hint);
    notes.push_back("matrix list e(b) shows the names of the coefficients");
    throw Error(111, name + " not found among the coefficients", e.span, std::move(notes));
  }

  const eval::Matrix& b_;
  const command::Context& context_;
  std::string depvar_;
  bool has_equations_ = false;
};

LinearForm unit(std::size_t j, std::size_t columns) {
  LinearForm f{std::vector<double>(columns, 0.0), 0};
  f.weights[j] = 1;
  return f;
}

LinearForm difference(LinearForm f, const LinearForm& g) {
  for (std::size_t j = 0; j < f.weights.size(); ++j) f.weights[j] -= g.weights[j];
  f.constant -= g.constant;
  return f;
}

// Pieces of a text at a separator that stands outside brackets.
std::vector<std::string> split_at(const std::string& s, char separator) {
  std::vector<std::string> out(1);
  int depth = 0;
  for (const char ch : s) {
    if (ch == '(' || ch == '[') ++depth;
    if (ch == ')' || ch == ']') --depth;
    if (ch == separator && depth == 0) out.emplace_back();
    else out.back() += ch;
  }
  for (std::string& piece : out) piece = text::trimmed(piece);
  return out;
}

// "(a = 0) (b = 1)" → the insides; anything else is one specification.
std::vector<std::string> specifications(const std::string& s) {
  std::vector<std::string> out;
  std::size_t i = 0;
  while (i < s.size()) {
    if (s[i] == ' ') {
      ++i;
      continue;
    }
    if (s[i] != '(') return {s};
    int depth = 0;
    std::size_t end = i;
    do {
      if (s[end] == '(') ++depth;
      if (s[end] == ')') --depth;
      ++end;
    } while (end < s.size() && depth > 0);
    if (depth != 0) throw Error(132, "unbalanced parentheses in " + s);
    const std::size_t next = s.find_first_not_of(' ', end);
    if (next != std::string::npos && s[next] != '(') return {s};
    out.push_back(text::trimmed(s.substr(i + 1, end - i - 2)));
    i = end;
  }
  return out;
}

std::vector<std::size_t> listed_coefficients(const std::string& word, const command::Results& e,
                                             const command::Context& c) {
  const eval::Matrix& b = coefficients_of(e);
  if (word.front() == '[' && word.back() == ']') {
    std::vector<std::size_t> out;
    const std::string equation = word.substr(1, word.size() - 2);
    for (std::size_t j = 0; j < b.columns; ++j) {
      const CoefficientName n = parse_coefficient_name(b.column_names[j]);
      if (n.equation == equation && n.name != "_cons" && !n.marked_base && !n.marked_omitted) out.push_back(j);
    }
    if (out.empty()) throw Error(303, "equation " + equation + " not found");
    return out;
  }
  if (word == "_cons" || word.find('[') != std::string::npos) {
    const LinearForm f = linear_form(word, e, c);
    for (std::size_t j = 0; j < f.weights.size(); ++j)
      if (f.weights[j] != 0) return {j};
  }
  if (!c.frame.find(word))  // coefficients that are no variables: those of nlcom, post
    for (std::size_t j = 0; j < b.columns; ++j)
      if (b.column_names[j] == word) return {j};
  return matching_coefficients(command::resolve_terms(word, c), true, e);
}

}  // namespace

LinearForm linear_form(const std::string& expression, const command::Results& e, const command::Context& c) {
  return Linearisation(e, c).of(*grammar::parse_expression(with_bracketed_equations(expression)));
}

std::vector<std::size_t> matching_coefficients(const command::Terms& terms, bool named_omitted,
                                               const command::Results& e) {
  const eval::Matrix& b = coefficients_of(e);
  std::vector<CoefficientName> names;
  for (const std::string& column : b.column_names) names.push_back(parse_coefficient_name(column));
  std::vector<std::size_t> out;
  for (const ast::Interaction& t : terms) {
    bool found = false;
    const bool whole_factor = std::any_of(t.factors.begin(), t.factors.end(), [](const ast::Factor& f) {
      return is_categorical(f) && f.operators.front().levels.empty();
    });
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (!term_matches(t, names[j])) continue;
      found = true;
      const bool estimated = b(0, j) != 0 || (!names[j].marked_base && !names[j].marked_omitted);
      const bool wanted = estimated || (named_omitted && !whole_factor);
      if (wanted && std::find(out.begin(), out.end(), j) == out.end()) out.push_back(j);
    }
    if (!found) {
      std::vector<std::string> notes{"matrix list e(b) shows the names of the coefficients"};
      throw Error(111, command::term_name(t) + " not found among the coefficients", t.span, std::move(notes));
    }
  }
  return out;
}

std::vector<LinearForm> parse_restrictions(const std::string& text, bool equal, const command::Results& e,
                                           const command::Context& c) {
  const eval::Matrix& b = coefficients_of(e);
  std::vector<LinearForm> out;
  for (const std::string& spec : specifications(text::trimmed(text))) {
    std::vector<std::string> sides = split_at(spec, '=');
    sides.erase(std::remove(sides.begin() + 1, sides.end(), std::string()), sides.end());  // "=="
    if (sides.size() == 1) {
      std::vector<std::size_t> list;
      for (const std::string& word : grammar::split_words(spec))
        for (const std::size_t j : listed_coefficients(word, e, c)) list.push_back(j);
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (equal && i == 0) continue;
        out.push_back(equal ? difference(unit(list[i], b.columns), unit(list[0], b.columns))
                            : unit(list[i], b.columns));
      }
      continue;
    }
    const LinearForm first = linear_form(sides[0], e, c);
    for (std::size_t i = 1; i < sides.size(); ++i) out.push_back(difference(first, linear_form(sides[i], e, c)));
  }
  if (out.empty()) throw Error(100, "coefficients or restrictions required", std::nullopt, {"for example: test x1 x2"});
  return out;
}

CoefficientRow linear_combination(const LinearForm& f, const command::Results& e, double level) {
  const eval::Matrix& b = *e.find_matrix("b");
  const eval::Matrix* V = e.find_matrix("V");
  if (!V) throw Error(321, "the estimates have no variance matrix");
  CoefficientRow r;
  r.b = f.constant;
  double variance = 0;
  for (std::size_t i = 0; i < b.columns; ++i) {
    r.b += f.weights[i] * b(0, i);
    for (std::size_t j = 0; j < b.columns; ++j)
      if (f.weights[i] != 0 && f.weights[j] != 0) variance += f.weights[i] * (*V)(i, j) * f.weights[j];
  }
  const double critical = critical_value(e, level);
  const bool known = variance > 0, interval = known && !data::is_missing(critical);
  r.se = known ? std::sqrt(variance) : data::missing;
  r.statistic = known ? r.b / r.se : data::missing;
  r.p = p_value(e, r.statistic);
  r.low = interval ? r.b - critical * r.se : data::missing;
  r.high = interval ? r.b + critical * r.se : data::missing;
  return r;
}

}  // namespace nqp::kit
