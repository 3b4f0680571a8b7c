// test: Wald tests of linear restrictions.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands {
namespace {

using namespace command;

struct Args {
  std::string raw;
};

// The restrictions of the test before, which accumulate adds to.
std::string earlier(const Context& c) {
  const std::string* text = c.r ? c.r->find_macro("hypotheses") : nullptr;
  if (!text) throw Error(302, "no previous test", std::nullopt, {"test something first, then accumulate"});
  return *text;
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  kit::BodyAndOptions line = kit::split_options(a.raw);
  const bool accumulate = line.find("Accumulate") != nullptr;
  const bool silent = line.find("NOTest") != nullptr;
  const bool with_constant = line.find("Constant") != nullptr;
  const ast::Option* df = line.find("df");
  line.check_all_known();
  const double df_r = df ? eval::evaluate_number(*grammar::parse_expression(df->argument), c.scope) : 0;

  // (x1 = 0) (x2 = 1) are specifications already; (x1 + x2) = 3 is one.
  const bool equation = kit::find_outside(line.body, '=') != std::string::npos;
  const bool grouped = line.body.empty() || (line.body.front() == '(' && !equation);
  std::string text = grouped ? line.body : "(" + line.body + ")";
  if (accumulate) text = earlier(c) + " " + text;
  if (with_constant) text += " (_cons)";
  const std::vector<kit::LinearForm> forms = kit::parse_restrictions(text, false, e, c);
  const kit::TestResult result = kit::test_restrictions(forms, e, df_r);
  Output out;
  out.r.emplace();
  out.r->macro("hypotheses", text);
  report::Document shown;
  kit::report_test(forms, result, e, df_r, *out.r, shown);
  if (!silent) out.document = std::move(shown);
  return out;
}

}  // namespace

extern const Command test_command =
    define<Args>("TEst", "Test linear hypotheses after estimation")
        .raw(&Args::raw)
        .stores({{"r(F)", "F statistic, after estimators with e(df_r)"},
                 {"r(chi2)", "chi-squared statistic, after the others"},
                 {"r(df)", "number of independent restrictions"},
                 {"r(df_r)", "residual degrees of freedom"},
                 {"r(p)", "p-value"},
                 {"r(drop)", "1 when a restriction was dropped"},
                 {"r(hypotheses)", "what was tested; accumulate adds to it"}})
        .changes(Effect::results)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 5.3.")
        .remark("test x1 x2 tests that both are zero, test x1 = x2 that they are equal; several specifications stand "
                "in parentheses. Options: accumulate, notest, constant, df(#).")
        .example("After random effects the test is a chi-squared",
                 "sysuse grunfeld\nxtset firm year\nquietly xtreg invest mvalue kstock, re\ntest mvalue",
                 "abs(r(chi2)/(_b[mvalue]/_se[mvalue])^2 - 1) < 1e-12")
        .example("Both slopes are zero: the model's F",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate z = mod(_n, 7)\ngenerate y = x + mod(_n, 3)\n"
                 "regress y x z\ntest x z",
                 "abs(r(F) - e(F)) < 1e-9 & r(df) == 2")
        .example("Equal slopes, then a second restriction",
                 "clear\nset obs 20\ngenerate x = mod(_n, 5)\ngenerate z = mod(_n, 7)\ngenerate y = x + mod(_n, 3)\n"
                 "regress y x z\ntest x = z, notest\ntest z = 0, accumulate",
                 "r(df) == 2")
        .runs(run);

}  // namespace nqp::commands
