// for: the loop of old do-files, one command with placeholders.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::for_ {
namespace {

using namespace nqp::command;
using Words = std::vector<std::string>;

struct Args {
  std::string lists, command;
};

struct List {
  std::string placeholder;
  Words items;
};

// Pieces between backslashes.
Words split(std::string_view text) {
  Words out;
  while (true) {
    const std::size_t end = kit::find_outside(text, '\\');
    out.emplace_back(kit::trim(text.substr(0, end)));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

Words items_of(const std::string& kind, std::string_view list, const Context& c) {
  if (kit::abbreviates(kind, "Varlist")) return resolve_variables(list, c);
  if (kit::abbreviates(kind, "Anylist")) return grammar::split_words(list);
  Words out;
  if (kit::abbreviates(kind, "NUmlist"))
    for (const double x : grammar::parse_numlist(list)) out.push_back(text::macro_number(x));
  else if (kit::abbreviates(kind, "NEwlist"))
    for (NewVariable& v : resolve_new_variables(list, c)) out.push_back(std::move(v.name));
  else
    throw Error(198, "for takes varlist, newlist, numlist or anylist", std::nullopt,
                {"for var x y: ... or for num 1/3: ..."});
  return out;
}

// "[X in] varlist x y z"
List read(std::string_view text, std::size_t index, const Context& c) {
  static const char* const placeholders[] = {"X", "Y", "Z", "A", "B", "C", "D", "E"};
  if (index >= std::size(placeholders)) throw Error(198, "for: too many lists");
  List out;
  out.placeholder = placeholders[index];
  std::string_view rest = text;
  std::string first = kit::take_word(rest);
  std::string_view behind = rest;
  if (kit::take_word(behind) == "in") {
    out.placeholder = first;
    rest = behind;
    first = kit::take_word(rest);
  }
  out.items = items_of(first, kit::trim(rest), c);
  return out;
}

std::string filled(const std::string& command, const std::vector<List>& lists, std::size_t i) {
  std::string out;
  for (std::size_t at = 0; at < command.size();) {
    const List* found = nullptr;
    for (const List& l : lists)
      if (command.compare(at, l.placeholder.size(), l.placeholder) == 0) found = &l;
    if (found) out += found->items[i];
    else out += command[at];
    at += found ? found->placeholder.size() : 1;
  }
  return out;
}

void act(const Args& a, runtime::Session& s) {
  if (a.command.empty())
    throw Error(198, "for needs a command behind a colon", std::nullopt, {"for var x y: summarize X"});
  std::string_view text = a.lists;
  const std::size_t comma = kit::find_outside(text, ',');
  bool header = true;
  if (comma != std::string_view::npos) {
    for (const ast::Option& o : grammar::parse_options(text.substr(comma + 1))) {
      if (kit::abbreviates(o.name, "NOHeader")) header = false;
      else if (!kit::abbreviates(o.name, "Pause") && !kit::abbreviates(o.name, "NOStop"))
        throw Error(198, "option " + o.name + " not allowed", o.name_span);
    }
    text = text.substr(0, comma);
  }
  std::vector<List> lists;
  for (const std::string& piece : split(text)) lists.push_back(read(piece, lists.size(), s.context()));
  for (const List& l : lists)
    if (l.items.size() != lists[0].items.size()) throw Error(198, "for: the lists differ in length");
  const Words commands = split(a.command);
  for (std::size_t i = 0; i < lists[0].items.size(); ++i)
    for (const std::string& command : commands) {
      s.poll();
      const std::string line = filled(command, lists, i);
      if (header) s.say("->  " + line, report::Style::input);
      s.run_command(line);
    }
}

}  // namespace

extern const Command for_command =
    define<Args>("for", "Repeat a command over lists; the loop of old do-files")
        .raw(&Args::lists)
        .prefix(&Args::command)
        .remark(
            "for [X in] varlist|newlist|numlist|anylist list [\\ ...] [, noheader]: command [\\ command]. X stands for "
            "the item wherever it occurs; Y, Z, A, B ... for the items of further lists. foreach and forvalues do "
            "more.")
        .example("Variables", "sysuse auto\nfor var price mpg: generate log_X = ln(X)",
                 "abs(log_mpg[1] - ln(mpg[1])) < 1e-6")
        .example("Two lists", "set obs 2\nfor num 1/3 \\ any a b c: generate Y = X", "c[1] == 3 & a[2] == 1")
        .acts(act);

}  // namespace nqp::commands::for_
