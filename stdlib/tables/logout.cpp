// logout: the tables that a command shows, as a file for a paper.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/table_output.hpp"

namespace nqp::commands {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string command, save;
  bool replace = false, word = false, excel = false, tex = false, text = false, html = false;
  std::string dec;
};

// Listens to what is shown as long as it lives.
class Listener {
 public:
  explicit Listener(Session& s) : session_(s) {
    auto sink = std::make_unique<report::MemorySink>();
    memory_ = sink.get();
    s.logs().emplace_back("", std::move(sink));
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    auto& logs = session_.logs();
    logs.erase(std::remove_if(logs.begin(), logs.end(), [this](const auto& l) { return l.second.get() == memory_; }), logs.end());
  }
  const std::vector<report::Document>& documents() const { return memory_->documents(); }

 private:
  Session& session_;
  report::MemorySink* memory_ = nullptr;
};

// Rows of a screen table as rows of a paper table: what stands above the first rule is the head.
void add(const report::Table& t, report::PaperTable& out) {
  bool head = out.head.empty(), seen = false;
  for (const report::TableRow& r : t.rows) {
    if (r.kind != report::TableRow::Kind::cells) {
      head = head && !seen;
      continue;
    }
    report::PaperRow row;
    for (const report::Cell& c : r.cells) {
      row.cells.push_back({text::trimmed(c.text)});
      row.cells.back().span = row.cells.size() == 1 ? 1 : c.span;
    }
    const bool blank = std::all_of(row.cells.begin(), row.cells.end(), [](const auto& c) { return c.text.empty(); });
    if (blank) continue;
    seen = true;
    std::size_t columns = 0;
    for (std::size_t j = 1; j < row.cells.size(); ++j) columns += static_cast<std::size_t>(row.cells[j].span);
    out.columns = std::max(out.columns, columns);
    (head ? out.head : out.body).push_back(std::move(row));
  }
}

void act(const Args& a, Session& s) {
  if (a.save.empty()) throw Error(198, "logout needs save(file)", std::nullopt, {"logout, save(table) word replace: tabstat x y, s(mean sd)"});
  kit::TableFile file;
  file.path = kit::listed_texts(a.save).front();
  file.replace = a.replace;
  const bool ending = report::format_of_ending(file.path).has_value();
  if (!ending) file.path += a.word ? ".rtf" : a.excel ? ".xlsx" : a.tex ? ".tex" : a.html ? ".html" : ".txt";
  file.format = *report::format_of_ending(file.path);
  report::PaperTable table;
  {
    const Listener listener(s);
    s.run_command(a.command);
    for (const report::Document& d : listener.documents())
      for (const report::Block& b : d.blocks)
        if (const auto* t = std::get_if<report::Table>(&b)) add(*t, table);
  }
  if (table.columns == 0)
    throw Error(2000, "the command showed no table", std::nullopt, {"logout keeps tables: tabstat, summarize, pwcorr, tabulate, ttest …"});
  const Results r = s.r();
  kit::put_table(table, file, s);
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
        .text("fix", &Args::dec, "accepted: columns are known, not guessed")
        .text("dec", &Args::dec, "accepted: the command's formats say how numbers look")
        .changes(Effect::files)
        .example("Descriptive statistics for Word",
                 "sysuse auto\ntempfile t\nlogout, save(`t') word replace: tabstat price mpg, s(N mean sd) c(s)\n"
                 "scalar there = fileexists(\"`t'.rtf\")", "there == 1")
        .example("Correlations for a spreadsheet",
                 "sysuse auto\ntempfile t\nlogout, save(`t') excel replace: pwcorr price mpg weight\n"
                 "scalar there = fileexists(\"`t'.xlsx\")", "there == 1")
        .acts(act);

}  // namespace nqp::commands
