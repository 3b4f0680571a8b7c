#include "stdlib/kit/dynamic_panel.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/factor_levels.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {

PanelGrid panel_grid(const command::Context& c) {
  if (!c.frame.panel || c.frame.panel->panel.empty() || c.frame.panel->time.empty())
    throw Error(459, "panel and time variable not set; use xtset", std::nullopt, {"xtset id year declares both"});
  PanelGrid g;
  g.rows = mark_sample(c, {}, {}, {{}, {c.frame.panel->panel, c.frame.panel->time}});
  const GroupCodes panels = group_codes(c.frame.panel->panel, g.rows, c);
  std::vector<double> times(g.rows.size());
  c.numeric(c.frame.panel->time).read_rows(g.rows.rows, times.data());
  const double first = *std::min_element(times.begin(), times.end());
  const double last = *std::max_element(times.begin(), times.end());
  const double delta = c.frame.panel->delta > 0 ? c.frame.panel->delta : 1;
  g.panels = panels.count;
  g.periods = static_cast<std::size_t>(std::lround((last - first) / delta)) + 1;
  for (std::size_t i = 0; i < times.size(); ++i)
    g.cell.push_back(static_cast<std::size_t>(panels.codes[i]) * g.periods +
                     static_cast<std::size_t>(std::lround((times[i] - first) / delta)));
  return g;
}

command::Terms single_columns(const command::Terms& terms, const command::Context& c) {
  command::Terms out;
  for (const ast::Interaction& t : terms) {
    if (t.factors.size() == 1 && !is_categorical(t.factors.front())) {
      out.push_back(t);
      continue;
    }
    for (const Slot& slot : make_design({t}, true, mark_sample(c, {}, {}, {{t}, {}}), c).slots)
      if (slot.state == Slot::State::kept) out.push_back(slot.term);
  }
  return out;
}

namespace {

// Values of a factor in the rows of the grid, or whether it has the level it names; `.` where it is missing.
std::vector<double> factor_on_rows(const ast::Factor& f, const EstimationSample& rows, const command::Context& c) {
  std::vector<double> v = sample_values(series_of(f), rows, c);
  for (const ast::VariableOperator& op : f.operators)
    if (!is_time_operator(op) && !op.levels.empty())
      for (double& value : v)
        if (!data::is_missing(value)) value = value == op.levels.front() ? 1 : 0;
  return v;
}

}  // namespace

numeric::Matrix on_grid(const command::Terms& terms, const PanelGrid& g, const command::Context& c) {
  numeric::Matrix out(g.panels * g.periods, terms.size(), numeric::undefined);
  for (std::size_t j = 0; j < terms.size(); ++j) {
    std::vector<double> product(g.rows.size(), 1.0);
    for (const ast::Factor& f : terms[j].factors) {
      const std::vector<double> values = factor_on_rows(f, g.rows, c);
      for (std::size_t i = 0; i < values.size(); ++i)
        product[i] = data::is_missing(values[i]) || data::is_missing(product[i]) ? data::missing
                                                                                 : product[i] * values[i];
    }
    for (std::size_t i = 0; i < product.size(); ++i)
      if (!data::is_missing(product[i])) out(g.cell[i], j) = product[i];
  }
  return out;
}

std::vector<std::int32_t> codes_on_grid(const std::string& variable, const EstimationSample& used, const PanelGrid& g,
                                        const command::Context& c) {
  const GroupCodes groups = group_codes(variable, used, c);
  std::vector<std::int32_t> out(g.panels * g.periods, 0);
  std::size_t next = 0;  // both lists of rows ascend, and used rows have panel and time
  for (std::size_t i = 0; i < g.rows.size() && next < used.size(); ++i)
    if (g.rows.rows[i] == used.rows[next]) out[g.cell[i]] = groups.codes[next++];
  return out;
}

void mask_outside(numeric::Matrix& y, const EstimationSample& used, const PanelGrid& g) {
  for (std::size_t i = 0; i < g.rows.size(); ++i)
    if (!used.use[g.rows.rows[i]]) y(g.cell[i], 0) = numeric::undefined;
}

void forbid_factors(const command::Terms& terms, const std::string& option) {
  for (const ast::Interaction& t : terms)
    if (t.factors.size() != 1 || is_categorical(t.factors.front()))
      throw Error(198, "factor variables are not allowed in " + option, t.span,
                  {"tabulate year, generate(yr) makes indicators"});
}

DynamicDesign dynamic_design(const command::Terms& terms, bool constant, const EstimationSample& used,
                             const PanelGrid& g, const command::Context& c) {
  DynamicDesign out;
  out.design = make_design(terms, true, used, c);  // differences of all levels add up to zero: there is a base
  out.design.constant = constant;
  command::Terms kept;
  for (const Slot& slot : out.design.slots)
    if (slot.state == Slot::State::kept) kept.push_back(slot.term);
  out.x = on_grid(kept, g, c);
  return out;
}

double dynamic_slopes(const numeric::DynamicFit& fit) {
  return static_cast<double>(std::count(fit.omitted.begin(), fit.omitted.end(), 0));
}

double dynamic_wald(const numeric::DynamicFit& fit) {
  std::vector<std::size_t> tested;
  for (std::size_t j = 0; j < fit.omitted.size(); ++j)
    if (!fit.omitted[j]) tested.push_back(j);
  return tested.empty() ? numeric::undefined : numeric::wald_zero(tested, fit.b, fit.V).chi2;
}

}  // namespace nqp::kit
