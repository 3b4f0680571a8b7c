#include "interpreter/command/resolve.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "grammar/parse.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::command {
namespace {

using ast::Factor;
using ast::Interaction;
using ast::VariableOperator;
using Kind = VariableOperator::Kind;

bool is_time(const VariableOperator& op) { return op.kind <= Kind::seasonal; }

bool has_wildcard(std::string_view p) { return p.find_first_of("*?~") != std::string_view::npos; }

// * any run, ? one character, ~ like * but it must be the only match.
bool wild_match(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*' || pattern[0] == '~') {
    for (std::size_t i = 0; i <= name.size(); ++i)
      if (wild_match(pattern.substr(1), name.substr(i))) return true;
    return false;
  }
  if (name.empty()) return false;
  if (pattern[0] == '?') {
    std::size_t n = 1;
    while (n < name.size() && (static_cast<unsigned char>(name[n]) & 0xC0) == 0x80) ++n;
    return wild_match(pattern.substr(1), name.substr(n));
  }
  return pattern[0] == name[0] && wild_match(pattern.substr(1), name.substr(1));
}

Variables match_pattern(const Factor& f, const Context& c) {
  Variables out;
  for (const data::Variable& v : c.frame.variables)
    if (wild_match(f.pattern, v.name)) out.push_back(v.name);
  if (out.empty()) throw Error(111, "variable " + f.pattern + " not found", f.span, {"no variable matches"});
  if (f.pattern.find('~') != std::string::npos && out.size() > 1)
    throw Error(111, f.pattern + " is an ambiguous abbreviation", f.span);
  return out;
}

const std::string& resolve_name(const std::string& name, const Factor& f, const Context& c) {
  return eval::find_variable(c.frame, name, c.environment.abbreviations(), f.span).name;
}

Variables resolve_factor_names(const Factor& f, const Context& c) {
  if (f.pattern == "_all") {
    Variables out;
    for (const data::Variable& v : c.frame.variables) out.push_back(v.name);
    return out;
  }
  if (!f.range_end.empty()) {
    const auto first = c.frame.index(resolve_name(f.pattern, f, c));
    const auto last = c.frame.index(resolve_name(f.range_end, f, c));
    if (*first > *last)
      throw Error(111, f.pattern + "-" + f.range_end + ": " + f.range_end + " stands before " + f.pattern, f.span,
                  {"ranges follow the order of the variables in the data; see describe"});
    Variables out;
    for (std::size_t i = *first; i <= *last; ++i) out.push_back(c.frame.variables[i].name);
    return out;
  }
  if (has_wildcard(f.pattern)) return match_pattern(f, c);
  return {resolve_name(f.pattern, f, c)};
}

// Every combination of the orders that the time operators ask for: L(0/1)D(1/2). gives four operator lists.
std::vector<std::vector<VariableOperator>> single_orders(const std::vector<VariableOperator>& operators) {
  std::vector<std::vector<VariableOperator>> out{{}};
  for (const VariableOperator& op : operators) {
    std::vector<std::vector<VariableOperator>> next;
    for (const auto& head : out) {
      if (!is_time(op) || op.orders.size() <= 1) {
        next.push_back(head);
        if (!(is_time(op) && !op.orders.empty() && op.orders[0] == 0)) next.back().push_back(op);
        continue;
      }
      for (const int order : op.orders) {
        next.push_back(head);
        if (order == 0) continue;
        VariableOperator single = op;
        single.orders = {order};
        if (order < 0 && (op.kind == Kind::lag || op.kind == Kind::lead)) {
          single.kind = op.kind == Kind::lag ? Kind::lead : Kind::lag;
          single.orders = {-order};
        }
        next.back().push_back(single);
      }
    }
    out = std::move(next);
  }
  return out;
}

VariableOperator time_operator(Kind kind, int order) {
  VariableOperator op;
  op.kind = kind;
  op.orders = {order};
  return op;
}

