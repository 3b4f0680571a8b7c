// ds: names of variables, all or those with some property.
#include <algorithm>
#include <set>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/wildcard.hpp"
#include "stdlib/kit/name_grid.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::ds_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  std::string has, not_has;
  bool alphabetical = false, detail = false, negate = false, insensitive = false;
  int width = 12, skip = 2, indent = 0;
};

bool has_type(const data::Variable& v, const std::string& word) {
  const data::Type type = v.column->type();
  if (word == "string") return type.is_string();
  if (word == "numeric") return !type.is_string();
  if (word == "strL" || word == "strl") return type.storage == data::Storage::strl;
  return text::matches_wildcard(word, data::type_name(type));
}

bool any_matches(const std::string& text, const std::vector<std::string>& patterns, bool insensitive) {
  if (text.empty()) return false;
  if (patterns.empty()) return true;
  for (const std::string& p : patterns)
    if (insensitive ? text::matches_wildcard(kit::lower(p), kit::lower(text)) : text::matches_wildcard(p, text))
      return true;
  return false;
}

// "type string", "format %t*", "varlabel *price*", "vallabel", "char note1".
bool holds(const data::Variable& v, const std::string& property, bool insensitive) {
  std::string_view rest = kit::trim(property);
  const std::string what = kit::take_word(rest);
  std::vector<std::string> patterns;
  for (rest = kit::trim(rest); !rest.empty(); rest = kit::trim(rest))
    patterns.push_back(kit::unquoted(kit::take_word(rest)));
  const auto is = [&](const char* full) { return kit::abbreviates(what, full); };
  if (is("Type")) {
    for (const std::string& p : patterns)
      if (has_type(v, p)) return true;
    return false;
  }
  if (is("Format")) return any_matches(v.format, patterns, insensitive);
  if (is("VARLabel")) return any_matches(v.label, patterns, insensitive);
  if (is("VALLabel")) return any_matches(v.value_label, patterns, insensitive);
  if (is("Char")) {
    for (const auto& [name, value] : v.characteristics)
      if (any_matches(name, patterns, insensitive)) return true;
    return false;
  }
  throw Error(198, what + " is not a property of variables", std::nullopt,
              {"properties are type, format, varlabel, vallabel and char"});
}

Output run(const Args& a, const Context& c) {
  if (!a.has.empty() && !a.not_has.empty()) throw Error(198, "has() and not() may not be combined");
  std::vector<std::string> found;
  const std::set<std::string> named(a.variables.begin(), a.variables.end());
  if (a.negate && a.not_has.empty()) {
    for (const data::Variable& v : c.frame.variables)
      if (!named.contains(v.name)) found.push_back(v.name);
  } else {
    for (const std::string& name : a.variables) {
      const data::Variable& v = c.frame.at(name);
      if (!a.has.empty() && !holds(v, a.has, a.insensitive)) continue;
      if (!a.not_has.empty() && holds(v, a.not_has, a.insensitive)) continue;
      found.push_back(name);
    }
  }
  if (a.alphabetical) std::sort(found.begin(), found.end());
  Output out;
  out.document = kit::name_grid(found, c.settings.linesize, static_cast<std::size_t>(a.width));
  out.r = Results{}.macro("varlist", text::joined(found));
  return out;
}

}  // namespace

extern const Command ds_command =
    define<Args>("ds", "List variables, also by their properties")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .text("Has", &Args::has,
              "only variables with a property: type string, format %t*, varlabel *x*, vallabel, char")
        .text("Not", &Args::not_has, "only variables without it")
        .flag("Not", &Args::negate, "variables that are not in the list")
        .flag("INSEnsitive", &Args::insensitive, "patterns match capitals and small letters alike")
        .flag("Alpha", &Args::alphabetical, "in alphabetical order")
        .flag("Detail", &Args::detail, "accepted; describe shows more")
        .integer("Skip", &Args::skip, 1, 32, "accepted; two blanks stand between names")
        .integer("Indent", &Args::indent, 0, 32, "accepted; names begin at the margin")
        .integer("Varwidth", &Args::width, 5, 32, "longest name shown")
        .no_by()
        .stores({{"r(varlist)", "the variables found"}})
        .changes(Effect::results)
        .example("Strings", "sysuse auto\nds, has(type string)", "r(varlist) == \"make\"")
        .example("All but strings, in order", "sysuse auto\nds, not(type string) alpha varwidth(20)",
                 "word(r(varlist), 1) == \"displacement\"")
        .example("Not in the list", "sysuse auto\nds make-turn, not",
                 "r(varlist) == \"displacement gear_ratio foreign\"")
        .runs(run);

}  // namespace nqp::commands::ds_
