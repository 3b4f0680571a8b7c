#include "stdlib/kit/keep_rows.hpp"

#include <set>

#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;

Output by_variables(const KeepArgs& a, const Context& c, bool keeping) {
  const command::Variables names = command::resolve_variables(a.variables, c);
  const std::set<std::string> named(names.begin(), names.end());
  data::Frame f = c.frame;
  for (const data::Variable& v : c.frame.variables)
    if (named.contains(v.name) != keeping) f.remove(v.name);
  if (f.variables.empty()) {
    f.rows = 0;
    f.samples.clear();
  }
  Output out;
  out.frame = std::move(f);
  return out;
}

Output by_rows(const KeepArgs& a, const Context& c, bool keeping) {
  std::vector<std::uint8_t> stays = select(c, a.sample).flags(c.frame.rows);
  std::size_t gone = 0;
  for (std::uint8_t& s : stays) {
    if (!keeping) s = s ? 0 : 1;
    gone += s ? 0u : 1u;
  }
  Output out;
  if (gone > 0) out.frame = data::keep_rows(c.frame, stays);
  out.line(count_of(gone, "observation deleted", "observations deleted"));
  return out;
}

}  // namespace

Output keep_or_drop(const KeepArgs& a, const Context& c, bool keeping) {
  const bool rows = a.sample.condition || a.sample.range;
  if (rows && !a.variables.empty())
    throw Error(198, "a variable list and if or in may not be combined", std::nullopt,
                {"use two commands, one for the variables and one for the observations"});
  if (!rows && a.variables.empty())
    throw Error(100, std::string(keeping ? "keep" : "drop") + " needs variables, if or in");
  if (!rows && c.by) throw Error(190, "variables may not be dropped or kept with by");
  return rows ? by_rows(a, c, keeping) : by_variables(a, c, keeping);
}

}  // namespace nqp::kit
