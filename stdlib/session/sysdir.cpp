// sysdir: the named folders of the system.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/ado_path.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::sysdir_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  const std::vector<std::string>& names = runtime::system_folder_names();
  const std::vector<std::string> words = grammar::split_words(a.text);
  if (words.empty() || kit::abbreviates(words[0], "list")) {
    for (const std::string& name : names) s.say(text::pad_left(name + ":  ", 13) + runtime::system_folder(name, s));
    return;
  }
  if (words[0] != "set" || words.size() != 3) throw Error(198, "sysdir list, or sysdir set name folder");
  const std::string name = kit::unquoted(words[1]);
  std::string folder = kit::unquoted(words[2]);
  if (std::find(names.begin(), names.end(), name) == names.end())
    throw Error(198, name + " is no folder of the system");
  if (!folder.empty() && folder.back() != '/') folder += '/';
  s.state<runtime::SystemFolders>().set[name] = folder;
}

}  // namespace

extern const Command sysdir_command =
    define<Args>("sysdir", "Folders of the system")
        .raw(&Args::text)
        .no_by()
        .remark("sysdir set PERSONAL folder moves one; adopath says in which of them programs are looked for.")
        .example("Move one", "sysdir set PERSONAL \"/tmp/mine\"\nsysdir", "c(sysdir_personal) == \"/tmp/mine/\"")
        .example("Unknown", "capture sysdir set NOWHERE \"/tmp\"\nscalar rc = _rc", "rc == 198")
        .acts(act);

}  // namespace nqp::commands::sysdir_
