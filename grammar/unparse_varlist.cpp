// Canonical text of variable lists.
#include <cmath>

#include "grammar/parse.hpp"

namespace nqp::grammar {
namespace {

using ast::Factor;
using ast::Interaction;
using ast::VariableOperator;
using Kind = VariableOperator::Kind;
using BaseRule = VariableOperator::BaseRule;

std::string number(double x) {
  std::string text = std::to_string(x);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// 0/3 for a run of consecutive numbers, else the numbers one by one.
std::string number_list(const std::vector<double>& numbers) {
  bool run = numbers.size() > 1;
  for (std::size_t i = 1; i < numbers.size(); ++i) run = run && numbers[i] == numbers[i - 1] + 1;
  if (run) return number(numbers.front()) + "/" + number(numbers.back());
  std::string out;
  for (const double x : numbers) out += (out.empty() ? "" : " ") + number(x);
  return out;
}

bool is_series(Kind kind) {
  return kind == Kind::lag || kind == Kind::lead || kind == Kind::difference || kind == Kind::seasonal;
}

std::string series(const VariableOperator& o) {
  const char letter = o.kind == Kind::lag ? 'L' : o.kind == Kind::lead ? 'F' : o.kind == Kind::difference ? 'D' : 'S';
  std::string out(1, letter);
  if (o.orders.size() == 1 && o.orders[0] == 1) return out;
  if (o.orders.size() == 1 && o.orders[0] >= 0) return out + std::to_string(o.orders[0]);
  return out + "(" + number_list(std::vector<double>(o.orders.begin(), o.orders.end())) + ")";
}

std::string levels(const VariableOperator& o) {
  return o.levels.size() == 1 ? number(o.levels[0]) : "i(" + number_list(o.levels) + ")";
}

std::string base(const VariableOperator& o) {
  switch (o.base_rule) {
    case BaseRule::none_given: return levels(o) + "b";
    case BaseRule::level:
      return o.levels.empty() ? "ib(#" + std::to_string(o.orders[0]) + ")" : "ib" + number(o.levels[0]);
    case BaseRule::first: return "ib(first)";
    case BaseRule::last: return "ib(last)";
    case BaseRule::frequent: return "ib(freq)";
    case BaseRule::no_base: return o.levels.empty() ? "ibn" : levels(o) + "bn";
  }
  return "";
}

std::string factor_operator(const VariableOperator& o) {
  switch (o.kind) {
    case Kind::continuous: return "c";
    case Kind::omit: return o.levels.empty() ? "o" : levels(o) + "o";
    case Kind::base: return base(o);
    default: return o.levels.empty() ? "i" : levels(o);
  }
}

// 1bo. and co. are one word; LD. too.
std::string unparse_operators(const std::vector<VariableOperator>& operators) {
  std::string out;
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const VariableOperator& o = operators[i];
    out += is_series(o.kind) ? series(o) : factor_operator(o);
    const VariableOperator* next = i + 1 < operators.size() ? &operators[i + 1] : nullptr;
    const bool omitted =
        next != nullptr && next->kind == Kind::omit && next->levels.empty() &&
        (o.kind == Kind::continuous || (o.kind == Kind::base && !o.levels.empty() && o.base_rule != BaseRule::level));
    const bool glued = next != nullptr && is_series(o.kind) && is_series(next->kind);
    if (!omitted && !glued) out += '.';
  }
  return out;
}

std::string unparse_interaction(const Interaction& item);

std::string unparse_factor(const Factor& f) {
  std::string out = unparse_operators(f.operators);
  if (f.group.empty()) return out + f.pattern + (f.range_end.empty() ? "" : "-" + f.range_end);
  out += '(';
  for (std::size_t i = 0; i < f.group.size(); ++i) out += (i > 0 ? " " : "") + unparse_interaction(f.group[i]);
  return out + ")";
}

std::string unparse_interaction(const Interaction& item) {
  std::string out;
  for (std::size_t i = 0; i < item.factors.size(); ++i) {
    if (i > 0) out += item.joints[i - 1] == Interaction::Joint::full ? "##" : "#";
    out += unparse_factor(item.factors[i]);
  }
  return out;
}

}  // namespace

std::string unparse(const ast::Varlist& v) {
  std::string out;
  for (std::size_t i = 0; i < v.items.size(); ++i) out += (i > 0 ? " " : "") + unparse_interaction(v.items[i]);
  return out;
}

}  // namespace nqp::grammar
