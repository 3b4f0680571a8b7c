// lincom: a linear combination of coefficients with its standard error and interval.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/kit/options_of.hpp"

namespace nqp::commands::lincom_ {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

std::string eform_heading(kit::BodyAndOptions& line) {
  const char* heading = "";
  if (line.find("eform")) heading = "exp(b)";
  if (line.find("or")) heading = "Odds ratio";
  if (line.find("hr")) heading = "Haz. ratio";
  if (line.find("IRr")) heading = "IRR";
  if (line.find("rrr")) heading = "RRR";
  return heading;
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  kit::BodyAndOptions line = kit::split_options(a.raw);
  if (line.body.empty()) throw Error(100, "an expression is required", std::nullopt, {"for example: lincom x1 + 2*x2"});
  kit::TableOptions options;
  options.eform = eform_heading(line);
  options.level = c.settings.level;
  if (const ast::Option* o = line.find("Level")) options.level = kit::read_level(*o);
  line.check_all_known();

  const kit::LinearForm form = kit::linear_form(line.body, e, c);
  std::vector<kit::CoefficientRow> rows{kit::linear_combination(form, e, options.level)};
  rows[0].name.name = "(1)";
  Output out;
  kit::LinearForm shown = form;
  out.document.blank();
  out.line(" ( 1)  " + kit::restriction_text(shown, e));
  out.document.blank();
  out.document.append(
      kit::coefficient_table(rows, e, e.macro_or("depvar"), c.frame, options, c.settings.linesize));
  if (!options.eform.empty()) kit::exponentiate(rows);
  const bool t = e.find_scalar("df_r") != nullptr;
  Results r;
  r.scalar("estimate", rows[0].b).scalar("se", rows[0].se);
  if (t) r.scalar("df", e.scalar_or("df_r"));
  r.scalar(t ? "t" : "z", rows[0].statistic).scalar("p", rows[0].p);
  r.scalar("lb", rows[0].low).scalar("ub", rows[0].high).scalar("level", options.level);
  out.r = std::move(r);
  return out;
}

}  // namespace

extern const Command lincom_command =
    define<Args>("lincom", "Linear combinations of coefficients")
        .raw(&Args::raw)
        .stores({{"r(estimate)", "the combination"}, {"r(se)", "its standard error"}, {"r(t)", "t statistic"},
                 {"r(z)", "z statistic, after estimators without e(df_r)"}, {"r(p)", "two-sided p-value"},
                 {"r(df)", "degrees of freedom"}, {"r(lb)", "lower end of the interval"},
                 {"r(ub)", "upper end of the interval"}, {"r(level)", "confidence level"}})
        .changes(Effect::results)
        .remark("Options: level(#), eform, or, irr, hr, rrr.")
        .example("After random effects the test is a z",
                 "sysuse grunfeld\nxtset firm year\nquietly xtreg invest mvalue kstock, re\nlincom mvalue + kstock",
                 "abs(r(z) - r(estimate)/r(se)) < 1e-12")
        .example("The sum of two slopes",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate z = mod(_n, 7)\ngenerate y = x + mod(_n, 3)\n"
                 "regress y x z\nlincom x + z",
                 "abs(r(estimate) - (_b[x] + _b[z])) < 1e-12")
        .example("A prediction at given values",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate y = x + mod(_n, 3)\nregress y x\n"
                 "lincom _cons + 3*x, level(90)",
                 "r(level) == 90 & r(lb) < r(estimate)")
        .runs(run);

}  // namespace nqp::commands::lincom_
