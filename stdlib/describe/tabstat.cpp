// tabstat: a table of statistics of several variables, by groups if wanted.
#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/kit/statistic_names.hpp"

namespace nqp::commands::tabstat_ {
namespace {

using namespace command;
using report::Align;
using report::Cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  Weight weight;
  std::string statistics, stats, by, columns, format;
  bool own_formats = false, casewise = false, no_total = false, missing = false, save = false, no_separator = false;
  bool long_stub = false;
  int label_width = 16, variable_width = 12;
};

// One group (or the total): values[variable][statistic].
struct Block {
  std::string name;
  std::vector<std::vector<double>> values;
};

Block block_of(std::string name, const kit::WeightedRows& rows, const Args& a,
               const std::vector<kit::NamedStatistic>& stats, const Context& c) {
  std::vector<numeric::StatisticSpec> wanted;
  for (const kit::NamedStatistic& s : stats) wanted.push_back(s.spec);
  Block b{std::move(name), {}};
  for (const std::string& variable : a.variables) {
    c.poll();
    const kit::Observed o = kit::observed(c.numeric(variable), rows);
    b.values.push_back(
        kit::compute(c, [&](numeric::Progress&) { return numeric::statistics(wanted, o.x, o.w, o.kind); }));
  }
  return b;
}

class Table {
 public:
  Table(const Args& a, const std::vector<kit::NamedStatistic>& stats, const Context& c)
      : args_(a), stats_(stats), context_(c) {
    const bool one = a.variables.size() == 1;
    by_statistics_ = a.columns == "statistics" || (a.columns.empty() && one && a.by.empty()) ||
                     (a.columns.empty() && one && !a.by.empty());
    grouped_ = !a.by.empty();
    inner_ = !grouped_ || inner_count() > 1 || a.long_stub;
  }

  report::Document draw(const std::vector<Block>& blocks, bool has_total) {
    const std::size_t columns = by_statistics_ ? stats_.size() : args_.variables.size();
    std::size_t width = 9;
    for (const Block& b : blocks)
      for (std::size_t v = 0; v < b.values.size(); ++v)
        for (std::size_t s = 0; s < stats_.size(); ++s) width = std::max(width, cell_text(b, v, s).size());
    const std::size_t stub = stub_width(blocks);
    const std::size_t room = static_cast<std::size_t>(std::max(context_.settings.linesize, 40)) - stub - 2;
    const std::size_t per_panel = std::max<std::size_t>(1, room / (width + 1));
    report::Document d;
    for (std::size_t from = 0; from < columns; from += per_panel) {
      if (from > 0) d.blank();
      d.add(panel(blocks, has_total, from, std::min(columns, from + per_panel), width));
    }
    return d;
  }

 private:
  std::size_t inner_count() const { return by_statistics_ ? args_.variables.size() : stats_.size(); }

  std::string inner_name(std::size_t k) const {
    if (!by_statistics_) return stats_[k].heading;
    return text::abbreviate(args_.variables[k], static_cast<std::size_t>(args_.variable_width));
  }

  std::string cell_text(const Block& b, std::size_t variable, std::size_t statistic) const {
    const double x = kit::stored(b.values[variable][statistic]);
    const bool count = stats_[statistic].spec.statistic == numeric::Statistic::n;
    std::string format = args_.format.empty() ? "%9.0g" : args_.format;
    if (args_.own_formats && args_.format.empty() && !count)
      format = context_.frame.at(args_.variables[variable]).format;
    return text::trimmed(text::format_number(x, format));
  }

  std::size_t group_width(const std::vector<Block>& blocks) const {
    std::size_t w = std::max<std::size_t>(8, text::display_width(text::abbreviate(args_.by, 12)));
    for (const Block& b : blocks)
      w = std::max(w, std::min<std::size_t>(text::display_width(b.name), static_cast<std::size_t>(args_.label_width)));
    return w;
  }

