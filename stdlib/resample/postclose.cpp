// postclose: writes and closes a file that postfile opened.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/post_files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::postclose_ {
namespace {

using namespace command;

struct Args {
  std::string handle;
};

void act(const Args& a, runtime::Session& s) {
  const std::string handle(kit::trim(a.handle));
  kit::write_post_file(kit::find_post_file(handle, s), s);
  kit::post_files(s).erase(handle);
}

}  // namespace

extern const Command postclose_command =
    define<Args>("postclose", "Close a file of results")
        .raw(&Args::handle)
        .changes(Effect::files)
        .example("An empty file",
                 "tempfile t\npostfile h x using \"`t'\"\npostclose h\nuse \"`t'\", clear\nscalar n = _N", "n == 0")
        .example("Nothing open", "capture postclose nosuch", "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::postclose_
