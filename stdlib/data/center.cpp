#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::center_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string prefix, generate;
  bool standardize = false, inplace = false, replace = false, casewise = false, no_label = false, doubles = false;
  Variables by;
};

std::vector<std::string> new_names(const Args& a, const data::Frame& f) {
  std::vector<std::string> out;
  for (std::string_view rest = a.generate; !(rest = kit::trim(rest)).empty();) out.push_back(kit::take_word(rest));
  if (!out.empty() && out.size() != a.variables.size())
    throw Error(198, "generate() needs as many names as there are variables");
  if (out.empty())
    for (const std::string& v : a.variables) out.push_back((a.prefix.empty() ? "c_" : a.prefix) + v);
  for (const std::string& name : out)
    if (!a.replace || !f.find(name)) kit::check_new_name(f, name);
  return out;
}

// x less the mean of its group, divided by the group's standard deviation when asked. One observation, or values all
// alike, cannot be standardised: missing.
std::vector<double> centred(const std::vector<double>& x, const data::Groups& g, bool standardize) {
  const kit::GroupValues values(x, g);
  std::vector<double> mean(g.count, data::missing), sd(g.count, 1);
  for (std::size_t k = 0; k < g.count; ++k) {
    if (values.values(k).empty()) continue;
    const numeric::Summary s = numeric::summarize(values.values(k));
    mean[k] = s.mean;
    if (standardize) sd[k] = s.sd > 0 ? s.sd : data::missing;
  }
  std::vector<double> out(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t k = g.codes[i];
    if (k == data::Groups::none || data::is_missing(x[i]) || data::is_missing(sd[k])) continue;
    out[i] = data::checked((x[i] - mean[k]) / sd[k]);
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.inplace && !(a.generate + a.prefix).empty())
    throw Error(198, "inplace changes the variables themselves: generate() and prefix() name new ones");
  std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  if (a.casewise)
    for (const std::string& name : a.variables)
      for (std::size_t i = 0; i < use.size(); ++i)
        if (c.numeric(name).missing_at(i)) use[i] = 0;
  Variables by = a.by;
  if (c.by) by.insert(by.end(), c.by->variables.begin(), c.by->variables.end());
  std::vector<data::ColumnPtr> keys;
  for (const std::string& name : by) keys.push_back(c.frame.at(name).column);
  const data::Groups g = keys.empty() ? kit::one_group(c.frame.rows, use) : data::make_groups(keys, use);
  const std::vector<std::string> names = a.inplace ? a.variables : new_names(a, c.frame);
  const data::Storage type = a.doubles ? data::Storage::double_ : kit::default_storage(c);
  Output out;
  data::Frame f = c.frame;
  for (std::size_t j = 0; j < names.size(); ++j) {
    const data::Variable& old = c.frame.at(a.variables[j]);
    const std::vector<double> values = centred(kit::numbers_of(c.numeric(a.variables[j])), g, a.standardize);
    const data::ColumnPtr column = data::make_numeric(a.inplace ? data::Storage::double_ : type, values);
    if (const auto at = f.index(names[j])) {
      f.replace(*at, column);
      continue;
    }
    data::Variable v;
    v.name = names[j];
    v.column = column;
    if (!a.no_label)
      v.label = (old.label.empty() ? old.name : old.label) + (a.standardize ? " (standardized)" : " (centered)");
    f.add(std::move(v));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command center_command =
    define<Args>("center", "Center or standardize variables")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("PREfix", &Args::prefix, "beginning of the new names; c_ when not given")
        .text("Generate", &Args::generate, "new names, one a variable")
        .flag("Standardize", &Args::standardize, "divide by the standard deviation")
        .flag("INplace", &Args::inplace, "change the variables themselves")
        .flag("REPLACE", &Args::replace, "new variables may exist already")
        .flag("Casewise", &Args::casewise, "only rows complete in all variables")
        .flag("noLabel", &Args::no_label, "new variables without labels")
        .flag("Double", &Args::doubles, "store doubles")
        .variables("BY", &Args::by, "within groups")
        .by_native()
        .changes(Effect::data)
        .remark("Interactions of centered variables leave the main effects at the means.")
        .example("New variables", "sysuse auto\ncenter price mpg\nsummarize c_price", "abs(r(mean)) < .001")
        .example("Standardized, within groups",
                 "sysuse auto\nbysort foreign: center price, standardize prefix(z_) double\n"
                 "summarize z_price if foreign",
                 "abs(r(mean)) < 1e-12 & reldif(r(sd), 1) < 1e-12")
        .reference("After center by Ben Jann (SSC)")
        .runs(run);

}  // namespace nqp::commands::center_