  std::size_t inner_width() const { return by_statistics_ ? static_cast<std::size_t>(args_.variable_width) : 8; }

  std::size_t stub_width(const std::vector<Block>& blocks) const {
    return (grouped_ ? group_width(blocks) + 1 : 0) + (inner_ ? inner_width() + 1 : 0);
  }

  report::Table panel(const std::vector<Block>& blocks, bool has_total, std::size_t from, std::size_t to,
                      std::size_t width) const {
    report::Table t;
    if (grouped_) t.columns.push_back({static_cast<int>(group_width(blocks)), 0, false});
    if (inner_) t.columns.push_back({static_cast<int>(inner_width()), grouped_ ? 1 : 0, false});
    for (std::size_t k = from; k < to; ++k) t.columns.push_back({static_cast<int>(width), 1, k == from});
    std::vector<Cell> head;
    const auto right = [](std::string s) { return text_cell(std::move(s), Align::right); };
    if (grouped_) head.push_back(right(text::abbreviate(args_.by, 12)));
    if (inner_) head.push_back(right(by_statistics_ ? "Variable" : "Stats"));
    for (std::size_t k = from; k < to; ++k)
      head.push_back(right(by_statistics_ ? stats_[k].heading : text::abbreviate(args_.variables[k], width)));
    t.row(std::move(head));
    t.rule();
    for (std::size_t g = 0; g < blocks.size(); ++g) {
      const bool total = has_total && g + 1 == blocks.size();
      const bool apart = inner_count() > 1 && !args_.no_separator;
      if (g > 0 && (total || apart)) t.rule();
      for (std::size_t k = 0; k < inner_count(); ++k) {
        std::vector<Cell> cells;
        if (grouped_)
          cells.push_back(right(k == 0 ? text::truncate(blocks[g].name, group_width(blocks)) : std::string()));
        if (inner_) cells.push_back(right(inner_name(k)));
        for (std::size_t m = from; m < to; ++m) {
          const std::size_t variable = by_statistics_ ? k : m, statistic = by_statistics_ ? m : k;
          Cell cell;
          cell.text = cell_text(blocks[g], variable, statistic);
          cell.number = kit::stored(blocks[g].values[variable][statistic]);
          cell.has_number = true;
          cells.push_back(std::move(cell));
        }
        t.row(std::move(cells));
      }
    }
    t.rule();
    return t;
  }

