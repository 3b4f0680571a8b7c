#include "stdlib/kit/coefficient_name.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

using Kind = ast::VariableOperator::Kind;

CoefficientName parse_coefficient_name(std::string_view column) {
  CoefficientName out;
  if (const std::size_t colon = column.find(':'); colon != std::string_view::npos) {
    out.equation = std::string(column.substr(0, colon));
    column.remove_prefix(colon + 1);
  }
  out.name = std::string(column);
  if (out.name.empty() || out.name == "_cons" || out.name[0] == '/') return out;
  try {
    const ast::Varlist list = grammar::parse_varlist(out.name);
    if (list.items.size() == 1) out.term = list.items[0];
  } catch (const Error&) {
    return out;  // ancillary parameters have names of their own
  }
  for (const ast::Factor& f : out.term.factors)
    for (const ast::VariableOperator& op : f.operators) {
      if (op.kind == Kind::base && op.base_rule != ast::VariableOperator::BaseRule::no_base) out.marked_base = true;
      if (op.kind == Kind::omit) out.marked_omitted = true;
    }
  return out;
}

std::string block_name(const CoefficientName& n) {
  const bool categorical = std::any_of(n.term.factors.begin(), n.term.factors.end(), is_categorical);
  return categorical ? interaction_name(n) : std::string();
}

std::string interaction_name(const CoefficientName& n) {
  std::string out;
  for (const ast::Factor& f : n.term.factors) {
    std::string part = series_name(f);
    if (!is_categorical(f)) part = (f.operators.size() > 0 && is_time_operator(f.operators.back()) ? "c" : "c.") + part;
    out += (out.empty() ? "" : "#") + part;
  }
  return out;
}

namespace {

// The levels a factor names; empty for all.
std::vector<double> levels_named(const ast::Factor& f) {
  for (const ast::VariableOperator& op : f.operators) {
    const bool rule = op.base_rule == ast::VariableOperator::BaseRule::level;
    if (!is_time_operator(op) && !op.levels.empty() && !rule) return op.levels;
  }
  return {};
}

bool factor_matches(const ast::Factor& asked, const ast::Factor& have) {
  if (is_categorical(asked) != is_categorical(have) || series_name(asked) != series_name(have)) return false;
  const std::vector<double> wanted = levels_named(asked), given = levels_named(have);
  return wanted.empty() || (!given.empty() && std::find(wanted.begin(), wanted.end(), given[0]) != wanted.end());
}

}  // namespace

bool term_matches(const ast::Interaction& asked, const CoefficientName& n) {
  if (asked.factors.size() != n.term.factors.size()) return false;
  std::vector<const ast::Factor*> left;
  for (const ast::Factor& f : n.term.factors) left.push_back(&f);
  for (const ast::Factor& f : asked.factors) {
    const auto it = std::find_if(left.begin(), left.end(), [&](const ast::Factor* h) { return factor_matches(f, *h); });
    if (it == left.end()) return false;
    left.erase(it);
  }
  return true;
}

}  // namespace nqp::kit
