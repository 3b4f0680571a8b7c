// balancetable: means of treated and controls, and their difference.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/balance_table.hpp"

namespace nqp::commands::balancetable_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string file, absorb, covariates, titles, format = "%9.3f", stars = "* 0.10 ** 0.05 *** 0.01", title, note;
  Vce vce;
  bool p_values = false, labels = false, no_stars = false;
  std::vector<ast::Option> options;
};

void act(const Args& a, runtime::Session& s) {
  kit::TableFile file;
  kit::BodyAndOptions line;
  line.options = a.options;
  kit::read_file(line, a.file, file);
  line.check_all_known();
  kit::BalanceRequest q;
  q.group = a.variables[0];
  q.variables.assign(a.variables.begin() + 1, a.variables.end());
  q.sample = a.sample;
  if (kit::balance_groups(q.group, a.sample, s) != std::vector<double>{0, 1})
    throw Error(198, q.group + " must be 0 for controls and 1 for treated", std::nullopt,
                {"iebaltab compares groups with other values, too"});
  q.groups = {0, 1};
  q.pairs = {{1, 0}};
  q.titles = {"Control", "Treatment", "Difference"};
  const std::vector<std::string> given = kit::listed_texts(a.titles);
  if (!given.empty() && given.size() != 3) throw Error(198, "ctitles() takes three titles");
  if (!given.empty()) q.titles = given;
  q.absorb = a.absorb, q.covariates = a.covariates, q.vce = a.vce;
  q.p_values = a.p_values, q.labels = a.labels, q.star_symbols = !a.no_stars;
  q.format = a.format, q.stars = a.stars, q.title = a.title, q.note = a.note;
  kit::balance_table(q, file, s);
}

}  // namespace

extern const Command balancetable_command =
    define<Args>("balancetable", "Balance of treated and controls")
        .varlist(&Args::variables, {2})
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .flag("PVALues", &Args::p_values, "p-values instead of standard errors of differences")
        .vce(&Args::vce, {"ols", "unadjusted", "robust", "cluster"})
        .text("fe", &Args::absorb, "fixed effects of the difference")
        .text("COVariates", &Args::covariates, "covariates of the difference")
        .flag("VARLabels", &Args::labels, "labels instead of names")
        .text("CTitles", &Args::titles, "titles of the three columns: \"C\" \"T\" \"Diff\"")
        .text("Format", &Args::format, "of the numbers: %9.3f, 3")
        .text("STARLevels", &Args::stars, "* 0.10 ** 0.05 *** 0.01")
        .flag("noSTars", &Args::no_stars, "no stars")
        .text("TItle", &Args::title, "above the table")
        .text("note", &Args::note, "under the table")
        .any_options(&Args::options)
        .no_by()
        .stores({{"r(table)", "N mean sd se of controls (1) and treated (2), diff1 se_diff1 p1"}})
        .changes(Effect::results | Effect::files)
        .remark("The first variable is the treatment, 0 or 1. Differences are coefficients of regress, or reghdfe with "
                "fe(). The long syntax with (mean) and (diff) and weights are not supported. Files: .tex .xlsx .docx "
                ".rtf .csv .html.")
        .reference("After balancetable by Mattia Chiapello (SSC)")
        .example("On the screen",
                 "sysuse auto\nbalancetable foreign price mpg\nmatrix t = r(table)\nregress mpg foreign",
                 "reldif(t[2,9], _b[foreign]) < 1e-12 & reldif(t[2,10], _se[foreign]) < 1e-12 & t[1,1] == 52")
        .example("As a workbook, robust errors",
                 "sysuse auto\ntempfile t\nbalancetable foreign price mpg using `t'.xlsx, vce(robust) pval replace\n"
                 "scalar there = fileexists(\"`t'.xlsx\")",
                 "there == 1")
        .acts(act);

}  // namespace nqp::commands::balancetable_
