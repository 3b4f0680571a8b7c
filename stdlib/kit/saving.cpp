#include "stdlib/kit/saving.hpp"

#include <set>

#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

// Labels that no variable wears are left out unless orphans are asked for.
void drop_orphans(data::Frame& f) {
  std::set<std::string> worn;
  for (const data::Variable& v : f.variables) worn.insert(v.value_label);
  std::erase_if(f.value_labels, [&](const auto& entry) { return !worn.contains(entry.first); });
}

}  // namespace

command::Output save_data(const SaveArgs& a, const command::Context& c) {
  std::string path = unquoted(a.body);
  if (path.empty()) path = c.frame.file;
  if (path.empty()) throw Error(198, "a file name is needed");
  path = with_extension(path, "dta");
  if (c.frame.variables.empty() && !a.empty_ok) throw Error(111, "no variables defined: there is nothing to save");
  const bool new_file = !c.host.info(path).exists;
  require_free(c, path, a.replace);
  data::Frame f = c.frame;
  data::Frame written = c.frame;
  if (!a.orphans) drop_orphans(written);
  if (a.no_label) {
    written.value_labels.clear();
    for (data::Variable& v : written.variables) v.value_label.clear();
  }
  store_dta(c, written, path, a.version);
  mark_fresh(f, path);
  command::Output out;
  if (a.replace && new_file) out.line("(file " + path + " not found)");
  out.line("file " + path + " saved");
  out.frame = std::move(f);
  return out;
}

command::Definition<SaveArgs>& save_options(command::Definition<SaveArgs>& d) {
  return d.anything(&SaveArgs::body)
      .flag("replace", &SaveArgs::replace, "overwrite the file")
      .flag("noLabel", &SaveArgs::no_label, "leave out value labels")
      .flag("ORPHans", &SaveArgs::orphans, "keep value labels that no variable uses")
      .flag("EMPTYok", &SaveArgs::empty_ok, "even without data")
      .flag("all", &SaveArgs::all, "accepted")
      .no_by()
      .changes(command::Effect::data | command::Effect::files);
}

}  // namespace nqp::kit
