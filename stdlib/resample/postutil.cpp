// postutil: which files of results are open; gives them all up.
#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/post_files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::postutil_ {
namespace {

using namespace command;

struct Args {
  std::string word;
};

void act(const Args& a, runtime::Session& s) {
  const std::string word(kit::trim(a.word));
  if (word == "clear") return kit::post_files(s).clear();
  if (!kit::abbreviates(word, "DIR")) throw Error(198, "invalid syntax: postutil dir or postutil clear");
  for (const auto& [handle, file] : kit::post_files(s)) s.say("  " + handle + "  " + file.path);
}

}  // namespace

extern const Command postutil_command =
    define<Args>("postutil", "Open files of results")
        .raw(&Args::word)
        .no_by()
        .changes(Effect::files)
        .remark("postutil dir lists them; postutil clear gives them up without writing.")
        .example("A handle is free again",
                 "tempfile t\npostfile h x using \"`t'\"\npostutil dir\npostutil clear\npostfile h y using \"`t'\", "
                 "replace\n"
                 "post h (1)\npostclose h\nuse \"`t'\", clear",
                 "y[1] == 1")
        .example("Other words", "capture postutil nothing", "_rc == 198")
        .acts(act);

}  // namespace nqp::commands::postutil_
