#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/rename.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::renvars_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, prefix, postfix, presub, substitute;
  bool upper = false, lower = false;
};

// "old new": the first occurrence of old becomes new.
std::string substituted(std::string name, const std::string& rule, bool only_front) {
  const std::vector<std::string> words = grammar::split_words(rule);
  if (words.empty()) return name;
  const std::size_t at = name.find(words[0]);
  if (at == std::string::npos || (only_front && at != 0)) return name;
  return name.replace(at, words[0].size(), words.size() > 1 ? words[1] : std::string());
}

Output run(const Args& a, const Context& c) {
  const std::size_t slash = a.body.find('\\');
  const Variables old = resolve_variables(std::string_view(a.body).substr(0, slash), c);
  if (old.empty()) throw Error(100, "varlist required");
  std::vector<std::string> fresh = old;
  if (slash != std::string::npos) fresh = grammar::split_words(std::string_view(a.body).substr(slash + 1));
  if (fresh.size() != old.size()) throw Error(198, "as many new names as old ones are needed");
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < old.size(); ++i) {
    std::string name = substituted(substituted(fresh[i], a.presub, true), a.substitute, false);
    if (a.upper) name = kit::upper(name);
    if (a.lower) name = kit::lower(name);
    pairs.emplace_back(old[i], a.prefix + name + a.postfix);
  }
  Output out;
  data::Frame f = c.frame;
  kit::rename_all(f, pairs);
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
        .no_by()
        .changes(Effect::data)
        .remark("rename does the same with patterns: rename x* y*, rename *, lower.")
        .reference("After renvars by Nicholas J. Cox and Jeroen Weesie (Stata Technical Bulletin 60)")
        .example("Lists", "sysuse auto\nrenvars price mpg \\ p m", "p[1] == 4099 & m[1] == 22")
        .example("Letters and prefixes",
                 "sysuse auto\nrenvars price mpg, upper prefix(a_)\nrenvars a_PRICE, lower presub(a b) subst(PRICE P) "
                 "postfix(_z)",
                 "b_p_z[1] == 4099")
        .runs(run);

}  // namespace nqp::commands::renvars_
