// set: settings of the session.
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/runtime/system_values.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/suggest.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::commands::set_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string setting;
};

using Words = std::vector<std::string>;
using Setter = std::function<void(const Words&, runtime::Session&)>;

const std::string& needed(const Words& w, const char* name) {
  if (w.empty()) throw Error(198, fmt::format("set {} needs a value", name));
  return w[0];
}

void set_trace_depth(const Words& w, runtime::Session& s) {
  const double n = s.number(needed(w, "tracedepth"));
  if (!(n >= 1 && n <= 32000)) throw Error(198, "tracedepth must be between 1 and 32000");
  s.reporting().trace_depth = static_cast<int>(n);
}

void set_output(const Words& w, runtime::Session& s) {
  using Show = runtime::Reporting::Show;
  static const std::map<std::string, Show> kinds = {
      {"proc", Show::everything}, {"inform", Show::notes}, {"error", Show::errors}};
  const auto it = kinds.find(needed(w, "output"));
  if (it == kinds.end()) throw Error(198, "set output takes proc, inform or error");
  s.reporting().show = it->second;
}

bool on_off(const Words& w, const char* name) {
  const std::string& value = needed(w, name);
  if (value != "on" && value != "off") throw Error(198, fmt::format("set {} takes on or off", name));
  return value == "on";
}

void set_obs(const Words& w, runtime::Session& s) {
  const double n = s.number(needed(w, "obs"));
  const std::size_t before = s.frame().rows;
  if (data::is_missing(n) || n < 0 || n != std::floor(n)) throw Error(198, "set obs needs a whole number");
  if (static_cast<std::size_t>(n) < before)
    throw Error(198, fmt::format("obs must be at least {}", before), std::nullopt,
                {"keep in or drop in removes observations"});
  s.set_frame(kit::add_observations(s.frame(), static_cast<std::size_t>(n) - before));
  s.say(fmt::format("Number of observations (_N) was {}, now {}.", before, static_cast<std::size_t>(n)));
}

void set_seed(const Words& w, runtime::Session& s) {
  const double seed = s.number(needed(w, "seed"));
  if (data::is_missing(seed) || seed < 0 || seed > 0x1p53)
    throw Error(198, "seed must be a whole number from 0 to 2^53");
  s.generator() = numeric::rng::Generator(static_cast<std::uint64_t>(seed));
}

void set_type(const Words& w, runtime::Session& s) {
  const std::string& name = needed(w, "type");
  const auto type = data::parse_type(name);
  if (!type || type->is_string()) throw Error(198, "set type takes byte, int, long, float or double");
  s.settings().type = name;
}

void set_linesize(const Words& w, runtime::Session& s) {
  const double n = s.number(needed(w, "linesize"));
  if (!(n >= 40 && n <= 255)) throw Error(198, "linesize must be between 40 and 255");
  s.settings().linesize = static_cast<int>(n);
  s.sink().set_width(s.settings().linesize);
  for (auto& log : s.logs()) log.second->set_width(s.settings().linesize);
}

void set_level(const Words& w, runtime::Session& s) {
  const double level = s.number(needed(w, "level"));
  if (!(level >= 10 && level <= 99.99)) throw Error(198, "level must be between 10 and 99.99");
  s.settings().level = level;
}

void set_processors(const Words& w, runtime::Session& s) {
  const double n = s.number(needed(w, "processors"));
  if (!(n >= 1 && n <= 256) || n != std::floor(n)) throw Error(198, "processors must be a whole number from 1 to 256");
  numeric::set_cores(static_cast<std::size_t>(n));
  s.state<runtime::AcceptedSettings>().values["processors"] = fmt::format("{}", static_cast<int>(n));
}

const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> table = {
      {"obs", set_obs},
      {"seed", set_seed},
      {"type", set_type},
      {"linesize", set_linesize},
      {"level", set_level},
      {"processors", set_processors},
      {"trace", [](const Words& w, runtime::Session& s) { s.reporting().trace = on_off(w, "trace"); }},
      {"tracedepth", set_trace_depth},
      {"rmsg", [](const Words& w, runtime::Session& s) { s.reporting().timing = on_off(w, "rmsg"); }},
      {"output", set_output},
      {"more", [](const Words& w, runtime::Session& s) { s.settings().more = on_off(w, "more"); }},
      {"varabbrev", [](const Words& w, runtime::Session& s) { s.settings().varabbrev = on_off(w, "varabbrev"); }},
      {"rngstate",
       [](const Words& w, runtime::Session& s) {
         if (!s.generator().restore(needed(w, "rngstate")))
           throw Error(198, "not a state of the random-number generator");
       }},
      {"warn",
       [](const Words& w, runtime::Session& s) {
         if (w.size() != 2 || w[0] != "macro") throw Error(198, "set warn macro on|off");
         s.settings().warn_macro = on_off({w[1]}, "warn macro");
       }},
  };
  return table;
}

