// snapshot: copies of the data to come back to. They share the columns with the data.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::snapshot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string text, label;
};

struct Kept {
  data::FramePtr frame;
  std::string label;
};

struct Snapshots {
  std::map<int, Kept> by_number;
  int last = 0;
};

std::vector<int> numbers_in(const std::string& text, const Snapshots& all) {
  std::vector<int> out;
  const std::string list(kit::trim(text));
  if (list.empty() || list == "_all") {
    for (const auto& entry : all.by_number) out.push_back(entry.first);
    return out;
  }
  for (const double n : grammar::parse_numlist(list)) {
    if (n != static_cast<int>(n) || !all.by_number.count(static_cast<int>(n)))
      throw Error(198, fmt::format("there is no snapshot {}", n), std::nullopt, {"snapshot list shows them"});
    out.push_back(static_cast<int>(n));
  }
  return out;
}

std::string described(int n, const Kept& k) {
  return fmt::format("snapshot {}{}: {} observations, {} variables", n, k.label.empty() ? "" : " (" + k.label + ")",
                     k.frame->rows, k.frame->variables.size());
}

void act(const Args& a, Session& s) {
  Snapshots& all = s.state<Snapshots>();
  std::string_view rest = a.text;
  const std::string word = kit::take_word(rest);
  Results r;
  if (word == "save") {
    all.by_number[++all.last] = {s.frame_pointer(), kit::unquoted(a.label)};
    s.say(described(all.last, all.by_number[all.last]));
    r.scalar("snapshot", all.last);
  } else if (word == "restore") {
    const std::vector<int> chosen = kit::trim(rest).empty() ? std::vector<int>{} : numbers_in(std::string(rest), all);
    if (chosen.size() != 1) throw Error(198, "snapshot restore needs the number of one snapshot");
    s.set_frame(all.by_number.at(chosen[0]).frame);
  } else if (word == "list") {
    const std::vector<int> chosen = numbers_in(std::string(rest), all);
    if (chosen.empty()) s.say("(no snapshots)");
    for (const int n : chosen) s.say(described(n, all.by_number.at(n)));
  } else if (word == "label") {
    const std::vector<int> chosen = numbers_in(kit::take_word(rest), all);
    if (chosen.size() != 1) throw Error(198, "it is: snapshot label number \"text\"");
    all.by_number.at(chosen[0]).label = kit::unquoted(kit::trim(rest));
  } else if (word == "erase") {
    if (kit::trim(rest).empty()) throw Error(198, "snapshot erase needs numbers, or _all");
    for (const int n : numbers_in(std::string(rest), all)) all.by_number.erase(n);
    if (all.by_number.empty()) all.last = 0;
  } else {
    throw Error(198, word.empty() ? "a subcommand is needed" : "snapshot " + word + " not allowed", std::nullopt,
                {"save, restore, list, label and erase are"});
  }
  s.r() = std::move(r);
}

}  // namespace

extern const Command snapshot_command =
    define<Args>("snapshot", "Copies of the data to come back to")
        .anything(&Args::text)
        .text("label", &Args::label, "a few words about the snapshot")
        .no_by()
        .stores({{"r(snapshot)", "number of the snapshot that was saved"}})
        .changes(Effect::data | Effect::results)
        .remark("snapshot save, label(text) | restore # | list numbers | label # \"text\" | erase numbers. They are in "
                "memory and end with the session; columns that do not change are shared, so that they cost little.")
        .example("And back",
                 "sysuse auto\nsnapshot save, label(\"all\")\nscalar n = r(snapshot)\nkeep if foreign\n"
                 "snapshot restore 1\nsnapshot erase _all\nsnapshot save",
                 "_N == 74 & n == 1 & r(snapshot) == 1")
        .example("Numbers begin at 1",
                 "sysuse auto\nsnapshot save\nkeep in 1/3\nsnapshot save\nsnapshot label 2 \"three\"\n"
                 "snapshot list 1/2\nsnapshot restore 1",
                 "_N == 74")
        .acts(act);

}  // namespace nqp::commands::snapshot_
