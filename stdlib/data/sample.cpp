#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::sample_ {
using namespace nqp::command;
namespace {

struct Args {
  ast::ExpressionPtr size;
  Sample sample;
  bool count = false;
  Variables by;
};

std::vector<std::vector<data::Row>> strata(const Args& a, const Context& c, const std::vector<std::uint8_t>& use) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : a.by) keys.push_back(c.frame.at(n).column);
  const data::Groups g = keys.empty() ? kit::one_group(c.frame.rows, use) : data::make_groups(keys, use);
  std::vector<std::vector<data::Row>> rows(g.count);
  for (std::size_t i = 0; i < g.codes.size(); ++i)
    if (g.codes[i] != data::Groups::none) rows[g.codes[i]].push_back(static_cast<data::Row>(i));
  return rows;
}

Output run(const Args& a, const Context& c) {
  const double size = eval::evaluate_number(*a.size, c.scope);
  if (data::is_missing(size) || size < 0 || (!a.count && size > 100))
    throw Error(198, "the size of the sample is out of range", a.size->span,
                {"percent lie between 0 and 100; option count draws a number of observations"});
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<std::uint8_t> use = s.flags(c.frame.rows);
  std::vector<std::uint8_t> keep(c.frame.rows);
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = use[i] ? 0 : 1;
  for (const std::vector<data::Row>& rows : strata(a, c, use)) {
    const auto n = static_cast<double>(rows.size());
    const double wanted = a.count ? std::min(n, size) : std::floor(n * size / 100 + 0.5);
    for (const std::size_t k :
         numeric::rng::sample_without_replacement(c.environment.rng(), rows.size(), static_cast<std::size_t>(wanted)))
      keep[rows[k]] = 1;
  }
  const auto gone = static_cast<std::size_t>(std::count(keep.begin(), keep.end(), std::uint8_t{0}));
  Output out;
  out.frame = data::keep_rows(c.frame, keep);
  out.line(kit::count_of(gone, "observation deleted", "observations deleted"));
  return out;
}

}  // namespace

extern const Command sample_command =
    define<Args>("sample", "Keep a random sample of the observations")
        .expression(&Args::size)
        .if_in(&Args::sample)
        .flag("Count", &Args::count, "the size is a number of observations, not percent")
        .variables("by", &Args::by, "draw within groups")
        .no_by()
        .changes(Effect::data)
        .remark("Observations outside if and in are kept. The order of the data stays.")
        .example("Ten percent", "sysuse grunfeld\nset seed 1\nsample 10", "_N == 20")
        .example("Three of each group", "sysuse grunfeld\nset seed 1\nsample 3, count by(firm)", "_N == 30")
        .runs(run);

}  // namespace nqp::commands::sample_
