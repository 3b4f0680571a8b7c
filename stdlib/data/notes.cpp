#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::notes_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string text;
};

using Characteristics = std::map<std::string, std::string>;

std::size_t count_of(const Characteristics& c) {
  constexpr double most = 9999;  // what a file says is not to be trusted
  const auto it = c.find("note0");
  const auto n = it == c.end() ? std::nullopt : kit::parse_number(it->second);
  return n && *n >= 0 && *n <= most ? static_cast<std::size_t>(*n) : 0;
}

// The word TS stands for the time.
std::string stamped(std::string_view text, const Context& c) {
  std::string out;
  for (const std::string& word : grammar::split_words(std::string(text))) {
    if (word == "TS") {
      const auto part = [&](const char* name) {
        const eval::Stored v = c.environment.stored('c', name);
        return std::holds_alternative<std::string>(v) ? std::get<std::string>(v) : std::string();
      };
      const std::string now = part("current_date") + " " + part("current_time").substr(0, 5);
      const std::size_t at = (" " + std::string(text) + " ").find(" TS ");
      out = std::string(text);
      return out.replace(at, 2, now);
    }
  }
  return std::string(text);
}

Characteristics& of(data::Frame& f, const std::string& name, const Context& c) {
  if (name == "_dta" || name.empty()) return f.characteristics;
  return f.variables[*f.index(c.variable(name).name)].characteristics;
}

void list(const std::string& name, const Characteristics& notes, Output& out) {
  const std::size_t n = count_of(notes);
  if (n == 0) return;
  out.document.blank();
  out.line(name + ":");
  for (std::size_t k = 1; k <= n; ++k)
    if (const auto it = notes.find("note" + std::to_string(k)); it != notes.end())
      out.line(fmt::format("  {}.  {}", k, it->second));
}

std::vector<std::string> targets(std::string_view text, const Context& c) {
  std::vector<std::string> out;
  for (const std::string& word : grammar::split_words(text)) {
    if (word == "_dta") out.push_back(word);
    else
      for (std::string& v : resolve_variables(word, c)) out.push_back(std::move(v));
  }
  if (!out.empty()) return out;
  out.push_back("_dta");
  for (const data::Variable& v : c.frame.variables) out.push_back(v.name);
  return out;
}

Output drop(std::string_view rest, const Context& c) {
  const std::size_t in = rest.find(" in ");
  std::vector<double> which;
  if (in != std::string_view::npos) which = grammar::parse_numlist(rest.substr(in + 4));
  Output out;
  out.frame = c.frame;
  for (const std::string& name : targets(rest.substr(0, in), c)) {
    Characteristics& notes = of(*out.frame, name, c);
    for (std::size_t k = 1, n = count_of(notes); k <= n; ++k)
      if (which.empty() || std::find(which.begin(), which.end(), static_cast<double>(k)) != which.end())
        notes.erase("note" + std::to_string(k));
    if (which.empty()) notes.erase("note0");
  }
  return out;
}

// notes search [text]: all notes that hold it.
Output search(std::string_view text, const Context& c) {
  const std::string wanted(kit::unquoted(std::string(kit::trim(text))));
  Output out;
  for (const std::string& name : targets("", c)) {
    Characteristics found;
    const Characteristics& all = name == "_dta" ? c.frame.characteristics : c.frame.at(name).characteristics;
    for (std::size_t k = 1, n = count_of(all); k <= n; ++k)
      if (const auto it = all.find("note" + std::to_string(k));
          it != all.end() && it->second.find(wanted) != std::string::npos)
        found.insert(*it);
    found["note0"] = std::to_string(count_of(all));
    list(name, found.size() > 1 ? found : Characteristics{}, out);
  }
  return out;
}

// "varname in # : text"
Output replaced(std::string_view rest, const Context& c) {
  const std::size_t colon = rest.find(':'), in = rest.find(" in ");
  if (colon == std::string_view::npos || in == std::string_view::npos || in > colon)
    throw Error(198, "write notes replace varname in # : text");
  const auto number = kit::parse_number(rest.substr(in + 4, colon - in - 4));
  Output out;
  out.frame = c.frame;
  Characteristics& notes = of(*out.frame, std::string(kit::trim(rest.substr(0, in))), c);
  const auto it = notes.find("note" + (number ? text::macro_number(*number) : std::string()));
  if (it == notes.end()) throw Error(111, "there is no note of that number");
  it->second = stamped(kit::trim(rest.substr(colon + 1)), c);
  return out;
}

// Without gaps: 1, 2, 3 …
Output renumbered(std::string_view rest, const Context& c) {
  Output out;
  out.frame = c.frame;
  for (const std::string& name : targets(rest, c)) {
    Characteristics& notes = of(*out.frame, name, c);
    std::size_t last = 0;
    for (std::size_t k = 1, n = count_of(notes); k <= n; ++k) {
      const auto it = notes.find("note" + std::to_string(k));
      if (it == notes.end()) continue;
      std::string text = std::move(it->second);
      notes.erase(it);
      notes["note" + std::to_string(++last)] = std::move(text);
    }
    if (last > 0) notes["note0"] = std::to_string(last);
    else notes.erase("note0");
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const std::size_t colon = kit::find_outside(a.text, ':');
  std::string_view head = kit::trim(std::string_view(a.text).substr(0, colon));
  if (colon != std::string::npos && (head.empty() || head == "_dta" || c.frame.find(head))) {
    Output out;
    out.frame = c.frame;
    Characteristics& notes = of(*out.frame, std::string(head), c);
    const std::size_t n = count_of(notes) + 1;
    notes["note0"] = std::to_string(n);
    notes["note" + std::to_string(n)] = stamped(kit::trim(std::string_view(a.text).substr(colon + 1)), c);
    return out;
  }
  std::string_view rest = a.text;
  std::string_view after = rest;
  const std::string verb = kit::take_word(after);
  if (verb == "drop") return drop(after, c);
  if (verb == "search") return search(after, c);
  if (verb == "replace") return replaced(after, c);
  if (verb == "renumber") return renumbered(after, c);
  if (verb == "list") rest = after;
  Output out;
  for (const std::string& name : targets(rest, c))
    list(name, name == "_dta" ? c.frame.characteristics : c.frame.at(name).characteristics, out);
  return out;
}

}  // namespace

extern const Command notes_command =
    define<Args>("Notes", "Notes about the data and variables")
        .raw(&Args::text)
        .no_by()
        .changes(Effect::data)
        .remark(
            "notes: text | notes varname: text | notes [list] [varlist] | notes drop varlist [in #] | notes search "
            "[text] | notes replace varname in #: text | notes renumber [varlist]. The word TS becomes the time. "
            "Notes are kept in .dta files.")
        .example("About the data", "sysuse auto\nnotes: from 1978\nnotes price: in dollars\nnotes list", "1")
        .example("Removed", "sysuse auto\nnotes price: a\nnotes drop price", "1")
        .example("Found and changed",
                 "sysuse auto\nnotes price: a\nnotes price: b\nnotes drop price in 1\nnotes renumber price\n"
                 "notes replace price in 1: in dollars\nnotes search dollars\nlocal n : char price[note1]\n"
                 "generate byte ok = \"`n'\" == \"in dollars\"",
                 "ok[1] == 1")
        .runs(run);

}  // namespace nqp::commands::notes_
