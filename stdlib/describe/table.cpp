// table: statistics of variables in the cells of a one- or two-way table.
#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/table_items.hpp"
#include "stdlib/kit/tabulation.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/kit/wrapped.hpp"

namespace nqp::commands::table_ {
namespace {

using namespace command;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  std::string body;
  Sample sample;
  Weight weight;
  std::string contents, format, totals, style;
  bool row_totals = false, column_totals = false, no_totals = false, missing = false, no_label = false;
  bool centred = false, left = false;
  Variables by;
  std::vector<ast::Option> others;  // statistic(), nformat() and sformat(), which may be given several times
};

// Rows or columns: the combinations of the values of its variables that occur.
struct Side {
  std::vector<const data::Variable*> variables;
  std::vector<std::uint32_t> codes;
  std::vector<std::string> names;
  std::string heading;
};

Variables side_variables(const std::string& text, const Context& c) {
  Variables out;
  for (std::string_view rest = kit::trim(text); !rest.empty(); rest = kit::trim(rest)) {
    const std::string word = kit::take_word(rest);
    if (word == "result" || word == "statistic" || word == "var" || word == "stat") continue;
    for (const std::string& name : resolve_variables(word.compare(0, 2, "i.") == 0 ? word.substr(2) : word, c))
      out.push_back(name);
  }
  return out;
}

// Rows, columns and, third, a table for each value.
struct TableNames {
  Variables rows, columns, tables;
};

TableNames sides_of(const std::string& body, const Context& c) {
  const std::vector<kit::Piece> pieces = kit::split_pieces(body);
  if (pieces.size() > 3)
    throw Error(198, "a table has rows, columns and tables", std::nullopt,
                {"several variables share a side in parentheses: table (a b) (c)"});
  TableNames out;
  if (!pieces.empty()) out.rows = side_variables(pieces[0].text, c);
  if (pieces.size() > 1) out.columns = side_variables(pieces[1].text, c);
  if (pieces.size() > 2) out.tables = side_variables(pieces[2].text, c);
  if (out.rows.empty()) std::swap(out.rows, out.columns);
  return out;
}

Side side_of(const Variables& names, const kit::WeightedRows& rows, const Args& a, const Context& c) {
  Side s;
  std::vector<const data::Column*> columns;
  for (const std::string& n : names) {
    s.variables.push_back(&c.frame.at(n));
    columns.push_back(s.variables.back()->column.get());
    s.heading += (s.heading.empty() ? "" : ", ") + kit::heading_of(*s.variables.back());
  }
  if (names.empty()) {
    s.codes.assign(rows.size(), 0);
    return s;
  }
  const kit::Levels levels = kit::levels_of(columns, rows.rows, true);
  s.codes = levels.codes;
  for (const data::Row r : levels.first) {
    std::string name;
    for (const data::Variable* v : s.variables)
      name += (name.empty() ? "" : ", ") + kit::level_text(c.frame, *v, r, a.no_label);
    s.names.push_back(std::move(name));
  }
  return s;
}

std::vector<Cell> cells_of(const std::vector<kit::TableItem>& items, const kit::WeightedRows& rows,
                           const kit::TableTotals& wholes, const Context& c) {
  std::vector<Cell> out;
  for (const kit::TableItem& i : items) out.push_back(kit::table_cell(i, rows, wholes, c));
  return out;
}

report::Table one_way_panel(const Side& side, const std::vector<kit::TableItem>& items, const kit::WeightedRows& rows,
                            bool total_row, std::size_t stub, const Context& c) {
  report::Table t;
  t.columns = {{static_cast<int>(stub), 0, false}};
  std::vector<std::string> lines{""};
  if (!side.heading.empty()) lines = kit::wrapped_lines(side.heading, stub);
  std::vector<Cell> head{text_cell(lines.back(), Align::right)};
  for (const kit::TableItem& i : items) {
    t.columns.push_back({10, 2, t.columns.size() == 1});
    head.push_back(text_cell(text::abbreviate(i.heading, 20), Align::right));
  }
  t.rule();
  for (std::size_t k = 0; k + 1 < lines.size(); ++k) t.row({text_cell(lines[k], Align::right)});
  t.row(std::move(head));
  t.rule();
  const double total = kit::total_weight(rows);
  const auto row = [&](const std::string& name, const kit::WeightedRows& part) {
    std::vector<Cell> cells = cells_of(items, part, {total, kit::total_weight(part), total}, c);
    cells.insert(cells.begin(), text_cell(text::truncate(name, stub), Align::right));
    t.row(std::move(cells));
  };
  for (std::uint32_t k = 0; k < side.names.size(); ++k) row(side.names[k], kit::rows_of_group(rows, side.codes, k));
  if (total_row) row("Total", rows);
  t.rule();
  return t;
}

// Columns that do not fit on the line stand in a panel of their own.
report::Document one_way(const Side& side, const std::vector<kit::TableItem>& items, const kit::WeightedRows& rows,
                         bool total_row, const Context& c) {
  constexpr std::size_t least = 10, gap = 2;
  const std::size_t stub = kit::stub_width(side.names, 11, c.settings.linesize);
  const auto line = static_cast<std::size_t>(std::max(c.settings.linesize, 40));
  report::Document d;
  std::vector<kit::TableItem> panel;
  std::size_t used = stub + gap;
  const auto finish = [&] {
    if (panel.empty()) return;
    if (!d.blocks.empty()) d.blank();
    d.add(one_way_panel(side, panel, rows, total_row, stub, c));
    panel.clear();
    used = stub + gap;
  };
  for (const kit::TableItem& i : items) {
    const std::size_t width = std::max(least, text::display_width(text::abbreviate(i.heading, 20))) + gap;
    if (used + width > line) finish();
    panel.push_back(i);
    used += width;
  }
  finish();
  return d;
}

report::Document two_way(const Side& r, const Side& k, const std::vector<kit::TableItem>& items,
                         const kit::WeightedRows& rows, bool total_row, bool total_column, const Context& c) {
  kit::TwoWayLayout t;
  t.stub_heading = {r.heading};
  t.column_heading = k.heading;
  t.rows = r.names;
  t.columns = k.names;
  t.total_row = total_row;
  t.total_column = total_column;
  if (total_row) t.rows.push_back("Total");
  if (total_column) t.columns.push_back("Total");
  const auto nr = static_cast<std::uint32_t>(r.names.size()), nk = static_cast<std::uint32_t>(k.names.size());
  std::vector<std::uint32_t> cell_codes(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) cell_codes[i] = r.codes[i] * nk + k.codes[i];
  const double total = kit::total_weight(rows);
  std::vector<double> column_totals;
  for (std::uint32_t j = 0; j < nk; ++j)
    column_totals.push_back(kit::total_weight(kit::rows_of_group(rows, k.codes, j)));
  column_totals.push_back(total);
  for (std::uint32_t i = 0; i < t.rows.size(); ++i) {
    t.cells.emplace_back();
    const double row_total = i < nr ? kit::total_weight(kit::rows_of_group(rows, r.codes, i)) : total;
    for (std::uint32_t j = 0; j < t.columns.size(); ++j) {
      const kit::WeightedRows part = i < nr && j < nk ? kit::rows_of_group(rows, cell_codes, i * nk + j)
                                     : i < nr         ? kit::rows_of_group(rows, r.codes, i)
                                     : j < nk         ? kit::rows_of_group(rows, k.codes, j)
                                                      : rows;
      t.cells.back().push_back(cells_of(items, part, {total, row_total, column_totals[j]}, c));
    }
  }
  report::Document d;
  std::string key;
  for (const kit::TableItem& i : items) key += (key.empty() ? "" : ", ") + i.heading;
  if (items.size() > 1 || items[0].kind != kit::TableItem::Kind::frequency) d.line("In each cell: " + key).blank();
  return d.append(kit::draw_two_way(t, c.settings.linesize));
}

// totals() names whose values get a total over the other side: row variables, column variables or both.
bool totals_for(const Args& a, const Variables& names, const Context& c) {
  if (a.totals.empty()) return true;
  const Variables asked = resolve_variables(a.totals, c);
  return std::any_of(asked.begin(), asked.end(),
                     [&](const std::string& v) { return std::find(names.begin(), names.end(), v) != names.end(); });
}

// The older syntax shows totals only where row and col ask for them.
bool older_syntax(const Args& a) { return !a.contents.empty() || !a.by.empty() || a.row_totals || a.column_totals; }

report::Document one_table(const TableNames& names, const std::vector<kit::TableItem>& items,
                           const kit::WeightedRows& rows, const Args& a, const Context& c) {
  const bool older = older_syntax(a);
  const bool total_row = older ? a.row_totals : !a.no_totals && totals_for(a, names.columns, c);
  const bool total_column = older ? a.column_totals : !a.no_totals && totals_for(a, names.rows, c);
  if (names.rows.empty()) return one_way(Side{}, items, rows, true, c);
  const Side r = side_of(names.rows, rows, a, c), k = side_of(names.columns, rows, a, c);
  return names.columns.empty() ? one_way(r, items, rows, total_row, c)
                               : two_way(r, k, items, rows, total_row, total_column, c);
}

Output run(const Args& a, const Context& c) {
  TableNames names = sides_of(a.body, c);
  names.rows.insert(names.rows.begin(), a.by.begin(), a.by.end());
  const std::vector<kit::TableItem> items =
      kit::table_items(a.others, a.contents, a.format, {names.rows, names.columns}, c);
  kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  if (!a.missing) {
    std::vector<const data::Column*> keys;
    for (const Variables* side : {&names.rows, &names.columns, &names.tables})
      for (const std::string& n : *side) keys.push_back(c.frame.at(n).column.get());
    rows = kit::complete_rows(rows, keys);
  }
  kit::need_rows(rows);
  Output out;
  if (!names.tables.empty()) {
    const Side t = side_of(names.tables, rows, a, c);
    for (std::uint32_t i = 0; i < t.names.size(); ++i) {
      out.document.blank().line(t.heading + " = " + t.names[i]);
      out.document.append(one_table(names, items, kit::rows_of_group(rows, t.codes, i), a, c));
    }
    if (!older_syntax(a) && !a.no_totals) out.document.blank().line("Total");
  }
  if (names.tables.empty() || (!older_syntax(a) && !a.no_totals)) {
    if (names.tables.empty()) out.document.blank();
    out.document.append(one_table(names, items, rows, a, c));
  }
  out.r = Results{}.scalar("N", kit::total_weight(rows));
  return out;
}

}  // namespace

