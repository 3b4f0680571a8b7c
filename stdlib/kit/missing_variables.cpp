#include "stdlib/kit/missing_variables.hpp"

#include <algorithm>

namespace nqp::kit {

std::vector<MissingVariable> variables_with_missing(const command::Variables& names, MissingOrder order,
                                                    const std::vector<data::Row>& rows, const command::Context& c) {
  std::vector<MissingVariable> out;
  for (const std::string& name : names) {
    const data::Variable& v = c.frame.at(name);
    if (v.is_string()) continue;
    const auto n = std::count_if(rows.begin(), rows.end(), [&](data::Row i) { return v.column->missing_at(i); });
    if (n > 0) out.push_back({name, v.column.get(), static_cast<std::size_t>(n)});
  }
  if (order == MissingOrder::given) return out;
  const bool fewest = order == MissingOrder::fewest;
  std::stable_sort(out.begin(), out.end(), [fewest](const MissingVariable& x, const MissingVariable& y) {
    return fewest ? x.count < y.count : x.count > y.count;
  });
  return out;
}

}  // namespace nqp::kit
