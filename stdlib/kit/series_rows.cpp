#include "stdlib/kit/series_rows.hpp"

#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/group_values.hpp"

namespace nqp::kit {

std::vector<std::vector<data::Row>> ordered_rows(const command::Context& c, const command::Variables& by,
                                                 const std::string& time, const std::vector<std::uint8_t>& use) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : by) keys.push_back(c.frame.at(n).column);
  const data::Groups g = keys.empty() ? one_group(c.frame.rows, use) : data::make_groups(keys, use);
  std::vector<data::SortKey> order;
  if (!time.empty()) order.push_back({c.frame.at(time).column});
  std::vector<std::vector<data::Row>> rows(g.count);
  for (const data::Row i : data::sort_order(order, c.frame.rows))
    if (g.codes[i] != data::Groups::none && (time.empty() || !c.frame.at(time).column->missing_at(i)))
      rows[g.codes[i]].push_back(i);
  return rows;
}

}  // namespace nqp::kit
