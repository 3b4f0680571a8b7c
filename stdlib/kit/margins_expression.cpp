#include "stdlib/kit/margins_expression.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/eval/names.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {
namespace {

namespace dist = numeric::dist;

// A value with its gradient in m indices and, behind it, its m × m second derivatives.
struct MarginJet {
  double value = 0;
  std::vector<double> first, second;

  MarginJet(double x, std::size_t m) : value(x), first(m, 0.0), second(m * m, 0.0) {}
};

// f(a) by its value and two derivatives at a.
MarginJet jet_chain(const MarginJet& a, double f, double d, double dd) {
  const std::size_t m = a.first.size();
  MarginJet out(f, m);
  for (std::size_t i = 0; i < m; ++i) {
    out.first[i] = d * a.first[i];
    for (std::size_t j = 0; j < m; ++j)
      out.second[i * m + j] = d * a.second[i * m + j] + dd * a.first[i] * a.first[j];
  }
  return out;
}

MarginJet jet_sum(MarginJet a, const MarginJet& b, double sign) {
  a.value += sign * b.value;
  for (std::size_t i = 0; i < a.first.size(); ++i) a.first[i] += sign * b.first[i];
  for (std::size_t i = 0; i < a.second.size(); ++i) a.second[i] += sign * b.second[i];
  return a;
}

MarginJet jet_product(const MarginJet& a, const MarginJet& b) {
  const std::size_t m = a.first.size();
  MarginJet out(a.value * b.value, m);
  for (std::size_t i = 0; i < m; ++i) {
    out.first[i] = a.first[i] * b.value + a.value * b.first[i];
    for (std::size_t j = 0; j < m; ++j)
      out.second[i * m + j] = a.second[i * m + j] * b.value + a.value * b.second[i * m + j] +
                              a.first[i] * b.first[j] + a.first[j] * b.first[i];
  }
  return out;
}

MarginJet jet_power(const MarginJet& a, double n) {
  return jet_chain(a, std::pow(a.value, n), n == 0 ? 0 : n * std::pow(a.value, n - 1),
                 n == 0 || n == 1 ? 0 : n * (n - 1) * std::pow(a.value, n - 2));
}

MarginJet jet_exp(const MarginJet& a) {
  const double v = std::exp(a.value);
  return jet_chain(a, v, v, v);
}

MarginJet jet_log(const MarginJet& a) {
  return jet_chain(a, std::log(a.value), 1 / a.value, -1 / (a.value * a.value));
}

constexpr const char* margin_placeholder = "__margin_";

class MarginExpression {
 public:
  MarginExpression(const std::string& text, const command::Results& e, const command::Context& c) {
    tree_ = grammar::parse_expression(with_placeholders(text, e));
    for (const MarginResponse& p : parts_)
      for (const std::string& q : p.equations) place_of(q);
    find_inputs(*tree_, c);
    if (equations.empty())
      throw Error(198, "expression() holds no prediction, coefficient or variable", std::nullopt,
                  {"expression(exp(predict(xb)))"});
    fix_constants(*tree_, c);
  }

  void operator()(const double* index, double* out) const {
    const MarginJet v = value(*tree_, index);
    const std::size_t m = equations.size();
    out[0] = v.value;
    std::copy(v.first.begin(), v.first.end(), out + 1);
    std::copy(v.second.begin(), v.second.end(), out + 1 + m);
  }

  std::vector<std::string> equations;