// Time operators in the order of names: D.L.L.x is L2D.x, S12.D.x is DS12.x. Factor operators stand before them.
std::vector<VariableOperator> in_order(const std::vector<VariableOperator>& operators) {
  std::vector<VariableOperator> out, seasons;
  int lags = 0, differences = 0;
  for (const VariableOperator& op : operators) {
    const int order = op.orders.empty() ? 1 : op.orders[0];
    switch (op.kind) {
      case Kind::lag: lags += order; break;
      case Kind::lead: lags -= order; break;
      case Kind::difference: differences += order; break;
      case Kind::seasonal: seasons.push_back(op); break;
      default: out.push_back(op);
    }
  }
  if (lags != 0) out.push_back(time_operator(lags > 0 ? Kind::lag : Kind::lead, std::abs(lags)));
  if (differences != 0) out.push_back(time_operator(Kind::difference, differences));
  out.insert(out.end(), seasons.begin(), seasons.end());
  return out;
}

void append_item(const Interaction& item, const Context& c, Terms& out);

// What a factor stands for: single variables, or for a group in parentheses also products of them.
std::vector<std::vector<Factor>> resolve_factor(const Factor& f, const Context& c) {
  std::vector<std::vector<Factor>> out;
  if (!f.group.empty()) {
    Terms terms;
    for (Interaction item : f.group) {
      for (Factor& inner : item.factors)
        inner.operators.insert(inner.operators.begin(), f.operators.begin(), f.operators.end());
      append_item(item, c, terms);
    }
    for (Interaction& t : terms) out.push_back(std::move(t.factors));
    return out;
  }
  const Variables names = resolve_factor_names(f, c);
  for (const auto& operators : single_orders(f.operators))
    for (const std::string& name : names) {
      Factor r;
      r.operators = in_order(operators);
      r.pattern = name;
      r.span = f.span;
      out.push_back({std::move(r)});
    }
  return out;
}

bool has_factor_operator(const Factor& f) {
  return std::any_of(f.operators.begin(), f.operators.end(), [](const VariableOperator& op) { return !is_time(op); });
}

// In an interaction a bare variable is categorical.
Factor in_interaction(Factor f) {
  if (!has_factor_operator(f)) {
    VariableOperator i;
    i.kind = Kind::indicator;
    f.operators.insert(f.operators.begin(), i);
  }
  return f;
}

// Units joined by ##, each a list of factors joined by #.
std::vector<std::vector<Factor>> full_units(const Interaction& t) {
  std::vector<std::vector<Factor>> units{{t.factors[0]}};
  for (std::size_t i = 1; i < t.factors.size(); ++i) {
    if (t.joints[i - 1] == Interaction::Joint::full) units.push_back({});
    units.back().push_back(t.factors[i]);
  }
  return units;
}

void append_products(const std::vector<Factor>& factors, const Interaction& source, const Context& c, Terms& out) {
  Terms products{Interaction{}};
  for (const Factor& f : factors) {
    Terms next;
    for (const std::vector<Factor>& product : resolve_factor(f, c))
      for (const Interaction& p : products) {
        next.push_back(p);
        for (const Factor& r : product) next.back().factors.push_back(in_interaction(r));
      }
    products = std::move(next);
  }
  for (Interaction& p : products) {
    p.joints.assign(p.factors.size() - 1, Interaction::Joint::cross);
    p.span = source.span;
    out.push_back(std::move(p));
  }
}

void append_item(const Interaction& item, const Context& c, Terms& out) {
  if (item.factors.size() == 1) {
    for (std::vector<Factor>& product : resolve_factor(item.factors[0], c)) {
      Interaction t;
      t.span = item.span;
      t.factors = std::move(product);
      t.joints.assign(t.factors.size() - 1, Interaction::Joint::cross);
      out.push_back(std::move(t));
    }
    return;
  }
  const auto units = full_units(item);
  if (units.size() == 1) return append_products(item.factors, item, c, out);
  // a##b##c: i.a i.b a#b i.c a#c b#c a#b#c, in the order of the binary numbers of the units taken.
  for (unsigned taken = 1; taken < (1u << units.size()); ++taken) {
    std::vector<Factor> factors;
    for (std::size_t u = 0; u < units.size(); ++u)
      if (taken >> u & 1u) factors.insert(factors.end(), units[u].begin(), units[u].end());
    append_products(factors, item, c, out);
  }
}

