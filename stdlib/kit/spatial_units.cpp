#include "stdlib/kit/spatial_units.hpp"

#include <algorithm>
#include <cmath>

#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/spatial/spatial_weights.hpp"

namespace nqp::kit {

SpatialWeights spatial_weights(const std::string& name, bool standardise, const command::Context& c) {
  const eval::Matrix* m = c.environment.matrix(name);
  if (!m)
    throw Error(111, "matrix " + name + " not found", std::nullopt,
                {"spatwmat makes weights from coordinates, neighbours or a file; mkmat from variables"});
  if (m->rows != m->columns || m->rows == 0)
    throw Error(503, "the weights " + name + " are not square: " + std::to_string(m->rows) + " by " +
                         std::to_string(m->columns));
  SpatialWeights out;
  out.name = name;
  out.w = numeric::Matrix(m->rows, m->columns, m->values);
  out.units = m->row_names;
  for (std::size_t i = 0; i < m->rows; ++i) out.w(i, i) = 0;
  for (const double x : out.w.data) {
    if (data::is_missing(x)) throw Error(504, "the weights " + name + " have missing values");
    if (x < 0) throw Error(402, "the weights " + name + " have negative entries");
  }
  out.islands = numeric::count_islands(out.w);
  if (standardise) numeric::standardise_rows(out.w);
  out.standardised = true;
  for (std::size_t i = 0; i < out.w.rows; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < out.w.cols; ++j) sum += out.w(i, j);
    out.standardised = out.standardised && (sum == 0 || std::fabs(sum - 1) < 1e-6);
  }
  return out;
}

void arrange_units(SpatialWeights& w, const std::vector<std::string>& names) {
  if (names.size() != w.units.size() || names == w.units) return;
  std::vector<std::size_t> from;
  for (const std::string& name : names) {
    const auto at = std::find(w.units.begin(), w.units.end(), name);
    if (at == w.units.end()) return;
    from.push_back(static_cast<std::size_t>(at - w.units.begin()));
  }
  w.w = numeric::submatrix(w.w, from, from);
  w.units = names;
}

std::vector<SpatialPeriod> spatial_periods(const command::Sample& sample, const std::string& id,
                                           const std::string& time, const command::Context& c) {
  std::vector<std::uint8_t> use = c.select(sample);
  std::vector<data::SortKey> keys;
  for (const std::string& name : {time, id})
    if (!name.empty()) {
      keys.push_back({c.frame.at(name).column});
      for (std::size_t i = 0; i < use.size(); ++i) use[i] = use[i] && !keys.back().column->missing_at(i);
    }
  std::vector<data::Row> order(c.frame.rows);
  if (keys.empty())
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<data::Row>(i);
  else
    order = data::sort_order(keys, c.frame.rows);
  std::vector<std::uint32_t> units(c.frame.rows, 0);
  if (!id.empty()) units = data::make_groups(std::vector{c.frame.at(id).column}, use).codes;
  std::vector<SpatialPeriod> out;
  const data::Column* times = time.empty() ? nullptr : &c.numeric(time);
  for (const data::Row row : order) {
    if (!use[row]) continue;
    const double t = times ? times->number(row) : data::missing;
    if (out.empty() || out.back().time != t) out.push_back({t, {}});
    std::vector<data::Row>& rows = out.back().rows;
    if (!id.empty() && !rows.empty() && units[rows.back()] == units[row])
      throw Error(451, "repeated values of " + id + (times ? " within " + time : ""), std::nullopt,
                  {times ? "every unit stands once in a period" : "give time() when the data are a panel"});
    rows.push_back(row);
  }
  if (out.empty()) throw Error(2000, "no observations");
  return out;
}

std::string island_note(std::size_t islands) {
  return islands == 0 ? "" : count_of(islands, "unit has no neighbours", "units have no neighbours");
}

}  // namespace nqp::kit
