#include "interpreter/command/definition.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::rmdir_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string path;
};

Output run(const Args& a, const Context& c) {
  const std::string path = kit::unquoted(a.path);
  if (path.empty()) throw Error(100, "a folder name is needed");
  const host::FileInfo info = c.host.info(path);
  if (!info.exists) throw Error(601, "folder " + path + " not found");
  if (!info.folder) throw Error(693, path + " is a file", std::nullopt, {"erase removes files"});
  c.host.remove(path);
  return {};
}

}  // namespace

extern const Command rmdir_command =
    define<Args>("rmdir", "Remove an empty folder")
        .anything(&Args::path)
        .no_by()
        .changes(Effect::files)
        .example("Made and removed",
                 "tempfile t\nmkdir \"`t'_folder\"\nrmdir \"`t'_folder\"\ncapture rmdir \"`t'_folder\"", "_rc == 601")
        .example("Files are left alone",
                 "sysuse auto\ntempfile t\nsave \"`t'\"\ncapture rmdir \"`t'\"\nconfirm file \"`t'\"", "_rc == 693")
        .runs(run);

}  // namespace nqp::commands::rmdir_
