// Canonical text of expressions, variable lists and commands.
#include "grammar/parse.hpp"
#include "grammar/rules/characters.hpp"

namespace nqp::grammar {
namespace {

using ast::Expression;
using ast::Operator;
using Kind = ast::Expression::Kind;

// How tightly text binds, loosest first.
enum Strength { joined, disjunction, conjunction, comparison, sum, product, tensor, sign, power, negation, primary };

std::string_view symbol(Operator op) {
  switch (op) {
    case Operator::add: return " + ";
    case Operator::subtract: return " - ";
    case Operator::multiply: return " * ";
    case Operator::divide: return " / ";
    case Operator::kronecker: return " # ";
    case Operator::power: return "^";
    case Operator::equal: return " == ";
    case Operator::not_equal: return " != ";
    case Operator::less: return " < ";
    case Operator::less_equal: return " <= ";
    case Operator::greater: return " > ";
    case Operator::greater_equal: return " >= ";
    case Operator::and_: return " & ";
    case Operator::or_: return " | ";
    case Operator::negate: return "-";
    case Operator::plus: return "+";
    case Operator::not_: return "!";
  }
  return "";
}

Strength strength_of(Operator op) {
  switch (op) {
    case Operator::or_: return disjunction;
    case Operator::and_: return conjunction;
    case Operator::add:
    case Operator::subtract: return sum;
    case Operator::multiply:
    case Operator::divide: return product;
    case Operator::kronecker: return tensor;
    case Operator::power: return power;
    case Operator::negate:
    case Operator::plus: return sign;
    case Operator::not_: return negation;
    default: return comparison;
  }
}

bool is_sign(const Expression& e) { return e.kind == Kind::unary && e.operators[0] != Operator::not_; }

class Writer {
 public:
  // Writes e, in parentheses when it binds less tightly than `least`.
  void write(const Expression& e, Strength least) {
    if (strength(e) >= least) return bare(e);
    out += '(';
    bare(e);
    out += ')';
  }

  std::string out;

 private:
  // Joins always carry parentheses of their own.
  static Strength strength(const Expression& e) {
    return e.kind == Kind::chain || e.kind == Kind::unary ? strength_of(e.operators[0]) : primary;
  }

  void bare(const Expression& e) {
    switch (e.kind) {
      case Kind::string: out += e.compound ? "`\"" + e.text + "\"'" : "\"" + e.text + "\""; return;
      case Kind::unary: return unary(e, false);
      case Kind::chain: return chain(e);
      case Kind::call:
        out += e.text + "(";
        list(e.operands, 0);
        out += ')';
        return;
      case Kind::subscript:
        base(e.operands[0]);
        out += '[';
        list(e.operands, 1);
        out += ']';
        return;
      case Kind::range: return range(e);
      case Kind::stored: out += e.text + "(" + e.member + ")"; return;
      case Kind::coefficient:
        out += e.text + "[" + (e.equation.empty() ? "" : e.equation + ":") + e.member + "]";
        return;
      case Kind::transpose:
        write(e.operands[0], primary);
        out += '\'';
        return;
      case Kind::join_columns:
      case Kind::join_rows:
        out += '(';
        join(e);
        out += ')';
        return;
      default: out += e.text; return;
    }
  }

  void list(const std::vector<Expression>& items, std::size_t first) {
    for (std::size_t i = first; i < items.size(); ++i) {
      if (i > first) out += ", ";
      write(items[i], joined);
    }
  }

  // (_b)[1] is a subscript of a matrix, _b[1] a coefficient.
  void base(const Expression& e) {
    const bool coefficient_name = e.kind == Kind::name && (e.text == "_b" || e.text == "_se" || e.text == "_coef");
    if (!coefficient_name) return write(e, primary);
    out += "(" + e.text + ")";
  }

  // Within an exponent or behind "!" a sign takes one operand only, not a whole power.
  void unary(const Expression& e, bool one_operand) {
    out += symbol(e.operators[0]);
    const Expression& operand = e.operands[0];
    const bool tight = one_operand || !is_sign(e);
    if (operand.kind == Kind::unary && (tight || is_sign(operand))) return unary(operand, tight);
    write(operand, tight ? negation : power);
  }

  void chain(const Expression& e) {
    const Strength own = strength_of(e.operators[0]);
    const auto tighter = static_cast<Strength>(own + 1);
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      if (i > 0) out += symbol(e.operators[i - 1]);
      const Expression& operand = e.operands[i];
      if (own == power && i > 0 && is_sign(operand)) unary(operand, true);
      else write(operand, tighter);
    }
  }

  // The dots of a range must not run into those of a number.
  void range(const Expression& e) {
    const std::string first = unparse(e.operands[0]);
    out += first.back() == '.' ? "(" + first + ")" : first;
    out += e.operands.size() == 1 ? "..." : ".. ";
    if (e.operands.size() == 2) write(e.operands[1], joined);
  }

  void join(const Expression& e) {
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      if (i > 0) out += e.kind == Kind::join_rows ? " \\ " : ", ";
      const Expression& operand = e.operands[i];
      if (e.kind == Kind::join_rows && operand.kind == Kind::join_columns) join(operand);
      else write(operand, disjunction);
    }
  }
};

std::string quoted(const std::string& text) {
  return text.find('"') == std::string::npos ? "\"" + text + "\"" : "`\"" + text + "\"'";
}

std::string unparse_options(const std::vector<ast::Option>& options) {
  std::string out;
  for (const ast::Option& o : options) out += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  return out;
}

}  // namespace

std::string unparse(const ast::Expression& e) {
  Writer writer;
  writer.write(e, joined);
  return std::move(writer.out);
}

std::string unparse(const ast::Arguments& a) {
  std::string out = a.body;
  if (a.assigned) out += " = " + unparse(*a.assigned);
  if (a.condition) out += " if " + unparse(*a.condition);
  if (a.range) out += " in " + a.range->first + (a.range->first == a.range->last ? "" : "/" + a.range->last);
  if (a.weight) out += " [" + a.weight->kind + "=" + unparse(*a.weight->value) + "]";
  if (a.using_file) out += " using " + quoted(*a.using_file);
  for (const std::string& file : a.more_files) out += " " + quoted(file);
  if (a.has_comma) out += "," + unparse_options(a.options);
  return std::string(rules::trimmed(out));
}

std::string unparse(const ast::Head& h) {
  std::string out;
  for (const ast::Prefix& p : h.prefixes) {
    const bool gap = !p.text.empty() && p.text[0] != ',';
    out += p.name + (gap ? " " : "") + p.text + ": ";
  }
  out += h.name;
  if (!h.rest.empty()) out += " " + h.rest;
  return std::string(rules::trimmed(out));
}

}  // namespace nqp::grammar
