// pwcompare: all pairs of the means that a model predicts for the levels of factor variables.
#include "stdlib/kit/level_comparisons.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::commands::pwcompare_ {
namespace {

using namespace command;
using Args = kit::ComparisonCall;

Output run(const Args& a, const Context& c) {
  const kit::Comparisons k = kit::compare_levels(a, true, c);
  const Results& model = c.e->results;
  Output out;
  out.document.blank();
  out.line("Pairwise comparisons of marginal linear predictions");
  out.line("Margins: asbalanced");
  out.document.append(kit::comparison_table(k, c));
  Results r;
  r.matrix("b_vs", *k.linear.find_matrix("b")).matrix("V_vs", *k.linear.find_matrix("V"));
  r.matrix("L_vs", kit::named_matrix(k.L, k.names, model.find_matrix("b")->column_names));
  r.matrix("table_vs", kit::result_table(k.rows, k.linear, false));
  r.scalar("level", k.level).macro("cmd", "pwcompare").macro("est_cmd", model.macro_or("cmd"));
  r.macro("mcmethod_vs", k.method.empty() ? "noadjust" : k.method);
  out.r = std::move(r);
  if (a.post) kit::post_comparisons(k, "pwcompare", c, out);
  return out;
}

Command command() {
  auto d = define<Args>("PWCOMPare", "Pairwise comparisons of levels after estimation");
  return kit::comparison_options(d)
      .stores({{"r(b_vs)", "differences, the later level less the earlier one"},
               {"r(V_vs)", "their variances and covariances"},
               {"r(L_vs)", "weights of the coefficients, one row a difference"},
               {"r(table_vs)", "differences, standard errors, tests and intervals"},
               {"r(level)", "confidence level"},
               {"r(mcmethod_vs)", "adjustment for multiple comparisons"},
               {"r(cmd)", "pwcompare"},
               {"r(est_cmd)", "command that estimated the model"}})
      .remark("pwcompare g, or g#h for all pairs of cells; mcompare(tukey) is Tukey and Kramer's method.")
      .example("Differences of coefficients",
               "sysuse auto\nquietly regress price i.rep78 mpg\npwcompare rep78\nmatrix B = r(b_vs)",
               "abs(B[1,10] - (_b[5.rep78] - _b[4.rep78])) < 1e-8 & colsof(B) == 10")
      .example("Two means: Tukey's test is the t test",
               "sysuse auto\nquietly regress mpg i.foreign\n"
               "scalar P0 = 2*ttail(e(df_r), abs(_b[1.foreign]/_se[1.foreign]))\npwcompare foreign, mcompare(tukey)",
               "abs(el(r(table_vs),4,1) - P0) < 1e-9")
      .runs(run);
}

}  // namespace

extern const Command pwcompare_command = command();

}  // namespace nqp::commands::pwcompare_
