// timer: how long things take.
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::timer_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

struct Timer {
  double started = -1, total = 0;
  int runs = 0;
};

struct Timers {
  std::map<int, Timer> by_number;
};

void act(const Args& a, runtime::Session& s) {
  const std::vector<std::string> words = grammar::split_words(a.text);
  const std::string what = words.empty() ? "list" : words[0];
  const int number = words.size() > 1 ? std::atoi(words[1].c_str()) : 0;
  if (words.size() > 1 && (number < 1 || number > 100)) throw Error(198, "timers are numbered 1 to 100");
  if ((what == "on" || what == "off") && number == 0) throw Error(198, "timer " + what + " needs a number");
  std::map<int, Timer>& timers = s.state<Timers>().by_number;
  Timer& t = timers[number];
  if (what == "on") {
    t.started = s.host().seconds();
  } else if (what == "off") {
    if (t.started < 0) return;
    t.total += s.host().seconds() - t.started;
    t.started = -1;
    ++t.runs;
  } else if (what == "clear") {
    if (number == 0) timers.clear();
    else t = {};
  } else if (what == "list") {
    Results r;
    for (const auto& [n, timer] : timers) {
      if (n == 0 || timer.runs == 0 || (number != 0 && n != number)) continue;
      s.say(fmt::format("{:>4}: {:>9.4f} / {:>8} = {:>10.4f}", n, timer.total, timer.runs, timer.total / timer.runs));
      r.scalar("t" + std::to_string(n), timer.total).scalar("nt" + std::to_string(n), timer.runs);
    }
    s.r() = std::move(r);
  } else {
    throw Error(198, "timer " + what + " not allowed", std::nullopt, {"timer on #, off #, clear [#], list [#]"});
  }
}

}  // namespace

extern const Command timer_command =
    define<Args>("timer", "Measure how long things take")
        .raw(&Args::text)
        .stores({{"r(t1)", "seconds of timer 1; r(t2) of timer 2 …"}, {"r(nt1)", "how often timer 1 was stopped"}})
        .example("A timer", "timer clear\ntimer on 1\ntimer off 1\ntimer list 1", "r(nt1) == 1 & r(t1) >= 0")
        .example("Clear", "timer clear 2\ntimer list 2\nscalar gone = missing(r(t2))", "gone == 1")
        .acts(act);

}  // namespace nqp::commands::timer_
