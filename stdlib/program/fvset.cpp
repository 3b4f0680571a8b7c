// fvset: base level and design of factor variables, kept with the data.
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/factor_settings.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::fvset_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

std::string base_rule(const std::string& word) {
  for (const char* rule : {"First", "Last", "FREQuent", "None", "Default"})
    if (kit::abbreviates(word, rule)) return kit::lower(rule);
  const auto level = kit::parse_number(word);
  if (!level || data::is_missing(*level) || *level < 0 || *level != std::floor(*level))
    throw Error(198, word + " is no base level", std::nullopt,
                {"a whole number, first, last, frequent, none or default"});
  return text::macro_number(*level);
}

std::string design_rule(const std::string& word) {
  for (const char* rule : {"ASBALanced", "ASOBServed", "Default"})
    if (kit::abbreviates(word, rule)) return kit::lower(rule);
  throw Error(198, word + " is no design", std::nullopt, {"asbalanced, asobserved or default"});
}

Variables listed_variables(std::string_view list, const Context& c) {
  if (kit::trim(list).empty()) throw Error(100, "varlist required");
  return resolve_variables(list, c);
}

Variables numeric_variables(std::string_view list, const Context& c) {
  Variables out = listed_variables(list, c);
  for (const std::string& name : out) c.numeric(name);
  return out;
}

Output set(const std::string& key, const std::string& value, const Variables& names, const Context& c) {
  Output out;
  out.frame = c.frame;
  out.frame->changed = true;
  for (const std::string& name : names) {
    auto& all = out.frame->variables[*out.frame->index(name)].characteristics;
    if (value == "default") all.erase(key);
    else all[key] = value;
  }
  return out;
}

Output clear(const Variables& names, const Context& c) {
  Output out = set(kit::base_characteristic, "default", names, c);
  for (const std::string& name : names)
    out.frame->variables[*out.frame->index(name)].characteristics.erase(kit::design_characteristic);
  return out;
}

std::string found(const data::Variable& v, const std::string& key) {
  const auto it = v.characteristics.find(key);
  return it == v.characteristics.end() ? "default" : it->second;
}

Output report(std::string_view list, const Context& c) {
  Output out;
  std::string names, bases, designs;
  out.line(text::pad_right("Variable", 14) + text::pad_right("Base", 12) + "Design");
  for (const std::string& name : kit::trim(list).empty() ? resolve_variables("_all", c) : resolve_variables(list, c)) {
    const data::Variable& v = c.variable(name);
    const std::string base = found(v, kit::base_characteristic), design = found(v, kit::design_characteristic);
    if (base == "default" && design == "default" && kit::trim(list).empty()) continue;
    out.line(text::pad_right(name, 14) + text::pad_right(base, 12) + design, report::Style::result);
    names += (names.empty() ? "" : " ") + name;
    bases += (bases.empty() ? "" : " ") + base;
    designs += (designs.empty() ? "" : " ") + design;
  }
  out.r = Results{}.macro("varlist", names).macro("baselist", bases).macro("designlist", designs);
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.line;
  const std::string word = kit::take_word(rest);
  if (word == "report") return report(rest, c);
  if (word == "clear") return clear(listed_variables(rest, c), c);
  if (word == "base" || word == "design") {
    const std::string rule = kit::take_word(rest);
    const bool base = word == "base";
    return set(base ? kit::base_characteristic : kit::design_characteristic, base ? base_rule(rule) : design_rule(rule),
               numeric_variables(rest, c), c);
  }
  throw Error(198, "fvset " + word + " is unknown", std::nullopt, {"fvset base, design, clear and report exist"});
}

}  // namespace

extern const Command fvset_command =
    define<Args>("fvset", "Base levels of factor variables, kept with the data")
        .raw(&Args::line)
        .changes(Effect::data | Effect::results)
        .no_by()
        .stores({{"r(varlist)", "report: the variables"},
                 {"r(baselist)", "report: their base levels"},
                 {"r(designlist)", "report: their designs"}})
        .remark("fvset base #|first|last|frequent|none|default varlist | fvset design asbalanced|asobserved|default "
                "varlist | fvset clear varlist | fvset report [varlist].")
        .remark("An operator such as ib3. in a command comes before what is set here.")
        .example("Another base", "sysuse auto\nfvset base 3 rep78\nregress price i.rep78",
                 "_b[3.rep78] == 0 & _b[1.rep78] != 0")
        .example("What is set", "sysuse auto\nfvset base last rep78\nfvset design asbalanced rep78\nfvset report",
                 "r(varlist) == \"rep78\" & r(baselist) == \"last\" & r(designlist) == \"asbalanced\"")
        .example("As it was", "sysuse auto\nfvset base none rep78\nfvset clear rep78\nregress price i.rep78",
                 "_b[1.rep78] == 0")
        .runs(run);

}  // namespace nqp::commands::fvset_
