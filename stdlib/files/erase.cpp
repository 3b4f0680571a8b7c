#include "interpreter/command/definition.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::erase_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string path;
};

Output run(const Args& a, const Context& c) {
  const std::string path = kit::unquoted(a.path);
  if (path.empty()) throw Error(100, "a file name is needed");
  if (!c.host.info(path).exists) throw Error(601, "file " + path + " not found");
  c.host.remove(path);
  return {};
}

}  // namespace

extern const Command erase_command =
    define<Args>("erase", "Delete a file")
        .raw(&Args::path)
        .alias("rm")
        .no_by()
        .changes(Effect::files)
        .example("A file of ours",
                 "sysuse auto\ntempfile t\nsave \"`t'.dta\"\nerase \"`t'.dta\"\ncapture confirm file \"`t'.dta\"",
                 "_rc == 601")
        .example("One that does not exist", "capture erase no_such_file.dta", "_rc == 601")
        .runs(run);

}  // namespace nqp::commands::erase_
