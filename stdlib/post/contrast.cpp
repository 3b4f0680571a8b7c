// contrast: comparisons of the levels of factor variables of the last model, and their joint tests.
#include "stdlib/kit/level_comparisons.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::commands::contrast_ {
namespace {

using namespace command;
using Args = kit::ComparisonCall;

Output run(const Args& a, const Context& c) {
  const kit::Comparisons k = kit::compare_levels(a, false, c);
  const Results& model = c.e->results;
  Output out;
  out.document.blank();
  out.line("Contrasts of marginal linear predictions");
  out.line("Margins: asbalanced");
  Results r = k.linear;
  report::Document tests;
  kit::report_joint_tests(k.tests, model, r, tests);
  if (!a.no_wald) out.document.blank().append(std::move(tests));
  if (!k.shown.empty() && !a.no_effects) out.document.append(kit::comparison_table(k, c));
  r.matrix("L", kit::named_matrix(k.L, k.names, model.find_matrix("b")->column_names));
  r.matrix("table", kit::result_table(k.rows, r, false));
  r.scalar("level", k.level).macro("cmd", "contrast").macro("est_cmd", model.macro_or("cmd"));
  r.macro("mcmethod", k.method.empty() ? "noadjust" : k.method);
  out.r = std::move(r);
  if (a.post) kit::post_comparisons(k, "contrast", c, out);
  return out;
}

Command command() {
  auto d = define<Args>("CONTRast", "Contrasts of factor variables after estimation");
  return kit::comparison_options(d)
      .flag("OVERall", &Args::overall, "test all terms together as well")
      .flag("NOWALD", &Args::no_wald, "leave out the tests")
      .flag("noEFFects", &Args::no_effects, "leave out the contrasts")
      .stores({{"r(b)", "contrasts"},
               {"r(V)", "their variances and covariances"},
               {"r(L)", "weights of the coefficients, one row a contrast"},
               {"r(table)", "contrasts, standard errors, tests and intervals"},
               {"r(F)", "tests of the terms; r(chi2) where the model has z statistics"},
               {"r(p)", "their p-values"},
               {"r(df)", "their degrees of freedom"},
               {"r(level)", "confidence level"},
               {"r(mcmethod)", "adjustment for multiple comparisons"},
               {"r(cmd)", "contrast"},
               {"r(est_cmd)", "command that estimated the model"}})
      .reference("Searle, S. R. (1971). Linear Models, chapters 4 and 7.")
      .remark(
          "r.g compares levels with the base (rb2.g with level 2), a.g each with the next, ar.g with the one before, "
          "g.g with the mean of all, h.g with the mean of the later levels, j.g with that of the earlier ones; g alone "
          "gives the joint test. gw. hw. jw. weight the means by observations. r3.g or r(2 3).g keep some comparisons, "
          "{g 1 0 -1} has weights of its own. r.g#r.h are contrasts of the interaction, "
          "r.g@h those of g at each level of h, g##h all three terms. The linear prediction is compared.")
      .remark(
          "p.g gives the linear, quadratic … trends over the values of the levels, q.g over their places, pw. and qw. "
          "orthogonal in the observations. Polynomials P have the mean of P squared 1, and the trend is the mean of P "
          "times the cell mean.")
      .remark("In a model with i.g##c.x, r.g compares at x = 0 and r.g#c.x the slopes.")
      .example("Differences from the base are the coefficients",
               "sysuse auto\nquietly regress price i.rep78 mpg\ncontrast r.rep78\nmatrix B = r(b)",
               "abs(B[1,2] - _b[3.rep78]) < 1e-8 & colsof(B) == 4 & colsof(r(F)) == 5")
      .example("A trend over four doses: cell means 1, 2, 3, 4 have a linear one only",
               "clear\nset obs 16\ngenerate g = mod(_n, 4)\ngenerate y = g + mod(int((_n - 1)/4), 2)\n"
               "quietly regress y i.g\ncontrast p.g, post\ntest p2.g p3.g",
               "abs(_b[p1.g] - sqrt(5)/2) < 1e-12 & r(p) > .9999 & e(cmd) == \"contrast\"")
      .example("Main effects and interaction of two factors",
               "sysuse auto\nquietly regress mpg i.foreign##i.rep78 if rep78 > 2\ncontrast foreign##rep78",
               "colsof(r(p)) == 3 & el(r(df),1,3) == 2")
      .runs(run);
}

}  // namespace

extern const Command contrast_command = command();

}  // namespace nqp::commands::contrast_
