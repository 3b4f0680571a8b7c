// dfbeta: the influence of every observation on the coefficients of a regression, as variables.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/coefficient_name.hpp"

namespace nqp::commands::dfbeta_ {
namespace {

using namespace command;

struct Args {
  Terms terms;
  std::string stub = "_dfbeta_";
};

std::vector<std::string> asked(const Args& a, const eval::Matrix& b) {
  std::vector<std::string> out;
  for (const ast::Interaction& t : a.terms) out.push_back(term_name(t));
  if (!out.empty()) return out;
  for (const std::string& column : b.column_names) {
    const kit::CoefficientName n = kit::parse_coefficient_name(column);
    if (n.name != "_cons" && !n.marked_base && !n.marked_omitted) out.push_back(n.name);
  }
  return out;
}

void act(const Args& a, runtime::Session& s) {
  const eval::Matrix* b = s.estimates() ? s.estimates()->results.find_matrix("b") : nullptr;
  if (!b || s.estimates()->results.macro_or("cmd") != "regress")
    throw Error(301, "last estimates not found", std::nullopt, {"dfbeta follows regress"});
  const std::vector<std::string> names = asked(a, *b);
  s.say("");
  s.say("Generating DFBETA variables ...");
  s.say("");
  int number = 0;
  for (const std::string& name : names) {
    std::string variable;
    do variable = a.stub + std::to_string(++number);
    while (s.frame().find(variable));
    s.quietly([&] {
      s.run_command("predict " + variable + " if e(sample), dfbeta(" + name + ")");
      s.run_command("label variable " + variable + " \"Dfbeta " + name + "\"");
    });
    s.say("    " + variable + ": DFBETA " + name);
  }
}

}  // namespace

extern const Command dfbeta_command =
    define<Args>("dfbeta", "Influence of observations on coefficients, as variables")
        .terms(&Args::terms, {0})
        .text("STub", &Args::stub, "the names begin with this instead of _dfbeta_")
        .changes(Effect::data)
        .reference("Belsley, D. A., Kuh, E. and Welsch, R. E. (1980). Regression Diagnostics, eq. 2.7.")
        .remark("One variable for every regressor of regress, or for those named: _dfbeta_1, _dfbeta_2 … with labels.")
        .example("All regressors",
                 "sysuse auto\nquietly regress price mpg weight\ndfbeta\n"
                 "predict double d, dfbeta(weight)\ngenerate gap = abs(d - _dfbeta_2)\n"
                 "quietly summarize gap",
                 "r(max) < 1e-6 & r(N) == 74")
        .example(
            "One, under a name of one's own",
            "sysuse auto\nquietly regress price mpg weight\ndfbeta weight, stub(inf)\nquietly count if abs(inf1) > 1",
            "r(N) < 5")
        .acts(act);

}  // namespace nqp::commands::dfbeta_
