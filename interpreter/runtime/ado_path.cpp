#include "interpreter/runtime/ado_path.hpp"

#include <algorithm>

#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {

const std::vector<std::string>& system_folder_names() {
  static const std::vector<std::string> names = {"STATA", "BASE", "SITE", "PLUS", "PERSONAL", "OLDPLACE"};
  return names;
}

std::string system_folder(const std::string& name, Session& s) {
  const auto& set = s.state<SystemFolders>().set;
  if (const auto it = set.find(name); it != set.end()) return it->second;
  const auto& names = system_folder_names();
  if (std::find(names.begin(), names.end(), name) == names.end()) return {};
  std::string lower = name;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::string home = s.host().environment("HOME");
  return (home.empty() ? std::string("~") : home) + "/ado/" + lower + "/";
}

std::optional<std::string> find_program_file(const std::string& name, Session& s) {
  for (const std::string& part : s.state<AdoPath>().folders) {
    std::string folder = system_folder(part, s);
    std::vector<std::string> places;
    if (folder.empty()) {
      folder = part == "." ? "" : part;
      if (!folder.empty() && folder.back() != '/') folder += '/';
    } else if (part == "PLUS") {
      places.push_back(folder + name.substr(0, 1) + "/");
    }
    places.push_back(folder);
    for (const std::string& place : places)
      for (const char* ending : {".ado", ".nqp"})
        if (const host::FileInfo i = s.host().info(place + name + ending); i.exists && !i.folder)
          return place + name + ending;
  }
  return std::nullopt;
}

}  // namespace nqp::runtime
