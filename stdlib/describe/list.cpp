// list: the values of variables, row by row.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/listing.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::list_ {
namespace {

using namespace command;

struct Args {
  Variables variables, separate_by, mean_of, sum_of, count_of, constant_of;
  std::string label_variable;
  bool mean = false, sum = false, count = false, names_from_characteristics = false, no_compress = false,
       no_trim = false, constant = false;
  Sample sample;
  bool clean = false, table = false, display = false, no_numbers = false, no_header = false, no_label = false;
  bool divider = false, compress = false, fast = false, header = false;
  std::string header_every;
  int separator = 5, abbreviate = 8, string_width = 0, linesize = 0;
};

std::string shortened(std::string s, int width) {
  const auto most = static_cast<std::size_t>(width);
  if (width <= 0 || text::display_width(s) <= most) return s;
  return text::truncate(s, most > 2 ? most - 2 : most) + "..";
}

kit::ListingColumn column_of(const data::Variable& v, const std::vector<data::Row>& rows, const Args& a,
                             const Context& c) {
  kit::ListingColumn out;
  const auto instead = v.characteristics.find("varname");
  out.name = a.names_from_characteristics && instead != v.characteristics.end() ? instead->second : v.name;
  const auto format = text::parse_format(v.format);
  out.left = format && format->left;
  for (const data::Row r : rows) {
    if (out.cells.size() % 4096 == 0) c.poll();
    std::string s = kit::level_text(c.frame, v, r, a.no_label);
    out.cells.push_back(v.is_string() ? shortened(std::move(s), a.string_width) : std::move(s));
  }
  return out;
}

// One row under the table for each of mean, sum and N; empty cells under strings and variables not asked for.
struct Footer {
  const char* name;
  bool all;                   // of every numeric variable
  const Variables& of;
  bool wanted() const { return all || !of.empty(); }
};

std::string footer_cell(const Footer& footer, const data::Variable& v, const std::vector<data::Row>& rows) {
  const bool asked = footer.all || std::find(footer.of.begin(), footer.of.end(), v.name) != footer.of.end();
  if (v.is_string() || !asked) return {};
  double n = 0, sum = 0;
  for (const data::Row r : rows) {
    const double x = v.column->number(r);
    if (data::is_missing(x)) continue;
    n += 1;
    sum += x;
  }
  if (footer.name == std::string_view("N")) return fmt::format("{:.0f}", n);
  const double value = footer.name == std::string_view("Sum") ? sum : n > 0 ? sum / n : data::missing;
  return text::trimmed(text::format_number(value, v.format));
}

void add_footers(const std::vector<data::Row>& rows, const Args& a, const Context& c,
                 std::vector<kit::ListingColumn>& columns, std::vector<std::string>& numbers,
                 std::vector<std::uint8_t>& breaks) {
  const Footer footers[] = {{"Mean", a.mean, a.mean_of}, {"Sum", a.sum, a.sum_of}, {"N", a.count, a.count_of}};
  bool first = true;
  for (const Footer& footer : footers) {
    if (!footer.wanted()) continue;
    for (std::size_t j = 0; j < columns.size(); ++j)
      columns[j].cells.push_back(footer_cell(footer, c.frame.at(a.variables[j]), rows));
    numbers.emplace_back(footer.name);
    breaks.push_back(first);
    first = false;
  }
}

std::vector<std::uint8_t> breaks_of(const std::vector<data::Row>& rows, const Args& a, const Context& c) {
  std::vector<std::uint8_t> out(rows.size(), 0);
  for (const std::string& name : a.separate_by) {
    const data::Column& column = *c.frame.at(name).column;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const bool same = column.is_string() ? column.text(rows[i]) == column.text(rows[i - 1])
                                           : column.number(rows[i]) == column.number(rows[i - 1]);
      if (!same) out[i] = 1;
    }
  }
  return out;
}

// header is a flag, header(#) a number.
int header_every(const Args& a) {
  if (a.header_every.empty()) return 0;
  const auto n = kit::parse_number(a.header_every);
  if (!n || !(*n >= 0 && *n <= 1e9) || *n != std::floor(*n)) throw Error(198, "header() takes a whole number");
  return static_cast<int>(*n);
}

// Variables with one value in all rows are told once above the table, and leave it. All of them at most but one.
void tell_constants(const std::vector<data::Row>& rows, Args& a, const Context& c, Output& out) {
  Variables left;
  for (const std::string& name : a.variables) {
    const data::Variable& v = c.frame.at(name);
    const bool asked =
        a.constant || std::find(a.constant_of.begin(), a.constant_of.end(), name) != a.constant_of.end();
    const bool same = std::all_of(rows.begin(), rows.end(), [&](data::Row r) {
      return v.is_string() ? v.column->text(r) == v.column->text(rows[0])
                           : v.column->number(r) == v.column->number(rows[0]);
    });
    const bool last = left.empty() && name == a.variables.back();
    if (!asked || !same || last) {
      left.push_back(name);
      continue;
    }
    out.line(fmt::format("{:>12} = {}", name, kit::level_text(c.frame, v, rows[0], a.no_label)));
  }
  a.variables = std::move(left);
}

