// iebaltab: balance over two groups or more.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/balance_table.hpp"

namespace nqp::commands::iebaltab_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string group, old_group, xlsx, tex, csv, save, absorb, covariates, titles;
  std::string format = "%9.3f", stars = "* 0.10 ** 0.05 *** 0.01", title, note;
  std::vector<double> control;
  Vce vce;
  bool total = false, labels = false, p_values = false, no_stars = false, replace = false, one_row = false;
};

std::string file_of(const Args& a) {
  std::string out;
  for (const auto& [path, ending] : {std::pair<std::string, const char*>{a.xlsx, ".xlsx"}, {a.tex, ".tex"},
                                     {a.csv, ".csv"}, {a.save, ".xlsx"}}) {
    if (path.empty()) continue;
    if (!out.empty()) throw Error(198, "one file at a time");
    out = path.find('.', path.find_last_of("/\\") == std::string::npos ? 0 : path.find_last_of("/\\")) ==
                  std::string::npos
              ? path + ending
              : path;
  }
  return out;
}

void arrange(const Args& a, kit::BalanceRequest& q) {
  if (!a.control.empty()) {
    const auto at = std::find(q.groups.begin(), q.groups.end(), a.control[0]);
    if (at == q.groups.end()) throw Error(198, "control() is no value of " + q.group);
    std::rotate(q.groups.begin(), at, at + 1);
  }
  for (std::size_t i = 0; i < (a.control.empty() ? q.groups.size() : 1); ++i)
    for (std::size_t j = i + 1; j < q.groups.size(); ++j) q.pairs.emplace_back(i, j);
}

void act(const Args& a, runtime::Session& s) {
  kit::BalanceRequest q;
  q.group = a.group.empty() ? a.old_group : a.group;
  if (q.group.empty()) throw Error(198, "option groupvar() required");
  q.variables = a.variables;
  q.sample = a.sample;
  q.groups = kit::balance_groups(q.group, a.sample, s);
  if (q.groups.size() < 2) throw Error(459, q.group + " has one value: there is nothing to compare");
  arrange(a, q);
  for (const double g : q.groups) q.titles.push_back(kit::group_title(q.group, g, s.frame()));
  if (a.total) q.titles.push_back("Total");
  for (const auto& [i, j] : q.pairs)
    q.titles.push_back("(" + std::to_string(i + 1) + ")-(" + std::to_string(j + 1) + ")");
  q.absorb = a.absorb, q.covariates = a.covariates, q.vce = a.vce;
  q.total = a.total, q.standard_errors = true, q.p_values = a.p_values, q.labels = a.labels;
  q.star_symbols = !a.no_stars;
  q.format = a.format, q.stars = a.stars, q.title = a.title, q.note = a.note;
  kit::TableFile file;
  kit::BodyAndOptions line;
  kit::read_file(line, file_of(a), file);
  file.replace = a.replace;
  kit::balance_table(q, file, s);
}

}  // namespace

extern const Command iebaltab_command =
    define<Args>("iebaltab", "Balance over two groups or more")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .variable("GROUPvar", &Args::group, "the groups")
        .variable("GRPvar", &Args::old_group, "the same, as older do-files write it")
        .numbers("COntrol", &Args::control, "the group that all others are compared with")
        .flag("TOTal", &Args::total, "a column of all groups")
        .vce(&Args::vce, {"ols", "unadjusted", "robust", "cluster"})
        .text("FIXedeffect", &Args::absorb, "fixed effects of the differences")
        .text("COVariates", &Args::covariates, "covariates of the differences")
        .flag("ROWVarlabels", &Args::labels, "labels instead of names")
        .flag("PTtest", &Args::p_values, "p-values instead of standard errors of differences")
        .flag("STARSNOadd", &Args::no_stars, "no stars")
        .flag("ONErow", &Args::one_row, "accepted: observations always stand in one row")
        .text("Format", &Args::format, "of the numbers: %9.3f, 3")
        .text("STARlevels", &Args::stars, "* 0.10 ** 0.05 *** 0.01")
        .text("savexlsx", &Args::xlsx, "a workbook")
        .text("savetex", &Args::tex, "a LaTeX file")
        .text("savecsv", &Args::csv, "a text file")
        .text("save", &Args::save, "a file of the kind its ending says; a workbook without one")
        .text("TItle", &Args::title, "above the table")
        .text("note", &Args::note, "under the table")
        .flag("replace", &Args::replace, "the file may exist already")
        .no_by()
        .stores({{"r(table)", "N mean sd se of every group (and the total), then diff se_diff p of every pair"}})
        .changes(Effect::results | Effect::files)
        .remark("Differences are the first group minus the second, by regress or reghdfe. Without control() all pairs "
                "are compared. ftest, feqtest, stats(), order() and weights are not supported.")
        .reference("After iebaltab of the World Bank's ietoolkit (SSC)")
        .example("Two groups",
                 "sysuse auto\niebaltab price mpg, grpvar(foreign) rowvarlabels\nmatrix t = r(table)\n"
                 "ttest mpg, by(foreign)",
                 "reldif(t[2,11], r(p)) < 1e-9 & reldif(t[2,9], r(mu_1) - r(mu_2)) < 1e-12")
        .example("Against one control",
                 "sysuse auto\niebaltab price, groupvar(rep78) control(3) total\nmatrix t = r(table)",
                 "colsof(t) == 6*4 + 4*3 & t[1,1] == 30")
        .acts(act);

}  // namespace nqp::commands::iebaltab_