extern const Command table_command =
    define<Args>("table", "Tables of statistics")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::iweight})
        .text("Contents", &Args::contents, "older form: freq mean x sd x …")
        .text("Format", &Args::format, "format of all statistics")
        .text("STYle", &Args::style, "accepted; there is one style")
        .variables("BY", &Args::by, "older form: variables in front of those of the rows")
        .flag("CENter", &Args::centred, "accepted; numbers stand to the right")
        .flag("Left", &Args::left, "accepted; numbers stand to the right")
        .text("TOTals", &Args::totals, "variables whose values get totals; all when not given")
        .flag("NOTOTals", &Args::no_totals, "no totals")
        .flag("Row", &Args::row_totals, "older form: row of totals")
        .flag("COLumn", &Args::column_totals, "older form: column of totals")
        .flag("Missing", &Args::missing, "missing values are values like any other")
        .flag("noLabel", &Args::no_label, "numbers instead of value labels")
        .any_options(&Args::others)
        .stores({{"r(N)", "number of observations"}})
        .changes(Effect::results)
        .remark(
            "statistic(mean x y) may be given several times; frequency, percent, proportion and the statistics of "
            "tabstat are known. Shares are of all observations, or add up across(variables). nformat(%9.2f mean sd) "
            "and "
            "sformat(\"%s%%\" percent) set how numbers look, of the statistics named or of all.")
        .example("Frequencies", "sysuse auto\ntable rep78 foreign, missing nolabel", "r(N) == 74")
        .example("Statistics",
                 "sysuse auto\ntable (foreign) (), statistic(mean price mpg) statistic(sd mpg) nformat(%9.2f) nototals",
                 "r(N) == 74")
        .example("Shares of each row",
                 "sysuse auto\ntable rep78 foreign, statistic(frequency) statistic(percent, across(foreign)) "
                 "nformat(%5.1f percent) sformat(\"%s%%\" percent)",
                 "r(N) == 69")
        .example("A table for each value of a third variable",
                 "sysuse auto\ngenerate byte heavy = weight > 3000\ntable rep78 foreign heavy, statistic(mean mpg)",
                 "r(N) == 69")
        .example("The older form",
                 "sysuse auto\ntable rep78 foreign, contents(freq mean price) row column format(%9.1f)", "r(N) == 69")
        .runs(run);

}  // namespace nqp::commands::table_
