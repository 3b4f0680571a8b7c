// cmdlog: the commands as typed, kept in a text file.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::cmdlog_ {
namespace {

using namespace nqp::command;
using runtime::CommandLog;
using runtime::Session;

struct Args {
  std::string what, file;
  bool replace = false, append = false, permanently = false;
};

void open(const Args& a, Session& s) {
  if (s.command_log()) throw Error(604, "cmdlog file already open", std::nullopt, {"cmdlog close ends it"});
  if (a.replace && a.append) throw Error(184, "options replace and append may not be combined");
  const std::size_t slash = a.file.find_last_of("/\\");
  const bool suffix = a.file.find('.', slash == std::string::npos ? 0 : slash) != std::string::npos;
  const std::string path = suffix ? a.file : a.file + ".txt";
  if (s.host().info(path).exists && !a.replace && !a.append)
    throw Error(602, "file " + path + " already exists", std::nullopt, {"add replace or append"});
  s.command_log() = CommandLog{path, s.host().append(path, !a.append), true};
  s.say("(cmdlog " + path + " opened)");
}

void act(const Args& a, Session& s) {
  if (!a.file.empty() && a.what.empty()) return open(a, s);
  std::optional<CommandLog>& log = s.command_log();
  if (a.what.empty())
    return s.say(log ? "  cmdlog " + log->path + (log->on ? "  (on)" : "  (off)") : "  no cmdlog file is open");
  if (a.what != "close" && a.what != "on" && a.what != "off")
    throw Error(198, "cmdlog " + a.what + " not allowed", std::nullopt, {"cmdlog using file, cmdlog close, on, off"});
  if (!log) throw Error(607, "no cmdlog file open");
  if (a.what == "close") log.reset();
  else log->on = a.what == "on";
}

}  // namespace

extern const Command cmdlog_command =
    define<Args>("cmdlog", "Keep the commands in a text file")
        .anything(&Args::what)
        .using_file(&Args::file, false)
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("append", &Args::append, "add to the file")
        .flag("PERmanently", &Args::permanently, "accepted")
        .no_by()
        .changes(Effect::files)
        .remark(
            "Keeps what is typed, or stands in the do-file that nqp was started with; do-files that it runs count as "
            "the do command. The suffix is .txt.")
        .example("Open and close",
                 "tempfile f\ncmdlog using \"`f'\", replace\ndisplay 1\ncmdlog off\ncmdlog on\ncmdlog close\n"
                 "scalar ok = 1",
                 "ok == 1")
        .example("Closing nothing", "capture cmdlog close\nscalar rc = _rc", "rc == 607")
        .acts(act);

}  // namespace nqp::commands::cmdlog_
