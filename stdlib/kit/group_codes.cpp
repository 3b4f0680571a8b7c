#include "stdlib/kit/group_codes.hpp"

#include "interpreter/dataset/groups.hpp"

namespace nqp::kit {

GroupCodes group_codes(const std::string& text, const EstimationSample& s, const command::Context& c) {
  std::vector<data::ColumnPtr> keys;
  for (const data::Variable* v : group_variables(text, c)) keys.push_back(v->column);
  const data::Groups groups = data::make_groups(keys, s.use);
  GroupCodes out;
  out.count = groups.count;
  out.first = groups.first;
  out.codes.reserve(s.rows.size());
  for (const data::Row r : s.rows) out.codes.push_back(static_cast<std::int32_t>(groups.codes[r]));
  return out;
}

}  // namespace nqp::kit
