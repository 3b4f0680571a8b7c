#include "stdlib/kit/rename.hpp"

#include <map>
#include <set>

#include "grammar/ast/error.hpp"

namespace nqp::kit {

void rename_all(data::Frame& f, const std::vector<std::pair<std::string, std::string>>& pairs) {
  const std::map<std::string, std::string> to(pairs.begin(), pairs.end());
  const auto renamed = [&](std::string& name) {
    if (const auto it = to.find(name); it != to.end()) name = it->second;
  };
  std::set<std::string> taken;
  for (data::Variable& v : f.variables) {
    const std::string before = v.name;
    renamed(v.name);
    if (v.name != before && !data::valid_name(v.name)) throw Error(198, v.name + " invalid name");
    if (!taken.insert(v.name).second)
      throw Error(110, "variable " + v.name + " already defined", std::nullopt,
                  {"two variables would have that name after renaming"});
  }
  for (std::string& key : f.sorted_by) renamed(key);
  if (f.panel) {
    renamed(f.panel->panel);
    renamed(f.panel->time);
  }
  f.changed = true;
}

}  // namespace nqp::kit