  const Args& args_;
  const std::vector<kit::NamedStatistic>& stats_;
  const Context& context_;
  bool by_statistics_ = false, grouped_ = false, inner_ = true;
};

eval::Matrix matrix_of(const Block& b, const Args& a, const std::vector<kit::NamedStatistic>& stats) {
  eval::Matrix m(stats.size(), a.variables.size());
  for (std::size_t s = 0; s < stats.size(); ++s) {
    m.row_names[s] = stats[s].name;
    for (std::size_t v = 0; v < a.variables.size(); ++v) m(s, v) = kit::stored(b.values[v][s]);
  }
  m.column_names = a.variables;
  return m;
}

void check(const Args& a) {
  if (!a.columns.empty() && a.columns != "statistics" && a.columns != "variables")
    throw Error(198, "option columns() takes statistics or variables");
  if (!a.format.empty() && !text::valid_format(a.format)) throw Error(120, "invalid %format: " + a.format);
}

Output run(const Args& given, const Context& c) {
  Args a = given;
  for (const std::string word : {"statistics", "variables"})
    if (!a.columns.empty() && word.compare(0, a.columns.size(), a.columns) == 0) a.columns = word;
  check(a);
  std::vector<kit::NamedStatistic> stats = kit::parse_statistics(a.statistics + " " + a.stats);
  if (stats.empty()) stats = kit::parse_statistics("mean");
  kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  std::vector<const data::Column*> needed;
  if (a.casewise)
    for (const std::string& v : a.variables) needed.push_back(&c.numeric(v));
  if (!a.by.empty() && !a.missing) needed.push_back(c.frame.at(a.by).column.get());
  if (!needed.empty()) rows = kit::complete_rows(rows, needed);
  kit::need_rows(rows);

  std::vector<Block> blocks;
  if (!a.by.empty()) {
    const data::Variable& by = c.frame.at(a.by);
    const kit::Levels levels = kit::levels_of(*by.column, rows.rows, true);
    for (std::uint32_t k = 0; k < levels.count(); ++k)
      blocks.push_back(block_of(kit::level_text(c.frame, by, levels.first[k]),
                                kit::rows_of_group(rows, levels.codes, k), a, stats, c));
  }
  const std::size_t groups = blocks.size();
  const bool total = groups == 0 || !a.no_total;
  if (total) blocks.push_back(block_of("Total", rows, a, stats, c));

  Output out;
  out.document.blank();
  if (!a.by.empty()) {
    std::string list;
    for (const kit::NamedStatistic& s : stats) list += (list.empty() ? "" : ", ") + s.heading;
    out.line("Summary statistics: " + list);
    const std::string& label = c.frame.at(a.by).label;
    out.line("Group variable: " + a.by + (label.empty() ? "" : " (" + label + ")"));
    out.document.blank();
  }
  out.document.append(Table(a, stats, c).draw(blocks, total && groups > 0));
  out.r = Results{};
  if (!a.save) return out;
  for (std::size_t g = 0; g < groups; ++g) {
    out.r->macro(fmt::format("name{}", g + 1), blocks[g].name);
    out.r->matrix(fmt::format("Stat{}", g + 1), matrix_of(blocks[g], a, stats));
  }
  if (total) out.r->matrix("StatTotal", matrix_of(blocks.back(), a, stats));
  return out;
}

}  // namespace

extern const Command tabstat_command =
    define<Args>("tabstat", "Table of summary statistics")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .text("Statistics", &Args::statistics, "which statistics; mean when not given")
        .text("STATS", &Args::stats, "the same as statistics()")
        .variable("BY", &Args::by, "a line or block for each value of this variable")
        .text("Columns", &Args::columns, "what stands in the columns: variables or statistics")
        .text("Format", &Args::format, "format of all numbers")
        .flag("Format", &Args::own_formats, "the variables' own formats")
        .flag("CASEwise", &Args::casewise, "leave out rows where any of the variables is missing")
        .flag("noTotal", &Args::no_total, "with by(): no statistics of all groups together")
        .flag("Missing", &Args::missing, "with by(): missing values form a group")
        .flag("save", &Args::save, "store the statistics in r()")
        .flag("noSEParator", &Args::no_separator, "no lines between groups")
        .flag("LONGstub", &Args::long_stub, "name what stands in the lines")
        .integer("LAbelwidth", &Args::label_width, 8, 32, "width of the group names")
        .integer("VArwidth", &Args::variable_width, 8, 32, "width of the variable names")
        .stores({{"r(StatTotal)", "statistics (rows) of the variables (columns), all groups, with save"},
                 {"r(Stat1)", "the same of the first group, and so on, with save"},
                 {"r(name1)", "name of the first group, and so on, with save"}})
        .changes(Effect::results)
        .remark(
            "Statistics: mean, count (n), sum, max, min, range, sd, variance, cv (sd/mean), semean (sd/sqrt(n)), "
            "skewness, kurtosis, median, p1 to p99, iqr, q (the quartiles).")
        .example("A table for a paper",
                 "sysuse auto\ntabstat price mpg weight, statistics(n mean p50 sd min max) "
                 "columns(statistics) format(%9.2f) save",
                 "el(r(StatTotal), 2, 2) > 21.29 & el(r(StatTotal), 2, 2) < 21.30")
        .example("By groups", "sysuse auto\ntabstat price mpg, by(foreign) stats(mean sd) save nototal",
                 "r(name2) == \"Foreign\" & rowsof(r(Stat1)) == 2")
        .runs(run);

}  // namespace nqp::commands::tabstat_
