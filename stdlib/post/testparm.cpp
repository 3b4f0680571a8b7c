// testparm: joint test of all coefficients of some terms.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/hypothesis.hpp"

namespace nqp::commands::testparm_ {
namespace {

using namespace command;

struct Args {
  Terms terms;
  bool equal = false;
};

kit::LinearForm zero_form(std::size_t columns) { return {std::vector<double>(columns, 0.0), 0}; }

Output run(const Args& a, const Context& c) {
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
  const Results& e = c.e->results;
  const std::vector<std::size_t> list = kit::matching_coefficients(a.terms, false, e);
  const std::size_t columns = e.find_matrix("b")->columns;
  std::vector<kit::LinearForm> forms;
  for (std::size_t i = a.equal ? 1 : 0; i < list.size(); ++i) {
    kit::LinearForm f = zero_form(columns);
    f.weights[list[i]] = 1;
    if (a.equal) f.weights[list[0]] = -1;
    forms.push_back(std::move(f));
  }
  if (forms.empty())
    throw Error(111, "no such variables; the specified varlist does not identify any testable coefficients");
  const kit::TestResult result = kit::test_restrictions(forms, e, 0);
  Output out;
  out.r.emplace();
  kit::report_test(forms, result, e, 0, *out.r, out.document);
  return out;
}

}  // namespace

extern const Command testparm_command =
    define<Args>("testparm", "Test that all coefficients of some terms are zero")
        .terms(&Args::terms)
        .flag("Equal", &Args::equal, "test that they are equal instead")
        .stores({{"r(F)", "F statistic"}, {"r(chi2)", "chi-squared statistic"}, {"r(df)", "restrictions"},
                 {"r(df_r)", "residual degrees of freedom"}, {"r(p)", "p-value"}})
        .changes(Effect::results)
        .example("All levels of a factor variable",
                 "clear\nset obs 20\ngenerate g = mod(_n, 4)\ngenerate x = mod(_n, 7)\n"
                 "generate y = x + g + mod(_n, 3)\nregress y x i.g\ntestparm i.g",
                 "r(df) == 3")
        .example("Wildcards, equality",
                 "clear\nset obs 20\ngenerate x1 = mod(_n, 5)\ngenerate x2 = mod(_n, 7)\n"
                 "generate y = x1 + mod(_n, 3)\nregress y x1 x2\ntestparm x*, equal",
                 "r(df) == 1")
        .example("Chi-squared after an estimator without residual degrees of freedom",
                 "clear\nset obs 24\ngenerate id = ceil(_n/4)\nxtset id\ngenerate x = mod(7*_n, 5)\n"
                 "generate y = 2*x + 3*mod(id, 3) + mod(_n, 2) - mod(_n, 3)\nquietly xtreg y x, re\ntestparm x",
                 "abs(r(chi2) - e(chi2)) < 1e-8")
        .runs(run);

}  // namespace nqp::commands::testparm_
