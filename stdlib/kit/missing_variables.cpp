#include "stdlib/kit/missing_variables.hpp"

#include <algorithm>

namespace nqp::kit {

namespace {

data::ColumnPtr extended_as_known(const data::Column& x) {
  std::vector<double> flag(x.size());
  for (std::size_t i = 0; i < flag.size(); ++i) flag[i] = x.number(i) == data::missing ? data::missing : 1;
  return data::make_numeric(data::Storage::byte_, flag);
}

}  // namespace

std::vector<MissingVariable> variables_with_missing(const command::Variables& names, MissingOrder order,
                                                    bool extended_is_known, const std::vector<data::Row>& rows,
                                                    const command::Context& c) {
  std::vector<MissingVariable> out;
  for (const std::string& name : names) {
    const data::Variable& v = c.frame.at(name);
    if (v.is_string()) continue;
    const data::ColumnPtr x = extended_is_known ? extended_as_known(*v.column) : v.column;
    const auto n = std::count_if(rows.begin(), rows.end(), [&](data::Row i) { return x->missing_at(i); });
    if (n > 0) out.push_back({name, x, static_cast<std::size_t>(n)});
  }
  if (order == MissingOrder::given) return out;
  const bool fewest = order == MissingOrder::fewest;
  std::stable_sort(out.begin(), out.end(), [fewest](const MissingVariable& x, const MissingVariable& y) {
    return fewest ? x.count < y.count : x.count > y.count;
  });
  return out;
}

}  // namespace nqp::kit
