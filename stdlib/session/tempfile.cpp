// tempfile: names that belong to the running do-file or program and vanish with it.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::tempfile_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string macros;
};

void act(const Args& a, runtime::Session& s) {
  for (const std::string& macro : grammar::split_words(a.macros)) {
    const std::string path = s.host().temporary_name();
    s.level().locals[macro] = path;
    s.level().temporary_files.push_back(path);
  }
}

}  // namespace

extern const Command tempfile_command =
    define<Args>("tempfile", "Name temporary files")
        .raw(&Args::macros)
        .example("A file", "set obs 2\ngenerate x = _n\ntempfile f\nsave \"`f'\"\nclear\nuse \"`f'\"\nscalar n = _N",
                 "n == 2")
        .acts(act);

}  // namespace nqp::commands::tempfile_
