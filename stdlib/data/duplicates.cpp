#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/listing.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::duplicates_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  Sample sample;
  NewVariable generate;
  bool force = false, compress = false, no_header = false, no_label = false, no_numbers = false, clean = false;
  bool divider = false, display = false, table = false, fast = false;
  int abbreviate = 8, string_width = 0;
  std::string separator;
  Variables separate_by;
};

struct Call {
  const Args& args;
  const Context& c;
  Variables names;
  bool all_variables;
  data::Groups groups;
  std::vector<std::size_t> sizes;

  std::string title() const {
    if (all_variables) return "all variables";
    return text::joined(names);
  }
};

Call prepare(const Args& a, const Context& c, std::string_view varlist) {
  Call call{a, c, {}, kit::trim(varlist).empty(), {}, {}};
  call.names = resolve_variables(call.all_variables ? "_all" : varlist, c);
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : call.names) keys.push_back(c.frame.at(n).column);
  const std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  call.groups = data::make_groups(keys, use);
  call.sizes.assign(call.groups.count, 0);
  for (const std::uint32_t code : call.groups.codes)
    if (code != data::Groups::none) ++call.sizes[code];
  return call;
}

std::string counted(std::size_t n) { return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")); }

Output report_copies(const Call& q) {
  std::map<std::size_t, std::size_t> groups_of_size;
  std::size_t n = 0;
  for (const std::size_t size : q.sizes) ++groups_of_size[size], n += size;
  Output out;
  out.line("Duplicates in terms of " + q.title());
  report::Table t;
  t.columns = {{9, 0, false}, {12, 2, true}, {10, 2, false}};
  t.rule();
  t.row({report::text_cell("Copies", report::Align::right), report::text_cell("Observations", report::Align::right),
         report::text_cell("Surplus", report::Align::right)});
  t.rule();
  for (const auto& [size, groups] : groups_of_size)
    t.row({report::number_cell(static_cast<double>(size), "%9.0g"),
           report::number_cell(static_cast<double>(size * groups), "%12.0g"),
           report::number_cell(static_cast<double>((size - 1) * groups), "%12.0g")});
  t.rule();
  out.document.blank().add(t);
  out.r = Results{}.scalar("unique_value", static_cast<double>(q.sizes.size())).scalar("N", static_cast<double>(n));
  return out;
}

Output list_copies(const Call& q, bool examples) {
  std::vector<data::Row> rows;
  for (std::size_t i = 0; i < q.c.frame.rows; ++i)
    if (const auto g = q.groups.codes[i]; g != data::Groups::none && q.sizes[g] > 1)
      if (!examples || q.groups.first[g] == i) rows.push_back(static_cast<data::Row>(i));
  std::stable_sort(rows.begin(), rows.end(),
                   [&](data::Row a, data::Row b) { return q.groups.codes[a] < q.groups.codes[b]; });
  Output out;
  out.line("Duplicates in terms of " + q.title());
  if (rows.empty()) return out.line("(0 observations are duplicates)");
  const Args& o = q.args;
  kit::ListingColumn groups{examples ? "#" : "Group", false, {}}, numbers{examples ? "e.g. obs" : "Obs", false, {}};
  std::vector<kit::ListingColumn> columns;
  for (const std::string& n : q.names) columns.push_back({n, false, {}});
  kit::ListingOptions layout;
  std::size_t group = 0;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const std::uint32_t code = q.groups.codes[rows[k]];
    const bool first = k == 0 || code != q.groups.codes[rows[k - 1]];
    group += first ? 1 : 0;
    groups.cells.push_back(std::to_string(examples ? q.sizes[code] : group));
    numbers.cells.push_back(std::to_string(rows[k] + 1));
    if (!examples && o.separator.empty() && o.separate_by.empty()) layout.breaks.push_back(first && k > 0);
    for (std::size_t j = 0; j < columns.size(); ++j) {
      std::string text = kit::level_text(q.c.frame, q.c.frame.at(q.names[j]), rows[k], o.no_label);
      columns[j].cells.push_back(o.string_width > 0 ? text::abbreviate(text, static_cast<std::size_t>(o.string_width))
                                                    : text);
    }
  }
  for (const std::string& by : o.separate_by) {
    layout.breaks.resize(rows.size(), 0);
    for (std::size_t k = 1; k < rows.size(); ++k)
      if (kit::level_text(q.c.frame, q.c.frame.at(by), rows[k], true) !=
          kit::level_text(q.c.frame, q.c.frame.at(by), rows[k - 1], true))
        layout.breaks[k] = 1;
  }
  columns.insert(columns.begin(), {groups, numbers});
  layout.clean = o.clean;
  layout.table = !o.display;
  layout.blocks = o.display;
  layout.header = !o.no_header;
  layout.dividers = o.divider;
  layout.abbreviate = static_cast<std::size_t>(o.abbreviate);
  if (!o.separator.empty()) layout.separator = std::stoi(o.separator);
  layout.linesize = q.c.settings.linesize;
  out.document.blank().append(kit::listing(std::move(columns), std::vector<std::string>(rows.size()), layout));
  return out;
}

