#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::notes_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string text;
};

using Characteristics = std::map<std::string, std::string>;

std::size_t count_of(const Characteristics& c) {
  const auto it = c.find("note0");
  return it == c.end() ? 0 : static_cast<std::size_t>(std::stoul(it->second));
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

Output run(const Args& a, const Context& c) {
  const std::size_t colon = kit::find_outside(a.text, ':');
  std::string_view head = kit::trim(std::string_view(a.text).substr(0, colon));
  if (colon != std::string::npos && (head.empty() || head == "_dta" || c.frame.find(head))) {
    Output out;
    out.frame = c.frame;
    Characteristics& notes = of(*out.frame, std::string(head), c);
    const std::size_t n = count_of(notes) + 1;
    notes["note0"] = std::to_string(n);
    notes["note" + std::to_string(n)] = std::string(kit::trim(std::string_view(a.text).substr(colon + 1)));
    return out;
  }
  std::string_view rest = a.text;
  std::string_view after = rest;
  const std::string verb = kit::take_word(after);
  if (verb == "drop") return drop(after, c);
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
            "notes: text | notes varname: text | notes [list] [varlist] | notes drop varlist [in #]. Notes are kept "
            "in .dta files.")
        .example("About the data", "sysuse auto\nnotes: from 1978\nnotes price: in dollars\nnotes list", "1")
        .example("Removed", "sysuse auto\nnotes price: a\nnotes drop price", "1")
        .runs(run);

}  // namespace nqp::commands::notes_
