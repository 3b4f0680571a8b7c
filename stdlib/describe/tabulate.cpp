// tabulate: one- and two-way tables of frequencies, or of the means of a variable.
#include "stdlib/kit/tabulation.hpp"

namespace nqp::commands::tabulate_ {
namespace {

using namespace command;
using Args = kit::TabulateArgs;

Output run(const Args& a, const Context& c) {
  Output out;
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  if (a.variables.size() == 1) {
    kit::tabulate_one_way(a.variables[0], rows, a, c, out);
    return out;
  }
  if (!a.generate.empty())
    throw Error(198, "generate() makes indicators of one variable", std::nullopt, {"leave out one of the variables"});
  kit::tabulate_two_way(a.variables[0], a.variables[1], rows, a, c, out);
  return out;
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("TAbulate", "Tables of frequencies");
  d.varlist(&Args::variables, Count{1, 2})
      .if_in(&Args::sample)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::iweight});
  kit::one_way_options(d);
  d.text("Generate", &Args::generate, "makes an indicator variable stub1, stub2, … for each level")
      .text("MATCell", &Args::matrix_cells, "matrix that gets the frequencies")
      .text("MATRow", &Args::matrix_rows, "matrix that gets the values of the rows")
      .text("MATCOL", &Args::matrix_columns, "matrix that gets the values of the columns")
      .variable("SUBPop", &Args::subpopulation,
                "count only observations where this variable is not 0; the others' levels stay in the table")
      .variable("SUMmarize", &Args::summarize, "means of this variable instead of frequencies")
      .flag("MEans", &Args::means, "with summarize(): the means only")
      .flag("STandard", &Args::standard, "with summarize(): the standard deviations only")
      .flag("FReq", &Args::freq, "with summarize(): the frequencies only")
      .flag("Obs", &Args::obs, "with summarize(): the numbers of observations only")
      .flag("noMEans", &Args::no_means, "with summarize(): leave out the means")
      .flag("noSTandard", &Args::no_standard, "with summarize(): leave out the standard deviations")
      .flag("noObs", &Args::no_obs, "with summarize() and weights: leave out the numbers of observations");
  kit::two_way_options(d);
  return d;
}

}  // namespace

extern const Command tabulate_command =
    definition()
        .stores({{"r(N)", "number of observations; the sum of frequency weights"},
                 {"r(r)", "number of rows"},
                 {"r(c)", "number of columns, two-way"},
                 {"r(chi2)", "Pearson's chi-squared, with chi2"},
                 {"r(p)", "its significance"},
                 {"r(chi2_lr)", "likelihood-ratio chi-squared, with lrchi2"},
                 {"r(p_lr)", "its significance"},
                 {"r(CramersV)", "Cramér's V (with a sign for 2 x 2 tables), with V"},
                 {"r(gamma)", "Goodman and Kruskal's gamma, with gamma"},
                 {"r(taub)", "Kendall's tau-b, with taub"},
                 {"r(p_exact)", "Fisher's exact test, two-sided, with exact"},
                 {"r(p1_exact)", "the same, one-sided, of a 2 x 2 table"}})
        .changes(Effect::data | Effect::results)
        .reference("Agresti, A. (2013). Categorical Data Analysis, 3rd ed., chapters 2-3.")
        .remark("Missing values are left out unless missing is given.")
        .example("One variable", "sysuse auto\ntabulate foreign, matcell(F) matrow(V) sort",
                 "r(N) == 74 & F[1,1] == 52 & V[2,1] == 1")
        .example("Indicators of its levels", "sysuse auto\ntabulate rep78, generate(r) missing nofreq",
                 "r6[3] == 1 & r(r) == 6")
        .example("A part of the data", "sysuse auto\ntabulate rep78, subpop(foreign) matcell(F)",
                 "r(N) == 21 & r(r) == 5 & F[1,1] == 0 & F[5,1] == 9")
        .example("Two variables and a test", "sysuse auto\ntabulate rep78 foreign, chi2 row column nokey",
                 "abs(r(chi2) - 27.2640) < 0.0001")
        .example("All tests of a 2 x 2 table",
                 "clear\ninput a b n\n1 1 3\n1 2 1\n2 1 1\n2 2 3\nend\n"
                 "tabulate a b [fw=n], all exact",
                 "abs(r(p_exact) - 34/70) < 1e-10 & r(CramersV) == .5")
        .example("An exact test of a larger table",
                 "sysuse auto\ntabulate rep78 foreign, exact clrchi2 key nolog\nscalar there = r(p_exact)\n"
                 "tabulate foreign rep78, exact(2)",
                 "abs(r(p_exact) - there) < 1e-9 & r(p_exact) < .001")
        .example("Means alone", "sysuse auto\ntabulate rep78 foreign, summarize(mpg) means standard freq obs",
                 "_N == 74")
        .example("Table of means", "sysuse auto\ntabulate foreign, summarize(mpg) nostandard nolabel", "r(N) == 74")
        .runs(run);

}  // namespace nqp::commands::tabulate_
