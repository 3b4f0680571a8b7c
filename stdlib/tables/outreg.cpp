// outreg: the elder of outreg2, with its own defaults: t statistics, and stars at 5 and 1 percent.
#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::outreg_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string body, file;
  std::vector<ast::Option> options;
};

void act(const Args& a, Session& s) {
  kit::BodyAndOptions line;
  line.options = a.options;
  std::string options;
  const auto same = [&](const char* name, const char* written) {
    if (const ast::Option* o = line.find(name))
      options += std::string(" ") + written + (o->has_argument ? "(" + o->argument + ")" : "");
  };
  const bool errors = line.find("SE") != nullptr;
  if (!errors && !line.find("Pvalue") && !line.find("CI")) options += " tstat";
  if (line.find("Pvalue")) options += " pvalue";
  if (line.find("CI")) options += " ci";
  if (line.find("3aster")) options += " alpha(0.01, 0.05, 0.1) symbol(***, **, *)";
  else if (line.find("10pct")) options += " alpha(0.01, 0.05, 0.1) symbol(**, *, +)";
  else options += " alpha(0.01, 0.05) symbol(**, *)";
  if (!line.find("noLabel")) options += " label";
  for (const auto& [name, written] : {std::pair{"BDec", "bdec"},
                                      {"TDec", "tdec"},
                                      {"CTitle", "ctitle"},
                                      {"ADDStat", "addstat"},
                                      {"ADEC", "adec"},
                                      {"RDec", "rdec"},
                                      {"ADDNote", "addnote"},
                                      {"TItle", "title"},
                                      {"noNOTes", "nonotes"},
                                      {"noCONS", "nocons"},
                                      {"noOBS", "noobs"},
                                      {"noNOBS", "noobs"},
                                      {"noR2", "nor2"},
                                      {"ADJr2", "adjr2"},
                                      {"noASter", "noaster"},
                                      {"BRacket", "bracket"},
                                      {"noPARen", "noparen"},
                                      {"EForm", "eform"},
                                      {"replace", "replace"},
                                      {"append", "append"}})
    same(name, written);
  if (line.find("BFmt") || line.find("SIGsymb"))
    throw Error(198, "bfmt() and sigsymb() are not available", std::nullopt, {"bdec() and outreg2, symbol() do it"});
  if (line.find("Margin") || line.find("XStats"))
    throw Error(198, "margin and xstats are not available", std::nullopt,
                {"margins, post before outreg writes marginal effects; addstat() writes further statistics"});
  // How columns stand in text files of spreadsheets.
  for (const char* accepted : {"COEFastr", "COMma", "Quote", "noNI", "ONEcol", "noAUTO"})
    line.find(accepted);
  line.check_all_known();
  s.run_command("outreg2 " + a.body + " using \"" + a.file + "\"," + options);
}

}  // namespace

extern const Command outreg_command =
    define<Args>("outreg", "Tables of estimates that grow model by model, as of old")
        .anything(&Args::body)
        .using_file(&Args::file)
        .any_options(&Args::options)
        .stores({{"r(ncols)", "models in the table"}})
        .changes(Effect::results | Effect::files)
        .remark(
            "outreg2 with the defaults of outreg: t statistics in parentheses, ** p<0.01 and * p<0.05, labels. "
            "Options: se "
            "pvalue ci 3aster 10pct bdec() tdec() ctitle() addstat() addnote() title() nocons nor2 adjr2 noaster "
            "bracket replace append.")
        .example("Two models",
                 "sysuse auto\ntempfile t\nquietly regress price weight\noutreg using `t'.doc, replace\n"
                 "quietly regress price weight mpg\noutreg using `t'.doc, append se 3aster",
                 "r(ncols) == 2")
        .example("An option it does not have",
                 "sysuse auto\nquietly regress price weight\ntempfile t\ncapture outreg using `t', nosuch",
                 "_rc == 198")
        .acts(act);

}  // namespace nqp::commands::outreg_
