// log: what is shown, kept in files.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/report/log_sink.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/runtime/system_values.hpp"
#include "interpreter/text/date.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::log_ {
namespace {

using namespace nqp::command;
using report::LogSink;
using runtime::Session;

struct Args {
  std::string what;
  std::string file;
  std::string name = "<unnamed>";
  bool replace = false, append = false, text = false, smcl = false, nomsg = false;
};

bool is_text(const Args& a, Session& s) {
  const bool log_file = a.file.size() > 4 && a.file.compare(a.file.size() - 4, 4, ".log") == 0;
  return a.text || (!a.smcl && log_file) ||
         (!a.smcl && s.state<runtime::AcceptedSettings>().values["logtype"] == "text");
}

std::string path_of(const Args& a, Session& s) {
  const std::size_t slash = a.file.find_last_of("/\\");
  const bool suffix = a.file.find('.', slash == std::string::npos ? 0 : slash) != std::string::npos;
  return suffix ? a.file : a.file + (is_text(a, s) ? ".log" : ".smcl");
}

std::string now(Session& s) {
  const double day = static_cast<double>(static_cast<long>(s.host().clock() / 86400000));
  return text::format_date(day, 'd', "DD Mon CCYY") + ", " + text::format_date(s.host().clock(), 'c', "HH:MM:SS");
}

void heading(const std::string& name, const LogSink& log, Session& s, report::Document& d) {
  d.line(std::string(static_cast<std::size_t>(s.settings().linesize - 1), '-'));
  d.line("      name:  " + name);
  d.line("       log:  " + log.path);
  d.line("  log type:  " + log.type);
}

LogSink& sink_of(const std::unique_ptr<report::Sink>& s) { return static_cast<LogSink&>(*s); }

void open(const Args& a, Session& s) {
  if (a.replace && a.append) throw Error(184, "options replace and append may not be combined");
  if (a.text && a.smcl) throw Error(184, "options text and smcl may not be combined");
  for (const auto& [name, log] : s.logs())
    if (name == a.name)
      throw Error(604, "log file already open", std::nullopt, {"log close ends it; name() opens another beside it"});
  const std::string path = path_of(a, s);
  for (const auto& log : s.logs())
    if (sink_of(log.second).path == path) throw Error(604, "log file already open: " + path);
  if (s.host().info(path).exists && !a.replace && !a.append)
    throw Error(602, "file " + path + " already exists", std::nullopt, {"add replace or append"});
  const bool begins = !a.append || s.host().info(path).size == 0, smcl = !is_text(a, s);
  auto sink = std::make_unique<LogSink>(s.host().append(path, !a.append), s.settings().linesize, smcl, begins);
  sink->path = path;
  sink->type = smcl ? "smcl" : "text";
  s.logs().emplace_back(a.name, std::move(sink));
  s.r() = Results{}.macro("name", a.name).macro("filename", path).macro("status", "on")
              .macro("type", is_text(a, s) ? "text" : "smcl");
  if (a.nomsg) return;
  report::Document d;
  heading(a.name, sink_of(s.logs().back().second), s, d);
  d.line(" opened on:  " + now(s));
  s.show(d);
}

// The logs that a subcommand is for: one by its name, or all.
std::vector<std::size_t> chosen(const std::string& name, Session& s) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < s.logs().size(); ++i)
    if (name == "_all" || s.logs()[i].first == name) out.push_back(i);
  if (out.empty() && name != "_all")
    throw Error(606, name == "<unnamed>" ? "no log file open" : "log file " + name + " not open");
  return out;
}

void close(const std::string& name, const Args& a, Session& s) {
  const std::vector<std::size_t> logs = chosen(name, s);
  for (auto i = logs.rbegin(); i != logs.rend(); ++i) {
    report::Document d;
    heading(s.logs()[*i].first, sink_of(s.logs()[*i].second), s, d);
    d.line(" closed on:  " + now(s));
    d.line(std::string(static_cast<std::size_t>(s.settings().linesize - 1), '-'));
    if (!a.nomsg) s.show(d);
    s.logs().erase(s.logs().begin() + static_cast<long>(*i));
  }
}

void turn(bool on, const std::string& name, Session& s) {
  for (const std::size_t i : chosen(name, s)) sink_of(s.logs()[i].second).on = on;
}

void query(const std::string& name, Session& s) {
  Results r;
  r.scalar("numlogs", static_cast<double>(s.logs().size()));
  if (s.logs().empty()) s.say("  no log file is open");
  report::Document d;
  for (const auto& [own, log] : s.logs()) {
    if (!name.empty() && name != "_all" && name != own) continue;
    const LogSink& sink = sink_of(log);
    heading(own, sink, s, d);
    d.line(std::string("    status:  ") + (sink.on ? "on" : "off"));
    r.macro("name", own).macro("filename", sink.path).macro("status", sink.on ? "on" : "off").macro("type", sink.type);
  }
  s.show(d);
  s.r() = std::move(r);
}

void act(const Args& a, Session& s) {
  std::string_view rest = a.what;
  const std::string what = kit::take_word(rest);
  const std::string named(kit::trim(rest));
  const std::string target = named.empty() ? a.name : named;
  if (!a.file.empty() && what.empty()) return open(a, s);
  if (what == "close" || what == "c") return close(target, a, s);
  if (what == "on" || what == "off") return turn(what == "on", target, s);
  if (what.empty() || kit::abbreviates(what, "Query")) return query(named, s);
  throw Error(198, "log " + what + " not allowed", std::nullopt,
              {"log using file, log close, log on, log off, log query"});
}

}  // namespace

extern const Command log_command =
    define<Args>("LOG", "Keep what is shown in files")
        .anything(&Args::what)
        .using_file(&Args::file, false)
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("append", &Args::append, "add to the file")
        .flag("Text", &Args::text, "plain text with the suffix .log")
        .flag("Smcl", &Args::smcl,
              "with tags of SMCL and the suffix .smcl; what a file without the suffix .log is anyway")
        .flag("NOMsg", &Args::nomsg, "do not say that the log was opened or closed")
        .text("name", &Args::name, "several logs may be open under different names")
        .no_by()
        .changes(Effect::files)
        .stores({{"r(name)", "name of the log"},
                 {"r(filename)", "its file"},
                 {"r(status)", "on or off"},
                 {"r(type)", "text or smcl"},
                 {"r(numlogs)", "query: how many are open"}})
        .remark(
            "log using file [, replace append text name()]; log off, log on, log close and log query take the name of "
            "a log or _all.")
        .remark("translate file.smcl file.log makes plain text of a file with tags; type shows it as it looked.")
        .example("Open and close",
                 "tempfile f\nlog using \"`f'\", text replace nomsg\ndisplay 1\nlog close\nscalar ok = 1", "ok == 1")
        .example("Two logs",
                 "tempfile f g\nlog using \"`f'\", text replace\nlog using \"`g'\", text replace name(two)\n"
                 "log off two\nlog query _all\nscalar n = r(numlogs)\nlog close two\nlog\nlog close _all",
                 "n == 2 & r(numlogs) == 1")
        .example("Closing nothing", "capture log close\nscalar rc = _rc", "rc == 606")
        .acts(act);

}  // namespace nqp::commands::log_
