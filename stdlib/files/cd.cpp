#include "interpreter/command/definition.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::cd_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string path;
};

Output run(const Args& a, const Context& c) {
  const std::string path = kit::unquoted(a.path);
  if (!path.empty()) c.host.change_folder(path);
  return Output{}.line(c.host.folder(), report::Style::result);
}

}  // namespace

extern const Command cd_command =
    define<Args>("cd", "Change or show the current folder")
        .raw(&Args::path)
        .alias("chdir")
        .no_by()
        .changes(Effect::process)
        .example("Where am I", "cd", "c(pwd) != \"\"")
        .example("A folder that does not exist", "capture cd no_such_folder", "_rc == 170")
        .runs(run);

}  // namespace nqp::commands::cd_
