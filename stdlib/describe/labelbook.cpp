// labelbook: the value labels of the data, and what is odd about them.
#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::labelbook_ {
namespace {

using namespace command;

struct Args {
  std::string names;
  int length = 12, list = 32000;
  bool problems = false, detail = false, alphabetical = false;
};

struct Facts {
  std::string range;
  std::size_t values = 0, longest = 0, shortest = 0;
  bool unique = true, unique_at_length = true, leading_blanks = false, gaps = false;
  std::string users;
};

Facts facts_of(const std::string& name, const data::ValueLabel& label, const Args& a, const Context& c) {
  Facts f;
  f.values = label.size();
  std::set<std::string> texts, shortened;
  double low = data::missing, high = data::missing, previous = data::missing;
  for (const auto& [code, text] : label) {
    f.unique = texts.insert(text).second && f.unique;
    f.unique_at_length =
        shortened.insert(text::truncate(text, static_cast<std::size_t>(a.length))).second && f.unique_at_length;
    f.longest = std::max(f.longest, text::length(text));
    f.shortest = f.values && f.shortest == 0 ? text::length(text) : std::min(f.shortest, text::length(text));
    f.leading_blanks = f.leading_blanks || (!text.empty() && (text.front() == ' ' || text.back() == ' '));
    if (data::is_missing(code)) continue;
    if (data::is_missing(low)) low = code;
    else f.gaps = f.gaps || code != previous + 1;
    high = previous = code;
  }
  f.range = data::is_missing(low) ? "[]" : "[" + kit::code_text(low) + "," + kit::code_text(high) + "]";
  for (const data::Variable& v : c.frame.variables)
    if (v.value_label == name) f.users += (f.users.empty() ? "" : " ") + v.name;
  return f;
}

const char* yes(bool b) { return b ? "yes" : "no"; }

void show(const std::string& name, const data::ValueLabel& label, const Facts& f, const Args& a, const Context& c,
          Output& out) {
  const std::string rule(static_cast<std::size_t>(c.settings.linesize), '-');
  out.document.blank().line(rule).line("Value label " + name).line(rule).blank();
  const auto line = [&](const std::string& left, const std::string& value, const std::string& right,
                        const std::string& more) {
    out.line(text::pad_right(fmt::format("{:>17}: {}", left, value), 38) + fmt::format("{:>24}: {}", right, more));
  };
  line("Range", f.range, "String length", fmt::format("[{},{}]", f.shortest, f.longest));
  line("N", std::to_string(f.values), "Unique at full length", yes(f.unique));
  line("Gaps", yes(f.gaps), fmt::format("Unique at length {}", a.length), yes(f.unique_at_length));
  line("Missing .*",
       std::to_string(
           std::count_if(label.begin(), label.end(), [](const auto& p) { return data::is_missing(p.first); })),
       "Leading/trailing blanks", yes(f.leading_blanks));
  out.document.blank().line("  Definition");
  int shown = 0;
  std::vector<std::pair<double, std::string>> entries(label.begin(), label.end());
  if (a.alphabetical)
    std::stable_sort(entries.begin(), entries.end(), [](const auto& x, const auto& y) { return x.second < y.second; });
  for (const auto& [code, text] : entries) {
    if (shown++ >= a.list) break;
    out.line(fmt::format("{:>12}   {}", kit::code_text(code), text), report::Style::result);
  }
  out.document.blank().line("   Variables:  " + (f.users.empty() ? std::string("(none)") : f.users));
}

Output run(const Args& a, const Context& c) {
  std::vector<std::string> names;
  for (std::string_view rest = kit::trim(a.names); !rest.empty(); rest = kit::trim(rest))
    names.push_back(kit::take_word(rest));
  for (const std::string& n : names)
    if (!c.frame.value_labels.contains(n))
      throw Error(111, "value label " + n + " not found", std::nullopt, {"label dir lists them"});
  if (names.empty())
    for (const auto& entry : c.frame.value_labels) names.push_back(entry.first);
  Output out;
  std::string list, not_used;
  for (const std::string& n : names) {
    const data::ValueLabel& label = *c.frame.value_labels.at(n);
    const Facts f = facts_of(n, label, a, c);
    if (!a.problems || !f.unique || f.users.empty() || f.leading_blanks || !f.unique_at_length)
      show(n, label, f, a, c, out);
    list += (list.empty() ? "" : " ") + n;
    if (f.users.empty()) not_used += (not_used.empty() ? "" : " ") + n;
  }
  out.r = Results{}.macro("names", list).macro("notused", not_used);
  return out;
}

}  // namespace

extern const Command labelbook_command =
    define<Args>("labelbook", "Describe value labels")
        .anything(&Args::names)
        .flag("Alpha", &Args::alphabetical, "texts in alphabetical order, not in the order of their values")
        .flag("Problems", &Args::problems, "only labels with something odd about them")
        .flag("Detail", &Args::detail, "accepted; the details are always shown")
        .integer("LENgth", &Args::length, 1, 32000, "length at which texts should still differ")
        .integer("LIst", &Args::list, 0, 32000, "number of texts listed")
        .no_by()
        .stores({{"r(names)", "names of the value labels"}, {"r(notused)", "those that no variable uses"}})
        .changes(Effect::results)
        .example("All labels", "sysuse auto\nlabelbook", "r(names) != \"\"")
        .example("An unused one", "clear\nlabel define yn 0 \"no\" 1 \"yes\"\nlabelbook yn, length(2) list(1)",
                 "r(notused) == \"yn\"")
        .runs(run);

}  // namespace nqp::commands::labelbook_
