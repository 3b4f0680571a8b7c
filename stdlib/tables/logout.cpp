// logout: the tables that a command shows, as a file for a paper.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/shown_tables.hpp"
#include "stdlib/kit/table_output.hpp"

namespace nqp::commands::logout_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string command, save;
  bool replace = false, word = false, excel = false, tex = false, text = false, html = false;
  std::string dec, fix;
};

void act(const Args& a, Session& s) {
  if (a.save.empty())
    throw Error(198, "logout needs save(file)", std::nullopt,
                {"logout, save(table) word replace: tabstat x y, s(mean sd)"});
  kit::TableFile file;
  file.path = kit::listed_texts(a.save).front();
  file.replace = a.replace;
  int decimals = -1;
  if (!a.dec.empty()) {
    const std::optional<double> v = kit::parse_number(a.dec);
    if (!v || !(*v >= 0 && *v <= 10)) throw Error(198, "dec() takes a number of decimals, 0 to 10");
    decimals = static_cast<int>(*v);
  }
  // One file for each kind that is asked for; the ending of save() is a kind too.
  std::vector<std::string> paths;
  if (report::format_of_ending(file.path)) paths.push_back(file.path);
  else
    for (const auto& [asked, ending] : {std::pair{a.word, ".rtf"}, {a.excel, ".xlsx"}, {a.tex, ".tex"},
                                        {a.html, ".html"}, {a.text, ".txt"}})
      if (asked) paths.push_back(file.path + ending);
  if (paths.empty()) paths.push_back(file.path + ".txt");
  const report::PaperTable table = kit::shown_tables(a.command, decimals, s);
  const Results r = s.r();
  for (const std::string& path : paths) {
    file.path = path;
    file.format = *report::format_of_ending(path);
    kit::put_table(table, file, s);
  }
  s.r() = r;
}

}  // namespace

extern const Command logout_command =
    define<Args>("logout", "The tables a command shows, as a file")
        .prefix(&Args::command)
        .text("save", &Args::save, "the file; its ending, or word excel tex html, tell its kind")
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("word", &Args::word, "a Word file (.rtf)")
        .flag("excel", &Args::excel, "a workbook (.xlsx)")
        .flag("tex", &Args::tex, "LaTeX")
        .flag("text", &Args::text, "plain text")
        .flag("html", &Args::html, "a web page")
        .text("fix", &Args::fix, "accepted: columns are known, not guessed")
        .text("dec", &Args::dec, "decimals of the numbers; the command's formats else")
        .changes(Effect::files)
        .example("Descriptive statistics for Word",
                 "sysuse auto\ntempfile t\nlogout, save(`t') word replace: tabstat price mpg, s(N mean sd) c(s)\n"
                 "scalar there = fileexists(\"`t'.rtf\")",
                 "there == 1")
        .example("Correlations for a spreadsheet",
                 "sysuse auto\ntempfile t\nlogout, save(`t') excel replace: pwcorr price mpg weight\n"
                 "scalar there = fileexists(\"`t'.xlsx\")",
                 "there == 1")
        .acts(act);

}  // namespace nqp::commands::logout_
