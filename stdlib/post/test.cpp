// test: Wald tests of linear restrictions.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/hypothesis.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::test_ {
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

// p-values of m tests adjusted for their number.
std::vector<double> adjusted(std::vector<double> p, const std::string& method) {
  const double m = static_cast<double>(p.size());
  std::vector<double> out = p;
  if (method == "bonferroni")
    for (double& x : out) x = std::min(1.0, x * m);
  if (method == "sidak")
    for (double& x : out) x = -std::expm1(m * std::log1p(-x));
  if (method != "holm") return out;
  std::vector<std::size_t> order(p.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return p[x] < p[y]; });
  double largest = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {  // Holm (1979): steps down, never smaller than the one before
    largest = std::max(largest, std::min(1.0, p[order[k]] * (m - static_cast<double>(k))));
    out[order[k]] = largest;
  }
  return out;
}

std::string method_of(const ast::Option& o) {
  const std::string word = kit::lower(o.argument);
  if (word.empty() || kit::abbreviates(word, "Noadjust")) return "noadjust";
  for (const char* name : {"Bonferroni", "Holm", "Sidak"})
    if (kit::abbreviates(word, name)) return kit::lower(name);
  throw Error(198, "mtest(" + o.argument + ") not allowed", std::nullopt, {"bonferroni, holm, sidak or noadjust"});
}

// Every restriction on its own; r(mtest) has a row for each: statistic, df, p, adjusted p.
void test_each(const std::vector<kit::LinearForm>& forms, const std::string& method, const Results& e, double df_r,
               Results& r, report::Document& d) {
  const bool F = df_r > 0 || e.find_scalar("df_r") != nullptr;
  const bool adjust = method != "noadjust";
  eval::Matrix m(forms.size(), adjust ? 4 : 3);
  m.column_names = {F ? "F" : "chi2", "df", "p"};
  if (adjust) m.column_names.emplace_back("adjustp");
  m.row_names = eval::Matrix::default_names('r', forms.size());
  std::vector<double> p;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const kit::TestResult one = kit::test_restrictions({forms[i]}, e, df_r);
    m(i, 0) = kit::stored(F ? one.wald.F : one.wald.chi2);
    m(i, 1) = one.wald.df;
    p.push_back(one.p);
    m(i, 2) = kit::stored(one.p);
  }
  const std::vector<double> shown = adjusted(p, method);
  report::Table t;
  t.columns = {{8, 0, false}, {11, 1, true}, {6, 2, false}, {10, 2, false}};
  const auto head = [](const char* text) { return report::text_cell(text, report::Align::right); };
  t.rule();
  t.row({head(""), head(F ? "F(df,df_r)" : "chi2"), head("df"), head(adjust ? "p*" : "p")});
  t.rule();
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (adjust) m(i, 3) = kit::stored(shown[i]);
    t.row({report::text_cell("(" + std::to_string(i + 1) + ")", report::Align::right),
           report::number_cell(m(i, 0), "%9.2f"), report::number_cell(m(i, 1), "%5.0f"),
           report::number_cell(kit::stored(shown[i]), "%9.4f")});
  }
  t.rule();
  d.blank();
  d.add(std::move(t));
  if (adjust) d.line("* " + method + "-adjusted p-values");
  r.macro("mtmethod", method).matrix("mtest", std::move(m));
}

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  kit::BodyAndOptions line = kit::split_options(a.raw);
  const bool accumulate = line.find("Accumulate") != nullptr;
  const bool silent = line.find("NOTest") != nullptr;
  const bool with_constant = line.find("Constant") != nullptr;
  const ast::Option* each = line.find("Mtest");
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
  if (each) test_each(forms, method_of(*each), e, df_r, *out.r, shown);
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
                 {"r(mtest)", "mtest: statistic, df, p and adjusted p of every restriction"},
                 {"r(mtmethod)", "mtest: how the p-values were adjusted"},
                 {"r(hypotheses)", "what was tested; accumulate adds to it"}})
        .changes(Effect::results)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 5.3.")
        .remark(
            "test x1 x2 tests that both are zero, test x1 = x2 that they are equal; several specifications stand "
            "in parentheses. Options: accumulate, notest, constant, df(#), mtest(bonferroni|holm|sidak).")
        .example(
            "Each restriction on its own, adjusted by Bonferroni",
            "sysuse auto\nquietly regress price mpg weight\ntest mpg weight, mtest(bonferroni)\nmatrix m = r(mtest)",
            "abs(m[1,4] - min(1, 2*m[1,3])) < 1e-12 & m[2,2] == 1 & r(mtmethod) == \"bonferroni\"")
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

}  // namespace nqp::commands::test_
