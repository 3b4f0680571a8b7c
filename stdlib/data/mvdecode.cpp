#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/missing_rules.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::mvdecode_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string rules;
};

Output run(const Args& a, const Context& c) {
  const std::vector<kit::MissingRule> rules = kit::parse_missing_rules(a.rules, false);
  const kit::Selection s = kit::select(c, a.sample);
  Output out;
  data::Frame f = c.frame;
  for (const std::string& name : a.variables) {
    if (c.frame.at(name).is_string()) continue;
    std::vector<double> x = kit::numbers_of(c.numeric(name));
    std::size_t changes = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!s.holds(i)) continue;
      for (const kit::MissingRule& r : rules) {
        if (std::find(r.from.begin(), r.from.end(), x[i]) == r.from.end()) continue;
        x[i] = r.to;
        ++changes;
        break;
      }
    }
    if (changes == 0) continue;
    out.line(name + ": " + kit::count_of(changes, "missing value generated", "missing values generated"));
    f.replace(*f.index(name), data::make_numeric(c.numeric(name).type().storage, x));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command mvdecode_command =
    define<Args>("mvdecode", "Replace numbers by missing values")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("mv", &Args::rules, "numbers, or # = .a \\ # = .b")
        .required("mv")
        .no_by()
        .changes(Effect::data)
        .example("Codes for missing", "clear\ninput x\n1\n99\n-9\nend\nmvdecode x, mv(99 -9)",
                 "missing(x[2]) & missing(x[3])")
        .example("Several kinds", "clear\ninput x\n1\n99\n-9\nend\nmvdecode _all, mv(99 = .a \\ -9 = .b)",
                 "x[2] == .a & x[3] == .b")
        .runs(run);

}  // namespace nqp::commands::mvdecode_
