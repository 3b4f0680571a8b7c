#include "stdlib/kit/factor_levels.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/factor_settings.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::kit {

using Kind = ast::VariableOperator::Kind;
using BaseRule = ast::VariableOperator::BaseRule;

std::vector<double> sample_values(const ast::Factor& f, const EstimationSample& s, const command::Context& c) {
  std::vector<double> out(s.size());
  if (const data::Column* column = plain_column(f, c)) {
    column->read_rows(s.rows, out.data());
    return out;
  }
  const std::vector<double> all = series_values(f, c);
  for (std::size_t i = 0; i < s.size(); ++i) out[i] = all[s.rows[i]];
  return out;
}

namespace {

constexpr double largest_level = 2147483647.0;

void check_levels(const std::vector<double>& values, const ast::Factor& f) {
  for (const double x : values) {
    if (x < 0)
      throw Error(452, f.pattern + ": factor variables may not contain negative values", f.span,
                  {"write c." + f.pattern + " for a continuous variable, or recode it"});
    if (x != std::floor(x) || x > largest_level)
      throw Error(452, f.pattern + ": factor variables may not contain noninteger values", f.span,
                  {"write c." + f.pattern + " for a continuous variable"});
  }
}

FactorLevels factor_levels_of(const ast::Factor& f, const EstimationSample& s, const command::Context& c) {
  const std::vector<double> x = sample_values(f, s, c);
  check_levels(x, f);
  FactorLevels out;
  out.codes.resize(x.size());
  const double highest = x.empty() ? 0 : *std::max_element(x.begin(), x.end());
  if (highest <= 4.0 * static_cast<double>(x.size()) + 1024) {
    std::vector<std::int32_t> index(static_cast<std::size_t>(highest) + 1, -1);
    for (const double v : x) index[static_cast<std::size_t>(v)] = 0;
    for (std::size_t v = 0; v < index.size(); ++v) {
      if (index[v] < 0) continue;
      index[v] = static_cast<std::int32_t>(out.values.size());
      out.values.push_back(static_cast<double>(v));
    }
    for (std::size_t i = 0; i < x.size(); ++i) out.codes[i] = index[static_cast<std::size_t>(x[i])];
    return out;
  }
  out.values = x;
  std::sort(out.values.begin(), out.values.end());
  out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
  for (std::size_t i = 0; i < x.size(); ++i)
    out.codes[i] = static_cast<std::int32_t>(std::lower_bound(out.values.begin(), out.values.end(), x[i]) -
                                             out.values.begin());
  return out;
}

// The base operator of a factor, if it has one.
const ast::VariableOperator* base_operator(const ast::Factor& f) {
  for (const ast::VariableOperator& op : f.operators)
    if (op.kind == Kind::base || op.base_rule != BaseRule::none_given) return &op;
  return nullptr;
}

int level_index(const FactorLevels& l, double value) {
  const auto it = std::lower_bound(l.values.begin(), l.values.end(), value);
  return it != l.values.end() && *it == value ? static_cast<int>(it - l.values.begin()) : -1;
}

int most_frequent(const FactorLevels& l) {
  std::vector<std::size_t> count(l.values.size());
  for (const std::int32_t code : l.codes) ++count[static_cast<std::size_t>(code)];
  return static_cast<int>(std::max_element(count.begin(), count.end()) - count.begin());
}

// ib(#2).: the second of the levels in the sample.
int level_of_order(int order, const FactorLevels& l) {
  if (order < 1 || static_cast<std::size_t>(order) > l.values.size())
    throw Error(175, fmt::format("factor level out of range: ib(#{}). of {} levels", order, l.values.size()));
  return order - 1;
}

int base_by_rule(const ast::VariableOperator& op, const FactorLevels& l) {
  switch (op.base_rule) {
    case BaseRule::no_base: return -1;
    case BaseRule::first: return 0;
    case BaseRule::last: return static_cast<int>(l.values.size()) - 1;
    case BaseRule::frequent: return most_frequent(l);
    case BaseRule::level:
      if (!op.orders.empty()) return level_of_order(op.orders[0], l);
      return level_index(l, op.levels[0]);
    case BaseRule::none_given: return op.levels.empty() ? 0 : level_index(l, op.levels[0]);
  }
  return 0;
}

// The base that fvset keeps with the variable.
int base_by_setting(const data::Variable& v, const FactorLevels& l) {
  const auto it = v.characteristics.find(base_characteristic);
  if (it == v.characteristics.end() || it->second == "first") return 0;
  if (it->second == "none") return -1;
  if (it->second == "last") return static_cast<int>(l.values.size()) - 1;
  if (it->second == "frequent") return most_frequent(l);
  const auto level = parse_number(it->second);
  return level ? level_index(l, *level) : 0;
}

}  // namespace

std::map<std::string, FactorLevels> factor_levels(const command::Terms& terms, const EstimationSample& s,
                                                  const command::Context& c) {
  std::map<std::string, FactorLevels> out;
  std::map<std::string, const ast::VariableOperator*> rules;
  for (const ast::Interaction& term : terms)
    for (const ast::Factor& f : term.factors) {
      if (!is_categorical(f)) continue;
      const std::string name = series_name(f);
      if (!out.count(name)) {
        out.emplace(name, factor_levels_of(f, s, c));
        out.at(name).base = base_by_setting(c.frame.at(f.pattern), out.at(name));
      }
      if (const ast::VariableOperator* rule = base_operator(f)) rules.emplace(name, rule);
    }
  for (const auto& [name, rule] : rules) out.at(name).base = base_by_rule(*rule, out.at(name));
  return out;
}

}  // namespace nqp::kit