Output tag_copies(const Call& q) {
  if (q.args.generate.name.empty()) throw Error(198, "option generate() required");
  std::vector<double> copies(q.c.frame.rows, data::missing);
  for (std::size_t i = 0; i < copies.size(); ++i)
    if (const auto g = q.groups.codes[i]; g != data::Groups::none) copies[i] = static_cast<double>(q.sizes[g] - 1);
  Output out;
  out.line("Duplicates in terms of " + q.title());
  data::Frame f = q.c.frame;
  f.add({q.args.generate.name, data::make_narrowest(copies), "", "", "", {}});
  out.frame = std::move(f);
  return out;
}

Output drop_copies(const Call& q) {
  if (!q.all_variables && !q.args.force)
    throw Error(198, "option force required", std::nullopt,
                {"observations that agree in " + q.title() + " may differ in other variables, which would be lost"});
  std::vector<std::uint8_t> keep(q.c.frame.rows, 1);
  std::size_t gone = 0;
  for (std::size_t i = 0; i < keep.size(); ++i)
    if (const auto g = q.groups.codes[i]; g != data::Groups::none && q.groups.first[g] != i) keep[i] = 0, ++gone;
  Output out;
  out.line("Duplicates in terms of " + q.title());
  out.line(gone == 0 ? "(0 observations are duplicates)"
                     : fmt::format("({} observation{} deleted)", counted(gone), gone == 1 ? "" : "s"));
  out.r = Results{}.scalar("N_drop", static_cast<double>(gone)).scalar("unique_value", q.groups.count);
  if (gone > 0) out.frame = data::keep_rows(q.c.frame, keep);
  return out;
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string verb = kit::take_word(rest);
  const auto is = [&](std::string_view name) { return kit::abbreviates(verb, name); };
  if (is("Report")) return report_copies(prepare(a, c, rest));
  if (is("Drop")) return drop_copies(prepare(a, c, rest));
  if (is("Tag")) return tag_copies(prepare(a, c, rest));
  if (!a.separator.empty() &&
      (a.separator.size() > 6 || a.separator.find_first_not_of("0123456789") != std::string::npos))
    throw Error(198, "separator() takes a whole number");
  if (is("List")) return list_copies(prepare(a, c, rest), false);
  if (is("Browse")) return list_copies(prepare(a, c, rest), false);
  if (is("Examples")) return list_copies(prepare(a, c, rest), true);
  throw Error(198, verb.empty() ? "a word must follow duplicates" : "duplicates " + verb + " is unknown", std::nullopt,
              {"duplicates report, list, examples, tag and drop exist"});
}

}  // namespace

extern const Command duplicates_command =
    define<Args>("duplicates", "Find, tag or drop repeated observations")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .new_variable("Generate", &Args::generate, "tag: number of other copies")
        .flag("force", &Args::force, "drop although only some variables agree")
        .flag("compress", &Args::compress, "accepted")
        .flag("noHeader", &Args::no_header, "list: leave out the names")
        .flag("noLabel", &Args::no_label, "list: numbers instead of value labels")
        .flag("noObs", &Args::no_numbers, "accepted")
        .flag("Clean", &Args::clean, "list: columns without lines around them")
        .flag("DIVider", &Args::divider, "list: lines between the columns")
        .flag("Display", &Args::display, "list: one block for each observation")
        .flag("Table", &Args::table, "list: always as a table (the default)")
        .flag("FAST", &Args::fast, "accepted")
        .integer("ABbreviate", &Args::abbreviate, 5, 32, "list: least width of a name")
        .integer("String", &Args::string_width, 1, 2045, "list: longest text shown")
        .text("SEParator", &Args::separator, "list: line after every # rows instead of every group")
        .variables("SEPBY", &Args::separate_by, "list: line where the values of these variables change")
        .no_by()
        .alias("gduplicates")
        .changes(Effect::data)
        .stores({{"r(N)", "report: observations"},
                 {"r(unique_value)", "number of distinct values"},
                 {"r(N_drop)", "drop: observations deleted"}})
        .remark("The first observation of every group is kept. Without a variable list all variables must agree.")
        .example("How many", "sysuse auto\nduplicates report rep78", "r(unique_value) == 6 & r(N) == 74")
        .example("One a group", "sysuse auto\nduplicates drop foreign, force", "_N == 2 & r(N_drop) == 72")
        .example("Tag", "sysuse auto\nduplicates tag foreign if price > 4000, generate(copies)", "copies[1] > 0")
        .example("List",
                 "clear\nset obs 3\ngenerate x = min(_n, 2)\nduplicates list x, compress noheader nolabel "
                 "separator(0)\nduplicates examples x\n"
                 "duplicates report x",
                 "r(unique_value) == 2")
        .runs(run);

}  // namespace nqp::commands::duplicates_
