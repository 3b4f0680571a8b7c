#include "stdlib/kit/shown_tables.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/report/memory_sink.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/table_output.hpp"

namespace nqp::kit {

namespace {

// Listens to what is shown as long as it lives; behind quietly it hears what nobody sees.
class Listener {
 public:
  explicit Listener(runtime::Session& s) : session_(s) {
    auto sink = std::make_unique<report::MemorySink>();
    memory_ = sink.get();
    s.logs().emplace_back(s.quiet() ? report::sole_listener : "", std::move(sink));
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    auto& logs = session_.logs();
    const auto mine = [this](const auto& l) { return l.second.get() == memory_; };
    logs.erase(std::remove_if(logs.begin(), logs.end(), mine), logs.end());
  }
  const std::vector<report::Document>& documents() const { return memory_->documents(); }

 private:
  runtime::Session& session_;
  report::MemorySink* memory_ = nullptr;
};

std::string cell_text(const report::Cell& c, int decimals) {
  const bool whole = c.number == std::floor(c.number);
  if (decimals < 0 || !c.has_number || whole || data::is_missing(c.number)) return text::trimmed(c.text);
  const std::string stars = !c.text.empty() && c.text.back() == '*' ? "*" : "";
  return fmt::format("{:.{}f}{}", c.number, decimals, stars);
}

// Rows of a screen table as rows of a paper table.
void add_table(const report::Table& t, int decimals, report::PaperTable& out) {
  bool head = out.head.empty(), seen = false;
  for (const report::TableRow& r : t.rows) {
    if (r.kind != report::TableRow::Kind::cells) {
      head = head && !seen;
      continue;
    }
    report::PaperRow row;
    for (const report::Cell& c : r.cells) {
      row.cells.push_back({cell_text(c, decimals)});
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

}  // namespace

report::PaperTable shown_tables(const std::string& command, int decimals, runtime::Session& s) {
  report::PaperTable table;
  s.state<ShownPaper>().table.reset();
  {
    const Listener listener(s);
    s.noisily([&] { s.run_command(command); });
    if (std::optional<report::PaperTable>& paper = s.state<ShownPaper>().table) return *std::move(paper);
    for (const report::Document& d : listener.documents())
      for (const report::Block& b : d.blocks)
        if (const auto* t = std::get_if<report::Table>(&b)) add_table(*t, decimals, table);
  }
  if (table.columns == 0)
    throw Error(2000, "the command showed no table", std::nullopt,
                {"tables of tabstat, summarize, pwcorr, tabulate, ttest, regress … are kept"});
  return table;
}

}  // namespace nqp::kit
