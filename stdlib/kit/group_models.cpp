#include "stdlib/kit/group_models.hpp"

#include <algorithm>
#include <cmath>

#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {

std::vector<GroupRows> groups_of(const std::string& variable, const data::Frame& f,
                                 const std::vector<std::uint8_t>& use) {
  const data::Variable& v = f.at(variable);
  const data::ColumnPtr key[] = {v.column};
  const data::Groups g = data::make_groups(key, use, true);
  std::vector<GroupRows> out(g.count);
  for (std::size_t k = 0; k < g.count; ++k) {
    out[k].label = value_text(f, v, g.first[k]);
    out[k].value = v.is_string() ? data::missing : v.column->number(g.first[k]);
    out[k].use.assign(f.rows, 0);
  }
  for (std::size_t i = 0; i < f.rows; ++i)
    if (g.codes[i] != data::Groups::none) out[g.codes[i]].use[i] = 1;
  return out;
}

std::size_t GroupEstimates::find(const std::string& name) const {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

GroupEstimates estimate_rows(const std::string& command, const data::Frame& f, const std::vector<std::uint8_t>& use,
                             runtime::Session& s, bool shown) {
  s.set_frame(data::keep_rows(f, use));
  s.estimates_slot().reset();
  if (shown) s.run_command(command);
  else s.quietly([&] { s.run_command(command); });
  if (!s.estimates()) throw Error(301, "the command stored no estimates");
  const command::Results& e = s.estimates()->results;
  const eval::Matrix* b = e.find_matrix("b");
  const eval::Matrix* V = e.find_matrix("V");
  if (!b || !V) throw Error(301, "the command stored no coefficients");
  GroupEstimates out;
  out.n = e.scalar_or("N"), out.r2 = e.scalar_or("r2"), out.clusters = e.scalar_or("N_clust");
  const double df = e.scalar_or("df_r");
  for (std::size_t j = 0; j < b->columns; ++j) {
    const double se = std::sqrt((*V)(j, j));
    if (!(se > 0)) continue;
    out.names.push_back(b->column_names[j]);
    out.b.push_back((*b)(0, j));
    out.se.push_back(se);
    const double t = std::fabs(out.b.back() / se);
    out.p.push_back(2 * (data::is_missing(df) ? numeric::dist::normal(-t) : numeric::dist::ttail(df, t)));
  }
  return out;
}

}  // namespace nqp::kit
