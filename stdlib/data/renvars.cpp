#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/rename.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::renvars_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, prefix, postfix, presub, postsub, substitute, map, symbol = "@";
  int predrop = 0, postdrop = 0, trim = 0, trim_end = 0;
  bool upper = false, lower = false, test = false, display = false;
};

// "old new": the first occurrence of old becomes new.
std::string substituted(std::string name, const std::string& rule, bool only_front) {
  const std::vector<std::string> words = grammar::split_words(rule);
  if (words.empty()) return name;
  const std::size_t at = name.find(words[0]);
  if (at == std::string::npos || (only_front && at != 0)) return name;
  return name.replace(at, words[0].size(), words.size() > 1 ? words[1] : std::string());
}

// "old new" at the end of the name.
std::string end_substituted(std::string name, const std::string& rule) {
  const std::vector<std::string> words = grammar::split_words(rule);
  if (words.empty() || !name.ends_with(words[0])) return name;
  name.resize(name.size() - words[0].size());
  return words.size() > 1 ? name + words[1] : name;
}

// map("x_" + substr("@", 2, .)): @ is the name.
std::string mapped(const std::string& name, const Args& a, const Context& c) {
  std::string expression;
  for (std::size_t i = 0; i < a.map.size();) {
    const bool here = !a.symbol.empty() && a.map.compare(i, a.symbol.size(), a.symbol) == 0;
    expression += here ? name : std::string(1, a.map[i]);
    i += here ? a.symbol.size() : 1;
  }
  const eval::Value v = eval::evaluate(*grammar::parse_expression(expression), c.scope);
  if (!v.is_string) throw Error(109, "map() must give a text", std::nullopt, {"write the name as \"@\""});
  return v.text;
}

std::string by_rules(std::string name, const Args& a, const Context& c) {
  name = substituted(substituted(std::move(name), a.presub, true), a.substitute, false);
  name = end_substituted(std::move(name), a.postsub);
  const auto size = [](int n) { return static_cast<std::size_t>(n); };
  if (a.predrop > 0) name.erase(0, std::min(size(a.predrop), name.size()));
  if (a.postdrop > 0) name.resize(name.size() - std::min(size(a.postdrop), name.size()));
  if (a.trim > 0) name.resize(std::min(size(a.trim), name.size()));
  if (a.trim_end > 0 && name.size() > size(a.trim_end)) name.erase(0, name.size() - size(a.trim_end));
  if (!a.map.empty()) name = mapped(name, a, c);
  if (a.upper) name = kit::upper(name);
  if (a.lower) name = kit::lower(name);
  return a.prefix + name + a.postfix;
}

Output run(const Args& a, const Context& c) {
  const std::size_t slash = a.body.find('\\');
  const std::string_view list = kit::trim(std::string_view(a.body).substr(0, slash));
  const Variables old = resolve_variables(list.empty() ? "_all" : list, c);
  if (old.empty()) throw Error(100, "varlist required");
  std::vector<std::string> fresh = old;
  if (slash != std::string::npos) fresh = grammar::split_words(std::string_view(a.body).substr(slash + 1));
  if (fresh.size() != old.size()) throw Error(198, "as many new names as old ones are needed");
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < old.size(); ++i) pairs.emplace_back(old[i], by_rules(fresh[i], a, c));
  Output out;
  data::Frame f = c.frame;
  kit::rename_all(f, pairs);
  if (a.test || a.display)
    for (const auto& [from, to] : pairs) out.line("  " + from + " -> " + to);
  if (a.test) return out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command renvars_command =
    define<Args>("renvars", "Rename several variables by a rule")
        .anything(&Args::body)
        .flag("Upper", &Args::upper, "capital letters")
        .flag("Lower", &Args::lower, "small letters")
        .text("PREFix", &Args::prefix, "text put before the names")
        .text("POSTFix", &Args::postfix, "text put behind the names")
        .text("PRESub", &Args::presub, "old new: replace text at the beginning")
        .text("SUBst", &Args::substitute, "old new: replace text anywhere")
        .text("POSTSub", &Args::postsub, "old new: replace text at the end")
        .integer("PREDrop", &Args::predrop, 1, 32, "characters to take away at the beginning")
        .integer("POSTDrop", &Args::postdrop, 1, 32, "characters to take away at the end")
        .integer("TRim", &Args::trim, 1, 32, "characters to keep of the beginning")
        .integer("trimend", &Args::trim_end, 1, 32, "characters to keep of the end")
        .text("Map", &Args::map, "an expression in which @ is the name: upper(substr(\"@\", 1, 3))")
        .text("SYmbol", &Args::symbol, "what map() has for the name, if not @")
        .flag("Display", &Args::display, "show what is done")
        .flag("Test", &Args::test, "show what would be done")
        .no_by()
        .changes(Effect::data)
        .remark("rename does the same with patterns: rename x* y*, rename *, lower.")
        .reference("After renvars by Nicholas J. Cox and Jeroen Weesie (Stata Technical Bulletin 60)")
        .example("Lists", "sysuse auto\nrenvars price mpg \\ p m", "p[1] == 4099 & m[1] == 22")
        .example("By an expression", "sysuse auto\nrenvars price mpg, map(\"v_\" + substr(\"@\", 1, 2))",
                 "v_pr[1] == 4099 & v_mp[1] == 22")
        .example("Shorter names",
                 "sysuse auto\nrenvars price weight, predrop(1) postdrop(2)\nrenvars mpg, trim(2) test",
                 "ri[1] == 4099 & eig[1] == 2930 & mpg[1] == 22")
        .example("Letters and prefixes",
                 "sysuse auto\nrenvars price mpg, upper prefix(a_)\nrenvars a_PRICE, lower presub(a b) subst(PRICE P) "
                 "postfix(_z) display",
                 "b_p_z[1] == 4099")
        .runs(run);

}  // namespace nqp::commands::renvars_
