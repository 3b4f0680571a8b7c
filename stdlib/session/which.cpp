// which: whether a command exists and where it is from.
#include "interpreter/command/definition.hpp"
#include "interpreter/command/registry.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/host/embedded.hpp"
#include "interpreter/runtime/ado_path.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::which_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string name;
  bool all = false;
};

// Words of the language that are no entries of the table of commands.
bool is_language(const std::string& name) {
  for (const char* word : {"by", "bysort", "capture", "quietly", "noisily", "foreach", "forvalues", "while", "if",
                           "else", "input", "end", "import", "export"})
    if (name == word) return true;
  return false;
}

void act(const Args& a, runtime::Session& s) {
  std::string name = a.name;
  if (const std::size_t dot = name.find('.'); dot != std::string::npos) name.resize(dot);
  if (s.programs().count(name)) return s.say("program " + name + ", defined in this session");
  bool second = false;
  if (const Command* c = find_command(name, {}, second)) return s.say("built-in command:  " + c->name);
  if (const auto file = runtime::find_program_file(name, s)) return s.say(*file);
  if (host::embedded_files().count(name + ".ado") != 0) return s.say("program of the library:  " + name);
  if (is_language(name)) return s.say("built-in command:  " + name);
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(name, command_names()); !hint.empty()) notes.push_back(hint);
  throw Error(111, "command " + a.name + " not found as either built-in or program", std::nullopt, notes);
}

}  // namespace

extern const Command which_command =
    define<Args>("which", "Say whether a command exists")
        .anything(&Args::name)
        .flag("all", &Args::all, "accepted for compatibility")
        .example("A built-in", "which display\nscalar ok = 1", "ok == 1")
        .example("An unknown one", "capture which nosuchcommand\nscalar rc = _rc", "rc == 111")
        .acts(act);

}  // namespace nqp::commands::which_
