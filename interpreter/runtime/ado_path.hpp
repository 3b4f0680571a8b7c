// Where programs in files are looked for, and the named folders of the system.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nqp::runtime {

class Session;

// Folders or names of system folders, searched in order.
struct AdoPath {
  std::vector<std::string> folders = {".", "PERSONAL", "PLUS", "OLDPLACE"};
};

// Folders that `sysdir set` gave; the others are below the home folder.
struct SystemFolders {
  std::map<std::string, std::string> set;
};

// STATA, BASE, SITE, PLUS, PERSONAL and OLDPLACE.
const std::vector<std::string>& system_folder_names();

// With a slash at its end; empty when `name` is none.
std::string system_folder(const std::string& name, Session& s);

// The file name.ado or name.nqp on the path (PLUS keeps files in folders of their first letter).
std::optional<std::string> find_program_file(const std::string& name, Session& s);

}  // namespace nqp::runtime
