#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/files.hpp"

namespace nqp::commands::copy_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  bool replace = false, is_public = false, text = false;
};

Output run(const Args& a, const Context& c) {
  const std::vector<std::string> words = grammar::split_words(a.body);
  if (words.size() != 2) throw Error(198, "write copy from to", std::nullopt, {"put names with blanks in quotes"});
  if (words[0].find("://") != std::string::npos)
    throw Error(601, "nothing is downloaded: " + words[0], std::nullopt, {"copy works on files of this machine"});
  const std::string bytes = c.host.read(words[0]);
  kit::require_free(c, words[1], a.replace);
  try {
    c.host.write(words[1], bytes);
  } catch (const Error& e) {
    if (e.code != 693 && e.code != 694) throw;
    std::vector<std::string> notes = e.notes;
    notes.insert(notes.begin(), e.what());
    throw Error(695, "could not copy " + words[0] + " to " + words[1], std::nullopt, std::move(notes));
  }
  return {};
}

}  // namespace

extern const Command copy_command =
    define<Args>("copy", "Copy a file")
        .anything(&Args::body)
        .flag("replace", &Args::replace, "overwrite the target")
        .flag("public", &Args::is_public, "accepted")
        .flag("text", &Args::text, "accepted")
        .no_by()
        .changes(Effect::files)
        .example(
            "A copy",
            "sysuse auto\ntempfile a b\nsave \"`a'\"\ncopy \"`a'\" \"`b'\", replace public text\nuse \"`b'\", clear",
            "_N == 74")
        .example("No source", "capture copy no_such_file.dta other.dta", "_rc == 601")
        .runs(run);

}  // namespace nqp::commands::copy_
