// _return: puts r() aside and brings it back.
#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/held_results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::_return_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string body;
  bool hold = false;
};

void act(const Args& a, Session& s) {
  const std::vector<std::string> words = grammar::split_words(a.body);
  const std::string word = words.empty() ? "" : words[0], name = words.size() > 1 ? words[1] : "";
  auto& held = s.state<kit::HeldReturns>().by_name;
  const auto is = [&](const char* full) { return kit::abbreviates(word, full); };
  if (is("Hold")) {
    if (name.empty()) throw Error(198, "_return hold needs a name");
    if (held.count(name)) throw Error(110, "results " + name + " are held already");
    held[name] = std::move(s.r());
    s.r() = {};
  } else if (is("Restore")) {
    const auto it = held.find(name);
    if (it == held.end()) throw Error(111, "no results are held as " + name);
    s.r() = it->second;
    if (!a.hold) held.erase(it);
  } else if (is("DIR")) {
    for (const auto& h : held) s.say("  " + h.first);
  } else if (is("DROP")) {
    for (std::size_t i = 1; i < words.size(); ++i)
      if (words[i] == "_all") held.clear();
      else if (!held.erase(words[i])) throw Error(111, "no results are held as " + words[i]);
  } else {
    throw Error(198, "invalid subcommand of _return: " + word, std::nullopt, {"hold, restore, dir, drop"});
  }
}

}  // namespace

extern const Command _return_command =
    define<Args>("_return", "Put r() aside and bring it back")
        .anything(&Args::body)
        .flag("Hold", &Args::hold, "restore: they stay held as well")
        .no_by()
        .changes(Effect::results)
        .remark("_return hold name, _return restore name [, hold], _return dir, _return drop name.")
        .example("Results survive another command",
                 "sysuse auto\nquietly summarize mpg\n_return hold h\nquietly summarize price\n_return restore h",
                 "abs(r(mean) - 21.297297) < 1e-5")
        .example("Unknown names", "capture _return restore nothing", "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::_return_
