#include "stdlib/kit/group_scaling.hpp"

#include <cmath>

#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

std::vector<std::string> scaled_names(const ScalingArgs& a, std::string_view prefix, const data::Frame& f) {
  std::vector<std::string> out;
  for (std::string_view rest = a.generate; !(rest = trim(rest)).empty();) out.push_back(take_word(rest));
  if (!out.empty() && out.size() != a.variables.size())
    throw Error(198, "generate() needs as many names as there are variables");
  if (out.empty())
    for (const std::string& v : a.variables) out.push_back((a.prefix.empty() ? std::string(prefix) : a.prefix) + v);
  for (const std::string& name : out)
    if (!a.replace || !f.find(name)) check_new_name(f, name);
  return out;
}

std::vector<double> scaled_values_of(const std::string& variable, const std::vector<double>& x, const data::Groups& g,
                           const ScalingArgs& a, ScalingOf scaling) {
  const GroupValues values(x, g);
  std::vector<Scaling> of_group(g.count, Scaling{0, data::missing});
  for (std::size_t k = 0; k < g.count; ++k)
    if (!values.values(k).empty()) of_group[k] = scaling(values.values(k), variable, a);
  std::vector<double> out(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t k = g.codes[i];
    if (k == data::Groups::none || data::is_missing(x[i]) || data::is_missing(of_group[k].divisor)) continue;
    out[i] = data::checked((x[i] - of_group[k].shift) / of_group[k].divisor);
  }
  return out;
}

}  // namespace

command::Output scale_within_groups(const ScalingArgs& a, const command::Context& c, ScalingOf scaling,
                                    std::string_view prefix, std::string_view ending) {
  if (a.inplace && !(a.generate + a.prefix).empty())
    throw Error(198, "inplace changes the variables themselves: generate() and prefix() name new ones");
  std::vector<std::uint8_t> use = select(c, a.sample).flags(c.frame.rows);
  if (a.casewise)
    for (const std::string& name : a.variables)
      for (std::size_t i = 0; i < use.size(); ++i)
        if (c.numeric(name).missing_at(i)) use[i] = 0;
  command::Variables by = a.by;
  if (c.by) by.insert(by.end(), c.by->variables.begin(), c.by->variables.end());
  std::vector<data::ColumnPtr> keys;
  for (const std::string& name : by) keys.push_back(c.frame.at(name).column);
  const data::Groups g = keys.empty() ? one_group(c.frame.rows, use) : data::make_groups(keys, use);
  const std::vector<std::string> names = a.inplace ? a.variables : scaled_names(a, prefix, c.frame);
  const data::Storage type = a.doubles ? data::Storage::double_ : default_storage(c);
  command::Output out;
  data::Frame f = c.frame;
  for (std::size_t j = 0; j < names.size(); ++j) {
    const data::Variable& old = c.frame.at(a.variables[j]);
    const std::vector<double> values = scaled_values_of(old.name, numbers_of(c.numeric(old.name)), g, a, scaling);
    const data::ColumnPtr column = data::make_numeric(a.inplace ? data::Storage::double_ : type, values);
    if (const auto at = f.index(names[j])) {
      f.replace(*at, column);
      continue;
    }
    data::Variable v;
    v.name = names[j];
    v.column = column;
    if (!a.no_label) v.label = (old.label.empty() ? old.name : old.label) + std::string(ending);
    f.add(std::move(v));
  }
  out.frame = std::move(f);
  return out;
}

command::Definition<ScalingArgs>& scaling_options(command::Definition<ScalingArgs>& d) {
  return d.varlist(&ScalingArgs::variables)
      .if_in(&ScalingArgs::sample)
      .text("PREfix", &ScalingArgs::prefix, "beginning of the new names")
      .text("Generate", &ScalingArgs::generate, "new names, one a variable")
      .flag("INplace", &ScalingArgs::inplace, "change the variables themselves")
      .flag("REPLACE", &ScalingArgs::replace, "new variables may exist already")
      .flag("Casewise", &ScalingArgs::casewise, "only rows complete in all variables")
      .flag("noLabel", &ScalingArgs::no_label, "new variables without labels")
      .flag("Double", &ScalingArgs::doubles, "store doubles")
      .variables("BY", &ScalingArgs::by, "within groups")
      .by_native()
      .changes(command::Effect::data);
}

}  // namespace nqp::kit
