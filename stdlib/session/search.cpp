// search: commands whose name or title holds the words.
#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/registry.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::search_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

std::string lower(std::string s) {
  for (char& c : s) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return s;
}

Output run(const Args& a, const Context&) {
  std::vector<std::string> words = grammar::split_words(lower(a.text.substr(0, a.text.find(','))));
  Output out;
  int found = 0;
  for (const std::string& name : command_names()) {
    bool second = false;
    const Command* c = find_command(name, {}, second);
    if (!c) continue;
    const std::string text = lower(name + " " + c->title);
    if (!std::all_of(words.begin(), words.end(), [&](const auto& w) { return text.find(w) != std::string::npos; }))
      continue;
    out.line(text::pad_right(name, 20) + "  " + c->title);
    ++found;
  }
  if (found == 0)
    out.line("(no built-in command matches; nothing is searched outside this program)", report::Style::note);
  return out;
}

}  // namespace

extern const Command search_command =
    define<Args>("search", "Find built-in commands by words")
        .raw(&Args::text)
        .alias("findit")
        .alias("hsearch")
        .no_by()
        .example("By a word of the title", "search panel\nscalar ok = 1", "ok == 1")
        .example("A package of another program", "findit nosuchpackage\nscalar ok = 1", "ok == 1")
        .runs(run);

}  // namespace nqp::commands::search_