std::string order_text(const char* letter, const VariableOperator& op) {
  const int n = op.orders.empty() ? 1 : op.orders[0];
  return n == 1 ? std::string(letter) : letter + std::to_string(n);
}

std::string operator_text(const VariableOperator& op) {
  switch (op.kind) {
    case Kind::lag: return order_text("L", op);
    case Kind::lead: return order_text("F", op);
    case Kind::difference: return order_text("D", op);
    case Kind::seasonal: return "S" + std::to_string(op.orders.empty() ? 1 : op.orders[0]);
    case Kind::continuous: return "c";
    case Kind::omit: return op.levels.empty() ? "o" : text::macro_number(op.levels[0]) + "o";
    case Kind::indicator: return op.levels.size() == 1 ? text::macro_number(op.levels[0]) : "i";
    case Kind::base:
      if (op.base_rule == VariableOperator::BaseRule::no_base)
        return op.levels.empty() ? "ibn" : text::macro_number(op.levels[0]) + "bn";
      return op.levels.empty() ? "ib" : text::macro_number(op.levels[0]) + "b";
  }
  return {};
}

std::string factor_name(const Factor& f, bool alone) {
  std::string operators;
  for (const VariableOperator& op : f.operators)
    if (!(alone && op.kind == Kind::continuous && f.operators.size() == 1)) operators += operator_text(op);
  return operators.empty() ? f.pattern : operators + "." + f.pattern;
}

// "1b.g" → "1.g"; "o.x" → "x"; "c.x" → "x" when it stands alone; "l.x" → "L.x".
std::string canonical_factor(std::string_view f, bool alone) {
  const std::size_t dot = f.rfind('.');
  if (dot == std::string_view::npos) return std::string(f);
  std::string operators;
  for (std::size_t i = 0; i < dot; ++i) {
    const char ch = f[i];
    const bool after_level = i > 0 && (std::isdigit(static_cast<unsigned char>(f[i - 1])) || f[i - 1] == 'b');
    if ((ch == 'b' || ch == 'o' || ch == 'n') && after_level) continue;
    if (ch == 'o') continue;
    const bool versus = ch == 's' && i > 0 && f[i - 1] == 'v';  // r1vs0.d
    operators += ch == 'l' || ch == 'f' || ch == 'd' || (ch == 's' && !versus)
                     ? static_cast<char>(std::toupper(static_cast<unsigned char>(ch)))
                     : ch;
  }
  if (alone && operators == "c") operators.clear();
  if (!alone && operators.empty()) operators = "c";
  const std::string name(f.substr(dot + 1));
  return operators.empty() ? name : operators + "." + name;
}

// Spans of f count from the begin of text; the caller's from the begin of the command.
template <class F>
auto pointing(std::string_view text, const Context& c, const F& f) {
  try {
    return f();
  } catch (const Error& e) {
    throw Error(e.code, e.what(), e.span ? c.place(text, *e.span) : std::nullopt, e.notes);
  }
}

[[noreturn]] void bad_new_name(int code, const std::string& message, const std::string& word, const Context& c) {
  throw Error(code, message, c.place(word, {0, static_cast<std::uint32_t>(word.size())}));
}

}  // namespace

Variables resolve_variables(const ast::Varlist& list, const Context& c) {
  Variables out;
  for (const Interaction& item : list.items) {
    if (item.factors.size() > 1) throw Error(101, "interactions not allowed", item.span);
    const Factor& f = item.factors[0];
    if (!f.operators.empty() || !f.group.empty()) {
      const bool time = !f.operators.empty() && is_time(f.operators[0]);
      throw Error(101, time ? "time-series operators not allowed" : "factor-variable operators not allowed", item.span);
    }
    for (std::string& name : resolve_factor_names(f, c)) out.push_back(std::move(name));
  }
  return out;
}

