#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/missing_rules.hpp"
#include "stdlib/kit/promote.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::mvencode_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string rules;
  bool override_values = false;
};

Output run(const Args& a, const Context& c) {
  const std::vector<kit::MissingRule> rules = kit::parse_missing_rules(a.rules, true);
  const kit::Selection s = kit::select(c, a.sample);
  Output out;
  data::Frame f = c.frame;
  for (const std::string& name : a.variables) {
    if (c.frame.at(name).is_string()) continue;
    std::vector<double> x = kit::numbers_of(c.numeric(name));
    kit::Promotion p(c.numeric(name).type().storage);
    std::size_t changes = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!s.holds(i)) continue;
      for (const kit::MissingRule& r : rules) {
        if (x[i] == r.to && !a.override_values)
          throw Error(9, name + " already has values equal to the code", std::nullopt, {"option override allows it"});
        if (std::find(r.from.begin(), r.from.end(), x[i]) == r.from.end()) continue;
        x[i] = r.to;
        p.see(r.to);
        ++changes;
        break;
      }
    }
    if (changes == 0) continue;
    out.line(name + ": " + kit::count_of(changes, "missing value recoded", "missing values recoded"));
    f.replace(*f.index(name), data::make_numeric(p.storage(), x));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command mvencode_command =
    define<Args>("mvencode", "Replace missing values by numbers")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("mv", &Args::rules, "# for all, or . = # \\ .a = # \\ else = #")
        .flag("Override", &Args::override_values, "even if the number occurs already")
        .required("mv")
        .no_by()
        .changes(Effect::data)
        .example("Zeros", "sysuse auto\nmvencode rep78, mv(0)", "rep78[3] == 0")
        .example("By kind", "clear\ninput x\n1\n.\n.a\nend\nmvencode x, mv(. = 1 \\ else = 8) override",
                 "x[2] == 1 & x[3] == 8")
        .runs(run);

}  // namespace nqp::commands::mvencode_
