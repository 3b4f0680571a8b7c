// ssc: packages of user-written commands. What nqp has built in needs no installation.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/registry.hpp"

namespace nqp::commands::ssc_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

Output run(const Args& a, const Context&) {
  std::vector<std::string> words = grammar::split_words(a.text);
  for (std::string& w : words)
    if (!w.empty() && w.back() == ',') w.pop_back();
  Output out;
  if (words.size() < 2 || words[0] != "install") return out;
  bool second = false;
  if (find_command(words[1], {}, second)) out.line(words[1] + " is built in; nothing to install", report::Style::note);
  else
    out.line(words[1] + " is not available in nqp; commands that need it will stop with r(199)", report::Style::note);
  return out;
}

}  // namespace

extern const Command ssc_command =
    define<Args>("ssc", "Accepted; built-in commands need no installation")
        .raw(&Args::text)
        .alias("net")
        .alias("adoupdate")
        .alias("ado")
        .no_by()
        .example("Something built in", "ssc install regress, replace\nscalar ok = 1", "ok == 1")
        .example("Something else", "ssc install nosuchthing\nscalar ok = 2", "ok == 2")
        .runs(run);

}  // namespace nqp::commands::ssc_
