#include "stdlib/kit/dynamic_panel.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/group_codes.hpp"
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

numeric::Matrix on_grid(const command::Terms& terms, const PanelGrid& g, const command::Context& c) {
  numeric::Matrix out(g.panels * g.periods, terms.size(), numeric::undefined);
  for (std::size_t j = 0; j < terms.size(); ++j) {
    const std::vector<double> values = term_values(terms[j], g.rows, c);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!data::is_missing(values[i])) out(g.cell[i], j) = values[i];
  }
  return out;
}

void mask_outside(numeric::Matrix& y, const EstimationSample& used, const PanelGrid& g) {
  for (std::size_t i = 0; i < g.rows.size(); ++i)
    if (!used.use[g.rows.rows[i]]) y(g.cell[i], 0) = numeric::undefined;
}

void forbid_factors(const command::Terms& terms, const std::string& command) {
  for (const ast::Interaction& t : terms)
    if (t.factors.size() != 1 || command::term_name(t).find('.') != std::string::npos)
      for (const ast::VariableOperator& op : t.factors.front().operators)
        if (op.kind > ast::VariableOperator::Kind::seasonal)
          throw Error(198, "factor variables are not allowed here", t.span,
                      {"tabulate year, generate(yr) makes indicators; " + command + " takes those"});
}

Coefficients dynamic_coefficients(const command::Terms& x, bool constant, const numeric::DynamicFit& fit) {
  Coefficients k;
  for (const ast::Interaction& t : x) k.names.push_back(command::term_name(t));
  if (constant) k.names.push_back("_cons");
  k.b = fit.b;
  k.V = fit.V;
  return k;
}

double dynamic_wald(const numeric::DynamicFit& fit, std::size_t slopes) {
  std::vector<std::size_t> tested(slopes);
  for (std::size_t j = 0; j < slopes; ++j) tested[j] = j;
  return slopes == 0 ? numeric::undefined : numeric::wald_zero(tested, fit.b, fit.V).chi2;
}

}  // namespace nqp::kit