 private:
  // Every predict(…) becomes a name: what stands in it is no expression.
  std::string with_placeholders(const std::string& text, const command::Results& e) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool starts = i == 0 || (std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0 && text[i - 1] != '_');
      if (!starts || text.compare(i, 8, "predict(") != 0) {
        out += text[i];
        continue;
      }
      const std::size_t close = find_outside(std::string_view(text).substr(i + 8), ')');
      if (close == std::string::npos) throw Error(132, "too few parentheses in predict()");
      std::vector<MarginResponse> r = margin_responses(e, text.substr(i + 8, close));
      if (r.size() != 1)
        throw Error(198, "predict() in expression() needs an outcome", std::nullopt, {"predict(outcome(1))"});
      out += margin_placeholder + std::to_string(parts_.size());
      parts_.push_back(std::move(r.front()));
      i += 8 + close;
    }
    return out;
  }

  std::size_t place_of(const std::string& equation) {
    const auto it = std::find(equations.begin(), equations.end(), equation);
    if (it != equations.end()) return static_cast<std::size_t>(it - equations.begin());
    equations.push_back(equation);
    return equations.size() - 1;
  }

  // Coefficients and variables are indices of their own: they have derivatives, or differ from row to row.
  void find_inputs(const ast::Expression& e, const command::Context& c) {
    using Kind = ast::Expression::Kind;
    if (is_part(e) || e.kind == Kind::subscript) return;
    if (e.kind == Kind::coefficient && e.text == "_b") {
      eval::coefficient(e, c.scope);  // Error 111
      inputs_.emplace_back(&e, place_of("=_b[" + e.equation + ":" + e.member + "]"));
    } else if (e.kind == Kind::term) {
      inputs_.emplace_back(&e, place_of("=" + e.text));
    } else if (e.kind == Kind::name) {
      const eval::Meaning m = eval::meaning_of(e.text, e.span, c.scope);
      if (m.kind == eval::Meaning::Kind::variable) inputs_.emplace_back(&e, place_of("=" + m.variable->name));
      else if (m.kind != eval::Meaning::Kind::value) not_differentiable(e);
    }
    for (const ast::Expression& o : e.operands) find_inputs(o, c);
  }

  const std::size_t* input(const ast::Expression& e) const {
    for (const auto& [node, place] : inputs_)
      if (node == &e) return &place;
    return nullptr;
  }

  bool is_part(const ast::Expression& e) const {
    return e.kind == ast::Expression::Kind::name && e.text.rfind(margin_placeholder, 0) == 0;
  }

  bool has_part(const ast::Expression& e) const {
    return is_part(e) || input(e) ||
           std::any_of(e.operands.begin(), e.operands.end(), [&](const auto& o) { return has_part(o); });
  }

  // What holds no prediction is evaluated once: scalars, e(), _b[].
  void fix_constants(const ast::Expression& e, const command::Context& c) {
    if (!has_part(e)) {
      constants_.emplace_back(&e, eval::evaluate_number(e, c.scope));
      return;
    }
    for (const ast::Expression& o : e.operands) fix_constants(o, c);
  }

  MarginJet part(const MarginResponse& p, const double* index) const {
    const std::size_t m = equations.size(), k = p.equations.size();
    std::vector<std::size_t> at;
    std::vector<double> x, out(1 + k + k * k, 0.0);
    for (const std::string& q : p.equations) {
      at.push_back(static_cast<std::size_t>(std::find(equations.begin(), equations.end(), q) - equations.begin()));
      x.push_back(index[at.back()]);
    }
    p.value(x.data(), out.data());
    MarginJet v(out[0], m);
    for (std::size_t i = 0; i < k; ++i) {
      v.first[at[i]] += out[1 + i];
      for (std::size_t j = 0; j < k; ++j) v.second[at[i] * m + at[j]] += out[1 + k + i * k + j];
    }
    return v;
  }

  MarginJet value(const ast::Expression& e, const double* index) const {
    using Kind = ast::Expression::Kind;
    for (const auto& [node, x] : constants_)
      if (node == &e) return {x, equations.size()};
    if (is_part(e))
      return part(parts_[std::stoul(e.text.substr(std::string_view(margin_placeholder).size()))], index);
    if (const std::size_t* place = input(e)) {
      MarginJet v(index[*place], equations.size());
      v.first[*place] = 1;
      return v;
    }
    if (e.kind == Kind::unary && e.operators[0] == ast::Operator::plus) return value(e.operands[0], index);
    if (e.kind == Kind::unary && e.operators[0] == ast::Operator::negate)
      return jet_sum({0, equations.size()}, value(e.operands[0], index), -1);
    if (e.kind == Kind::chain) return chain(e, index);
    if (e.kind == Kind::call && e.operands.size() == 1) return call(e, value(e.operands[0], index));
    not_differentiable(e);
  }

  MarginJet chain(const ast::Expression& e, const double* index) const {
    MarginJet v = value(e.operands[0], index);
    for (std::size_t i = 0; i < e.operators.size(); ++i) {
      const MarginJet w = value(e.operands[i + 1], index);
      switch (e.operators[i]) {
        case ast::Operator::add: v = jet_sum(std::move(v), w, 1); break;
        case ast::Operator::subtract: v = jet_sum(std::move(v), w, -1); break;
        case ast::Operator::multiply: v = jet_product(v, w); break;
        case ast::Operator::divide: v = jet_product(v, jet_power(w, -1)); break;
        case ast::Operator::power:
          v = has_part(e.operands[i + 1]) ? jet_exp(jet_product(jet_log(v), w)) : jet_power(v, w.value);
          break;
        default: not_differentiable(e);
      }
    }
    return v;
  }

  static MarginJet call(const ast::Expression& e, const MarginJet& a) {
    const double x = a.value;
    if (e.text == "exp") return jet_exp(a);
    if (e.text == "ln" || e.text == "log") return jet_log(a);
    if (e.text == "sqrt") return jet_power(a, .5);
    if (e.text == "abs") return jet_chain(a, std::abs(x), x < 0 ? -1 : 1, 0);
    const double density = dist::normalden(x);
    if (e.text == "normal") return jet_chain(a, dist::normal(x), density, -x * density);
    if (e.text == "normalden") return jet_chain(a, density, -x * density, (x * x - 1) * density);
    if (e.text == "invlogit") {
      const double p = dist::invlogit(x);
      return jet_chain(a, p, p * (1 - p), p * (1 - p) * (1 - 2 * p));
    }
    if (e.text == "logit") {
      const double v = x * (1 - x);
      return jet_chain(a, std::log(x / (1 - x)), 1 / v, (2 * x - 1) / (v * v));
    }
    not_differentiable(e);
  }

  [[noreturn]] static void not_differentiable(const ast::Expression& e) {
    throw Error(198, "expression() cannot take " + grammar::unparse(e), std::nullopt,
                {"it knows predict(), _b[], variables, numbers, + - * / ^ and exp() ln() sqrt() abs() normal() "
                 "normalden() logit() invlogit()"});
  }

  std::vector<MarginResponse> parts_;
  std::vector<std::pair<const ast::Expression*, std::size_t>> inputs_;
  ast::ExpressionPtr tree_;
  std::vector<std::pair<const ast::Expression*, double>> constants_;
};

}  // namespace

MarginResponse margin_expression(const std::string& text, const command::Results& e, const command::Context& c) {
  auto f = std::make_shared<const MarginExpression>(text, e, c);
  // An unknown function is an error before any row is looked at.
  std::vector<double> index(f->equations.size(), .5), out(1 + index.size() + index.size() * index.size());
  (*f)(index.data(), out.data());
  return {text, f->equations, [f](const double* x, double* result) { (*f)(x, result); }};
}

}  // namespace nqp::kit