Variables resolve_variables(std::string_view text, const Context& c) {
  return pointing(text, c, [&] { return resolve_variables(grammar::parse_varlist(text), c); });
}

Terms resolve_terms(const ast::Varlist& list, const Context& c) {
  Terms out;
  for (const Interaction& item : list.items) append_item(item, c, out);
  return out;
}

Terms resolve_terms(std::string_view text, const Context& c) {
  return pointing(text, c, [&] { return resolve_terms(grammar::parse_varlist(text), c); });
}

std::vector<NewVariable> resolve_new_variables(std::string_view text, const Context& c) {
  std::vector<NewVariable> out;
  std::string type;
  // double(a b) c: the type holds for all within the parentheses.
  if (const std::size_t open = text.find('('); open != std::string_view::npos) {
    const std::size_t close = text.find(')', open);
    std::size_t begin = open;
    while (begin > 0 && !std::isspace(static_cast<unsigned char>(text[begin - 1]))) --begin;
    const std::string shared(text.substr(begin, open - begin));
    if (close == std::string_view::npos) bad_new_name(132, "parentheses do not match", std::string(text), c);
    if (!data::parse_type(shared)) bad_new_name(198, shared + " is not a storage type", shared, c);
    out = resolve_new_variables(text.substr(0, begin), c);
    std::vector<NewVariable> listed = resolve_new_variables(text.substr(open + 1, close - open - 1), c);
    for (NewVariable& v : listed) {
      if (v.type.empty()) v.type = shared;
      out.push_back(std::move(v));
    }
    listed = resolve_new_variables(text.substr(close + 1), c);
    out.insert(out.end(), listed.begin(), listed.end());
    return out;
  }
  for (const std::string& word : grammar::split_words(text)) {
    if (data::parse_type(word) && type.empty()) {
      type = word;
      continue;
    }
    // stub1-stub5
    const std::size_t dash = word.find('-');
    std::vector<std::string> names{word};
    if (dash != std::string::npos) {
      std::size_t digits = dash;
      while (digits > 0 && std::isdigit(static_cast<unsigned char>(word[digits - 1]))) --digits;
      const std::string stub = word.substr(0, digits), last = word.substr(dash + 1);
      if (digits == dash || last.compare(0, stub.size(), stub) != 0 || last.size() == stub.size())
        bad_new_name(198, word + " invalid range of new variables", word, c);
      names.clear();
      for (int i = std::stoi(word.substr(digits, dash - digits)); i <= std::stoi(last.substr(stub.size())); ++i)
        names.push_back(stub + std::to_string(i));
    }
    for (const std::string& name : names) {
      if (!data::valid_name(name)) bad_new_name(198, name + " invalid name", word, c);
      if (c.frame.find(name)) bad_new_name(110, "variable " + name + " already defined", word, c);
      out.push_back({name, type});
    }
    type.clear();
  }
  if (!type.empty()) bad_new_name(198, type + " is a storage type, not a variable name", type, c);
  return out;
}

std::string term_name(const ast::Interaction& term) {
  std::string out;
  for (const Factor& f : term.factors) {
    if (!out.empty()) out += "#";
    out += factor_name(f, term.factors.size() == 1);
  }
  return out;
}

std::string canonical_term(std::string_view name) {
  std::string equation;
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    equation = std::string(name.substr(0, colon + 1));
    name = name.substr(colon + 1);
  }
  if (name.find('#') == std::string_view::npos) return equation + canonical_factor(name, true);
  std::vector<std::string> factors;
  while (true) {
    const std::size_t hash = name.find('#');
    factors.push_back(canonical_factor(name.substr(0, hash), false));
    if (hash == std::string_view::npos) break;
    name = name.substr(hash + 1);
  }
  std::string out;
  for (const std::string& f : factors) out += (out.empty() ? "" : "#") + f;
  return equation + out;
}

}  // namespace nqp::command