Output run(const Args& asked, const Context& c) {
  Output out;
  Args a = asked;
  const kit::Selection selected = kit::select(c, a.sample);
  std::vector<data::Row> rows;
  for (data::Row i = selected.begin; i < selected.end; ++i)
    if (selected.holds(i)) rows.push_back(i);
  if (rows.empty() || a.variables.empty()) return out;
  if (a.constant || !a.constant_of.empty()) tell_constants(rows, a, c, out);
  std::vector<kit::ListingColumn> columns;
  for (const std::string& name : a.variables) columns.push_back(column_of(c.frame.at(name), rows, a, c));
  std::vector<std::string> numbers;
  for (const data::Row r : rows) {
    std::string number = fmt::format("{}.", r - c.scope.begin + 1);
    if (!a.label_variable.empty()) number = kit::level_text(c.frame, c.variable(a.label_variable), r, a.no_label);
    numbers.push_back(a.no_numbers ? "" : std::move(number));
  }
  kit::ListingOptions o;
  o.clean = a.clean;
  o.table = a.table;
  o.blocks = a.display;
  o.header = !a.no_header;
  o.header_every = header_every(a);
  o.dividers = a.divider;
  o.abbreviate = static_cast<std::size_t>(a.abbreviate);
  o.separator = a.separator;
  if (!a.separate_by.empty()) o.breaks = breaks_of(rows, a, c);
  const bool footers = a.mean || a.sum || a.count || !a.mean_of.empty() || !a.sum_of.empty() || !a.count_of.empty();
  if (footers) {
    const auto every = static_cast<std::size_t>(a.separator);
    for (std::size_t i = o.breaks.size(); i < rows.size(); ++i)
      o.breaks.push_back(every > 0 && i > 0 && i % every == 0);
    add_footers(rows, a, c, columns, numbers, o.breaks);
  }
  o.linesize = a.linesize > 0 ? a.linesize : c.settings.linesize;
  out.document.blank();
  out.document.append(kit::listing(std::move(columns), numbers, o));
  return out;
}

}  // namespace

extern const Command list_command =
    define<Args>("List", "List the values of variables")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("Clean", &Args::clean, "columns without lines around them")
        .flag("Table", &Args::table, "always as a table")
        .flag("Display", &Args::display, "one block for each observation")
        .flag("noObs", &Args::no_numbers, "leave out the observation numbers")
        .flag("noHeader", &Args::no_header, "leave out the names")
        .flag("Header", &Args::header, "names above the values (the default)")
        .text("Header", &Args::header_every, "the names again after so many observations")
        .flag("noLabel", &Args::no_label, "numbers instead of value labels")
        .flag("DIVider", &Args::divider, "lines between the columns")
        .flag("Compress", &Args::compress, "accepted; columns are always as narrow as their contents")
        .flag("FAST", &Args::fast, "accepted")
        .flag("CONstant", &Args::constant, "variables with one value in all rows are told once, above the table")
        .variables("CONstant", &Args::constant_of, "the same, of these variables")
        .integer("SEParator", &Args::separator, 0, 1 << 20, "line after every # rows; 0 for none")
        .flag("noCompress", &Args::no_compress, "accepted; columns are always as narrow as their contents")
        .flag("noTRim", &Args::no_trim, "accepted; strings are shown whole unless string() is given")
        .flag("Mean", &Args::mean, "means of the numeric variables under the table")
        .variables("Mean", &Args::mean_of, "means of these variables")
        .flag("Sum", &Args::sum, "sums of the numeric variables under the table")
        .variables("Sum", &Args::sum_of, "sums of these variables")
        .flag("N", &Args::count, "numbers of values that are not missing under the table")
        .variables("N", &Args::count_of, "numbers of values of these variables")
        .variable("LABvar", &Args::label_variable, "variable whose values stand for the observation numbers")
        .flag("SUBvarname", &Args::names_from_characteristics, "show characteristic varname[varname] as the name")
        .variables("SEPBY", &Args::separate_by, "line where the values of these variables change")
        .integer("ABbreviate", &Args::abbreviate, 5, 32, "least width of a name")
        .integer("String", &Args::string_width, 1, 2045, "longest text shown of a string variable")
        .integer("LInesize", &Args::linesize, 40, 255, "width of a line")
        .remark(
            "A table that is wider than the line is shown as one block for each observation, unless table or "
            "clean is given.")
        .example("A few rows", "sysuse auto\nlist make price mpg in 1/5, separator(0) noobs", "_N == 74")
        .example("Lines between groups",
                 "sysuse auto\nsort foreign\nlist make foreign if rep78 == 5, sepby(foreign) clean", "_N == 74")
        .example("Means and sums under the table",
                 "sysuse auto\nlist make price mpg in 1/3, mean sum(price) labvar(rep78)", "_N == 74")
        .example("What is the same in all rows, once",
                 "sysuse auto\nlist make foreign rep78 in 1/2, constant", "foreign[1] == foreign[2]")
        .example("Everything about one car", "sysuse auto\nlist in 1, nolabel string(10) abbreviate(12)", "_N == 74")
        .runs(run);

}  // namespace nqp::commands::list_
