// log: what is shown, kept in a text file.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/report/log_sink.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;

struct Args {
  std::string what;
  std::string file;
  std::string name = "<unnamed>";
  bool replace = false, append = false, text = false, smcl = false, nomsg = false;
};

std::string path_of(const Args& a) {
  const std::size_t slash = a.file.find_last_of("/\\");
  const bool suffix = a.file.find('.', slash == std::string::npos ? 0 : slash) != std::string::npos;
  return suffix ? a.file : a.file + (a.text ? ".log" : ".smcl");
}

void open(const Args& a, runtime::Session& s) {
  for (const auto& [name, log] : s.logs())
    if (name == a.name) throw Error(604, "log file already open", std::nullopt, {"log close ends it"});
  const std::string path = path_of(a);
  if (s.host().info(path).exists && !a.replace && !a.append)
    throw Error(602, "file " + path + " already exists", std::nullopt, {"add replace or append"});
  auto sink = std::make_unique<report::LogSink>(s.host().append(path, !a.append), s.settings().linesize);
  s.logs().emplace_back(a.name, std::move(sink));
  if (!a.nomsg) s.say("      log: " + path + "  (opened, text)");
}

void close(const Args& a, runtime::Session& s) {
  auto& logs = s.logs();
  const std::string target = a.file.empty() ? a.name : a.file;
  const auto it = std::find_if(logs.begin(), logs.end(), [&](const auto& l) { return l.first == target; });
  if (target == "_all") return logs.clear();
  if (it == logs.end()) throw Error(606, "no log file open");
  logs.erase(it);
}

void act(const Args& a, runtime::Session& s) {
  if (a.what.empty() && !a.file.empty()) return open(a, s);
  if (a.what.empty()) return s.say(s.logs().empty() ? "no log file is open" : "a log file is open");
  if (a.what.compare(0, 5, "close") == 0) {
    Args closing = a;
    if (a.what.size() > 6) closing.file = a.what.substr(6);
    return close(closing, s);
  }
  if (a.what == "off" || a.what == "on") {
    if (s.logs().empty()) throw Error(606, "no log file open");
    return;
  }
  throw Error(198, "log " + a.what + " not allowed", std::nullopt, {"log using file, log close"});
}

}  // namespace

extern const Command log_command =
    define<Args>("LOG", "Keep what is shown in a text file")
        .anything(&Args::what)
        .using_file(&Args::file, false)
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("append", &Args::append, "add to the file")
        .flag("Text", &Args::text, "plain text with the suffix .log")
        .flag("smcl", &Args::smcl, "accepted; the file is plain text")
        .flag("nomsg", &Args::nomsg, "do not say that the log was opened")
        .text("name", &Args::name, "several logs may be open under different names")
        .changes(Effect::files)
        .example("Open and close", "tempfile f\nlog using \"`f'\", text replace nomsg\ndisplay 1\nlog close\nscalar ok = 1",
                 "ok == 1")
        .example("Closing nothing", "capture log close\nscalar rc = _rc", "rc == 606")
        .acts(act);

}  // namespace nqp::commands
