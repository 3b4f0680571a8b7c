#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::mkdir_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string path;
  bool is_public = false;
};

Output run(const Args& a, const Context& c) {
  const std::string path = kit::unquoted(a.path);
  if (path.empty()) throw Error(100, "a folder name is needed");
  if (c.host.info(path).exists) throw Error(693, "could not make folder " + path + ": it exists");
  c.host.make_folder(path);
  return {};
}

}  // namespace

extern const Command mkdir_command =
    define<Args>("MKDir", "Make a folder")
        .anything(&Args::path)
        .flag("public", &Args::is_public, "accepted")
        .no_by()
        .changes(Effect::files)
        .example("A folder", "tempfile t\nmkdir \"`t'_folder\"\ncapture mkdir \"`t'_folder\", public", "_rc == 693")
        .example("Harmless when captured", "capture mkdir .", "_rc == 693")
        .runs(run);

}  // namespace nqp::commands::mkdir_
