#include "stdlib/kit/panel_rows.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/promote.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::kit {
namespace {

void extend(data::Frame& f, const std::string& name, const std::vector<double>& more) {
  const std::size_t i = *f.index(name);
  std::vector<double> x = numbers_of(*f.variables[i].column);
  std::copy(more.begin(), more.end(), x.end() - static_cast<std::ptrdiff_t>(more.size()));
  Promotion p(f.variables[i].column->type().storage);
  for (const double v : more) p.see(v);
  f.replace(i, data::make_numeric(p.storage(), x));
}

}  // namespace

Panel panel_of(const command::Context& c, bool need_time, const std::vector<std::uint8_t>& use, const std::string& id) {
  if (id.empty() && !c.frame.panel)
    throw Error(459, "panel variable not set", std::nullopt, {"declare the data: xtset panelvar timevar"});
  Panel p;
  if (id.empty()) p.declared = *c.frame.panel;
  else p.declared.panel = id;
  if (need_time && p.declared.time.empty())
    throw Error(111, "time variable not set", std::nullopt, {"declare the data: xtset panelvar timevar"});
  p.id.assign(c.frame.rows, 0);
  if (!p.declared.panel.empty()) p.id = numbers_of(c.numeric(p.declared.panel));
  p.time.assign(c.frame.rows, 0);
  if (!p.declared.time.empty()) p.time = numbers_of(c.numeric(p.declared.time));
  std::vector<std::uint8_t> in_panel(c.frame.rows, 1);
  for (std::size_t i = 0; i < in_panel.size(); ++i)
    if (data::is_missing(p.id[i]) || data::is_missing(p.time[i]) || (!use.empty() && !use[i])) in_panel[i] = 0;
  const data::ColumnPtr key = p.declared.panel.empty() ? nullptr : c.frame.at(p.declared.panel).column;
  const data::Groups g = key ? data::make_groups({&key, 1}, in_panel) : one_group(c.frame.rows, in_panel);
  std::vector<data::SortKey> order;
  if (!p.declared.time.empty()) order.push_back({c.frame.at(p.declared.time).column});
  p.rows.resize(g.count);
  for (const data::Row i : data::sort_order(order, c.frame.rows))
    if (g.codes[i] != data::Groups::none) p.rows[g.codes[i]].push_back(i);
  for (const data::Row i : g.first) p.ids.push_back(p.id[i]);
  return p;
}

data::Frame add_periods(const command::Context& c, const Panel& p, const std::vector<double>& ids,
                        const std::vector<double>& times) {
  data::Frame f = add_observations(c.frame, times.size());
  std::vector<data::SortKey> keys;
  if (!p.declared.panel.empty()) {
    extend(f, p.declared.panel, ids);
    keys.push_back({f.at(p.declared.panel).column});
  }
  extend(f, p.declared.time, times);
  keys.push_back({f.at(p.declared.time).column});
  data::Frame out = data::gather(f, data::sort_order(keys, f.rows));
  if (!p.declared.panel.empty()) out.sorted_by.push_back(p.declared.panel);
  out.sorted_by.push_back(p.declared.time);
  return out;
}

}  // namespace nqp::kit