// Settings of other systems that change nothing here; do-files set them out of habit.
const std::vector<std::string>& accepted() {
  static const std::vector<std::string> names = {"mem",
                                                 "conren",
                                                 "excelxlsxlargefile",
                                                 "docx_hardbreak",
                                                 "docx_paramode",
                                                 "memory",
                                                 "matsize",
                                                 "maxvar",
                                                 "scheme",
                                                 "graphics",
                                                 "dp",
                                                 "logtype",
                                                 "niceness",
                                                 "min_memory",
                                                 "max_memory",
                                                 "segmentsize",
                                                 "pagesize",
                                                 "scrollbufsize",
                                                 "showbaselevels",
                                                 "showemptycells",
                                                 "showomitted",
                                                 "fvlabel",
                                                 "fvwrap",
                                                 "cformat",
                                                 "pformat",
                                                 "sformat",
                                                 "lstretch",
                                                 "emptycells",
                                                 "searchdefault",
                                                 "haverdir",
                                                 "update_query",
                                                 "rng",
                                                 "rngstream",
                                                 "sortseed",
                                                 "sortmethod",
                                                 "locale_functions",
                                                 "locale_ui",
                                                 "printcolor",
                                                 "copycolor",
                                                 "notifyuser",
                                                 "checksum",
                                                 "timeout1",
                                                 "timeout2",
                                                 "reventries",
                                                 "doublebuffer",
                                                 "autotabgraphs",
                                                 "dockable",
                                                 "coeftabresults",
                                                 "adosize",
                                                 "maxdb",
                                                 "clevel",
                                                 "docx_hardbreak",
                                                 "iterlog",
                                                 "maxiter",
                                                 "python_exec",
                                                 "httpproxy",
                                                 "httpproxyhost",
                                                 "httpproxyport",
                                                 "virtual",
                                                 "varlabelpos",
                                                 "revkeyboard",
                                                 "fastscroll",
                                                 "smoothfonts"};
  return names;
}

void act(const Args& a, runtime::Session& s) {
  Words words = grammar::split_words(a.setting);
  std::erase_if(words, [](const std::string& w) { return w == "," || w == "permanently" || w == "perm"; });
  for (std::string& w : words)
    if (!w.empty() && w.back() == ',') w.pop_back();
  if (words.empty()) return s.run_command("query");
  const std::string name = words[0];
  words.erase(words.begin());
  Words known;
  for (const auto& [full, set] : setters()) {
    if (full == name || (name.size() >= 3 && full.compare(0, name.size(), name) == 0)) return set(words, s);
    known.push_back(full);
  }
  for (const std::string& full : accepted()) {
    if (full == name || (name.size() >= 3 && full.compare(0, name.size(), name) == 0)) {
      s.state<runtime::AcceptedSettings>().values[full] = words.empty() ? "" : words[0];
      return;
    }
    known.push_back(full);
  }
  Words notes;
  if (std::string hint = text::did_you_mean(name, known); !hint.empty()) notes.push_back(hint);
  throw Error(198, "set " + name + " is no setting", std::nullopt, notes);
}

}  // namespace

extern const Command set_command =
    define<Args>("set", "Settings: obs, seed, type, level, linesize, varabbrev, more, warn macro")
        .raw(&Args::setting)
        .remark(
            "set seed # starts the Philox4x64-10 generator; its draws are the same on every machine but are not "
            "those of other programs. Settings that make no sense here (mem, maxvar …) are accepted; set scheme s1mono "
            "draws figures in greys.")
        .remark(
            "set trace on shows the commands of programs and loops as they run, set rmsg on the time of each command, "
            "set output error|inform|proc how much is shown.")
        .remark(
            "set processors # sets in how many threads bootstrap, jackknife, permute, placebo, rolling, simulate and "
            "statsby run their replications, and sorting, grouping and expressions over long data run; all that the machine "
            "has by default. Results do not depend on it.")
        .example("Observations", "set obs 10\nscalar n = _N", "n == 10")
        .example("A seed", "set seed 7\nscalar a = runiform()\nset seed 7\nscalar b = runiform()", "a == b")
        .example("What is shown",
                 "set trace on\nset trace off\nset rmsg off\nset output error\nset output proc\nscalar ok = 1",
                 "ok == 1")
        .example("Storage type", "set type double\nset obs 1\ngenerate x = 0.1\nscalar same = x[1] == 0.1", "same == 1")
        .acts(act);

}  // namespace nqp::commands::set_
