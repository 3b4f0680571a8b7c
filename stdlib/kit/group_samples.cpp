#include "stdlib/kit/group_samples.hpp"

#include <algorithm>

#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::kit {
namespace {

GroupSample sample_of_rows(const data::Column& x, const std::string& groups, const WeightedRows& rows,
                           const command::Context& c) {
  GroupSample out;
  out.time = data::missing;
  for (const data::Row row : rows.rows) out.x.push_back(x.number(row));
  out.w = rows.weights;
  if (groups.empty()) return out;
  const data::Variable& by = c.frame.at(groups);
  std::vector<std::uint8_t> use(c.frame.rows, 0);
  for (const data::Row row : rows.rows) use[row] = 1;
  const data::Groups g = data::make_groups(std::vector{by.column}, use);
  for (const data::Row row : rows.rows) out.groups.push_back(g.codes[row]);
  for (const data::Row first : g.first) out.names.push_back(value_text(c.frame, by, first));
  return out;
}

}  // namespace

std::vector<GroupSample> group_samples(const std::string& variable, const std::string& groups, const std::string& time,
                                       const command::Sample& sample, const command::Weight& weight,
                                       const command::Context& c) {
  const data::Column& x = c.numeric(variable);
  std::vector<const data::Column*> needed{&x};
  for (const std::string& name : {groups, time})
    if (!name.empty()) needed.push_back(c.frame.at(name).column.get());
  const WeightedRows rows = complete_rows(weighted_rows(c, sample, weight), needed);
  need_rows(rows);
  for (const data::Row row : rows.rows)
    if (x.number(row) < 0)
      throw Error(459, variable + " has negative values", std::nullopt, {"measures of inequality need values >= 0"});
  if (time.empty()) return {sample_of_rows(x, groups, rows, c)};
  const data::Variable& periods = c.frame.at(time);
  std::vector<std::uint8_t> use(c.frame.rows, 0);
  for (const data::Row row : rows.rows) use[row] = 1;
  const data::Groups g = data::make_groups(std::vector{periods.column}, use);
  std::vector<std::uint32_t> codes;
  for (const data::Row row : rows.rows) codes.push_back(g.codes[row]);
  std::vector<GroupSample> out;
  for (std::uint32_t k = 0; k < g.count; ++k) {
    out.push_back(sample_of_rows(x, groups, rows_of_group(rows, codes, k), c));
    out.back().label = value_text(c.frame, periods, g.first[k]);
    if (!periods.is_string()) out.back().time = periods.column->number(g.first[k]);
  }
  return out;
}

std::vector<LabelledValues> labelled_values(const command::Variables& variables, const std::string& over,
                                            const command::Sample& sample, const command::Context& c) {
  std::vector<LabelledValues> out;
  if (over.empty()) {
    const WeightedRows rows = weighted_rows(c, sample);
    for (const std::string& name : variables)
      out.push_back({variable_label(name, c.frame), observed(c.numeric(name), rows).x});
  } else {
    if (variables.size() > 1) throw Error(198, "groups go with one variable");
    const data::Column& x = c.numeric(variables[0]);
    const data::Column& group = *c.frame.at(over).column;
    const WeightedRows rows = complete_rows(weighted_rows(c, sample), {&x, &group});
    const GroupSample s = sample_of_rows(x, over, rows, c);
    for (const std::string& name : s.names) out.push_back({name, {}});
    for (std::size_t i = 0; i < s.x.size(); ++i) out[s.groups[i]].x.push_back(s.x[i]);
  }
  out.erase(std::remove_if(out.begin(), out.end(), [](const LabelledValues& v) { return v.x.empty(); }), out.end());
  if (out.empty()) throw Error(2000, "no observations");
  return out;
}

}  // namespace nqp::kit
