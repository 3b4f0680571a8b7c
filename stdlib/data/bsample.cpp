#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::bsample_ {
using namespace nqp::command;
namespace {

using data::Groups;
using data::Row;

struct Args {
  std::string size;
  Sample sample;
  Variables strata, cluster;
  NewVariable id_cluster;
  std::string weight;
};

Groups groups_of(const Variables& names, const Context& c, const std::vector<std::uint8_t>& use) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : names) keys.push_back(c.frame.at(n).column);
  return keys.empty() ? kit::one_group(c.frame.rows, use) : data::make_groups(keys, use);
}

// What is drawn: clusters, or single rows without cluster().
struct Units {
  std::vector<std::vector<Row>> rows;
  std::vector<std::uint32_t> stratum;
};

Units units_of(const Args& a, const Context& c, const std::vector<std::uint8_t>& use, const Groups& strata) {
  Units u;
  Variables names = a.cluster;
  names.insert(names.end(), a.strata.begin(), a.strata.end());
  const bool clustered = !a.cluster.empty();
  const Groups g = clustered ? groups_of(names, c, use) : Groups{};
  if (clustered) {
    u.rows.resize(g.count);
    u.stratum.resize(g.count);
  }
  for (std::size_t i = 0; i < c.frame.rows; ++i) {
    if (strata.codes[i] == Groups::none) continue;
    if (clustered) {
      u.rows[g.codes[i]].push_back(static_cast<Row>(i));
      u.stratum[g.codes[i]] = strata.codes[i];
    } else {
      u.rows.push_back({static_cast<Row>(i)});
      u.stratum.push_back(strata.codes[i]);
    }
  }
  return u;
}

Output run(const Args& a, const Context& c) {
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<std::uint8_t> use = s.flags(c.frame.rows);
  const Groups strata = groups_of(a.strata, c, use);
  if (strata.count == 0) throw Error(2000, "no observations");
  const Units u = units_of(a, c, use, strata);
  std::vector<std::vector<std::size_t>> members(strata.count);
  for (std::size_t k = 0; k < u.rows.size(); ++k) members[u.stratum[k]].push_back(k);

  std::vector<double> times(u.rows.size(), 0);
  std::vector<Row> drawn;
  std::vector<double> number;
  for (const std::vector<std::size_t>& m : members) {
    std::size_t n = m.size();
    if (!a.size.empty()) {
      const double asked = eval::evaluate_number(*grammar::parse_expression(a.size), c.scope);
      if (data::is_missing(asked) || asked < 1 || asked > static_cast<double>(m.size()))
        throw Error(498, "the resample size must lie between 1 and the number of units");
      n = static_cast<std::size_t>(asked);
    }
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t unit = m[numeric::rng::below(c.environment.rng(), m.size())];
      ++times[unit];
      for (const Row row : u.rows[unit]) {
        drawn.push_back(row);
        number.push_back(static_cast<double>(k + 1));
      }
    }
  }
  Output out;
  if (!a.weight.empty()) {
    std::vector<double> w(c.frame.rows, 0);
    for (std::size_t k = 0; k < u.rows.size(); ++k)
      for (const Row row : u.rows[k]) w[row] = times[k];
    data::Frame f = c.frame;
    f.replace(*f.index(c.variable(a.weight).name), data::make_narrowest(w));
    out.frame = std::move(f);
    return out;
  }
  data::Frame f = data::gather(c.frame, drawn);
  if (!a.id_cluster.name.empty()) f.add({a.id_cluster.name, data::make_narrowest(number), "", "", "", {}});
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command bsample_command =
    define<Args>("bsample", "Draw observations with replacement")
        .anything(&Args::size)
        .if_in(&Args::sample)
        .variables("STRata", &Args::strata, "draw within strata")
        .variables("CLuster", &Args::cluster, "draw whole clusters")
        .new_variable("IDcluster", &Args::id_cluster, "number of the drawn cluster")
        .text("Weight", &Args::weight, "existing variable that gets the number of draws; the data stay")
        .no_by()
        .changes(Effect::data)
        .example("As many as there are", "sysuse auto\nset seed 1\nbsample", "_N == 74")
        .example("Clusters", "sysuse grunfeld\nset seed 1\nbsample 5, cluster(firm) idcluster(k)", "_N == 100")
        .example("Frequencies only",
                 "sysuse auto\ngenerate w = .\nset seed 1\nbsample, strata(foreign) weight(w)\nsummarize w",
                 "r(sum) == 74")
        .runs(run);

}  // namespace nqp::commands::bsample_
