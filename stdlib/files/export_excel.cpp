#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/io/spreadsheet.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/kit/workbooks.hpp"

namespace nqp::commands::export_excel_ {
using namespace nqp::command;
namespace {

constexpr double day_in_milliseconds = 86400000;

struct Args {
  std::string body, file, sheet, cell = "A1", first_row, date_format, locale;
  std::optional<std::string> missing;
  Sample sample;
  bool replace = false, sheet_replace = false, sheet_modify = false, no_label = false, keep_format = false;
};

// Which cells a row of the data becomes.
class SheetWriter {
 public:
  SheetWriter(const Args& a, const Context& c, data::Workbook& w, data::Sheet& s)
      : args_(a), context_(c), workbook_(w), sheet_(s) {
    data::CellStyle style;
    style.number_format = "yyyy-mm-dd";
    date_ = w.style(style);
    style.number_format = "yyyy-mm-dd hh:mm:ss";
    clock_ = w.style(style);
  }

  void write(const Variables& names, const std::vector<data::Row>& rows) {
    const data::CellPosition first = kit::cell_range(args_.cell).first;
    const std::size_t heading = args_.first_row.empty() ? 0 : 1;
    if (first.row + heading + rows.size() > data::most_sheet_rows ||
        first.column + names.size() > data::most_sheet_columns)
      throw Error(198, "the data do not fit into a worksheet", std::nullopt,
                  {"a worksheet holds 1,048,576 rows and 16,384 columns; export delimited has no such bounds"});
    cells_.reserve((rows.size() + heading) * names.size());
    for (std::size_t k = 0; k < names.size() && heading > 0; ++k) {
      const data::Variable& v = context_.frame.at(names[k]);
      const bool label = args_.first_row == "varlabels" && !v.label.empty();
      put_text({first.row, first.column + static_cast<std::uint32_t>(k)}, label ? v.label : v.name);
    }
    std::vector<Column> columns;
    for (const std::string& name : names) columns.push_back(column_of(context_.frame.at(name)));
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t k = 0; k < columns.size(); ++k)
        put({first.row + static_cast<std::uint32_t>(i + heading), first.column + static_cast<std::uint32_t>(k)},
            columns[k], rows[i]);
    merge();
  }

 private:
  struct Column {
    const data::Variable* variable = nullptr;
    const data::ValueLabel* labels = nullptr;
    char date_unit = ' ';                                  // of dates; ' ' for other variables
    std::vector<std::optional<std::uint32_t>> texts = {};  // of string variables: index in the workbook by code
  };

  Column column_of(const data::Variable& v) const {
    Column out{&v, args_.no_label ? nullptr : context_.frame.labels_of(v)};
    const auto format = text::parse_format(v.format);
    if (!v.is_string() && format && format->kind == text::Format::Kind::date) out.date_unit = format->date_unit;
    if (v.is_string()) out.texts.resize(v.column->dictionary()->size());
    return out;
  }

  void put(data::CellPosition at, Column& column, data::Row row) {
    const data::Column& values = *column.variable->column;
    if (values.is_string()) {
      const std::uint32_t code = values.codes()[row];
      if (!column.texts[code]) column.texts[code] = workbook_.text(std::string(values.text(row)));
      return put_shared(at, *column.texts[code]);
    }
    const double x = values.number(row);
    if (column.labels != nullptr)
      if (const auto it = column.labels->find(x); it != column.labels->end()) return put_text(at, it->second);
    if (data::is_missing(x)) return put_text(at, args_.missing.value_or(""));
    if (column.date_unit == ' ') return put_number(at, x, 0);
    if (!args_.date_format.empty()) return put_text(at, text::trimmed(text::format_number(x, args_.date_format)));
    if (column.date_unit == 'd') return put_number(at, data::serial_from_days(x), date_);
    if (column.date_unit == 'c' || column.date_unit == 'C')
      return put_number(at, data::serial_from_days(x / day_in_milliseconds), clock_);
    put_text(at, text::trimmed(text::format_number(x, column.variable->format)));
  }

  void put_text(data::CellPosition at, const std::string& s) { put_shared(at, workbook_.text(s)); }

  void put_shared(data::CellPosition at, std::uint32_t text) {
    data::Cell c;
    c.at = at;
    c.kind = text == 0 ? data::Cell::Kind::blank : data::Cell::Kind::text;
    c.text = text;
    cells_.push_back(c);
  }

  void put_number(data::CellPosition at, double x, std::uint32_t style) {
    data::Cell c;
    c.at = at;
    c.kind = data::Cell::Kind::number;
    c.number = x;
    c.style = style;
    cells_.push_back(c);
  }

  // The new cells over those that are there.
  void merge() {
    std::vector<data::Cell> out;
    out.reserve(cells_.size() + sheet_.cells.size());
    auto old = sheet_.cells.begin();
    for (data::Cell& c : cells_) {
      while (old != sheet_.cells.end() && old->at < c.at) out.push_back(*old++);
      if (old != sheet_.cells.end() && old->at == c.at) {
        if (args_.keep_format) c.style = old->style;
        ++old;
      }
      if (c.kind != data::Cell::Kind::blank || c.style != 0) out.push_back(c);
    }
    out.insert(out.end(), old, sheet_.cells.end());
    sheet_.cells = std::move(out);
  }

  const Args& args_;
  const Context& context_;
  data::Workbook& workbook_;
  data::Sheet& sheet_;
  std::uint32_t date_ = 0, clock_ = 0;
  std::vector<data::Cell> cells_;
};

// The sheet to write to, in a workbook that may exist already.
data::Sheet& target(const Args& a, const Context& c, const std::string& path, data::Workbook& w) {
  const kit::SheetChoice choice = kit::sheet_choice(a.sheet);
  const bool modify = a.sheet_modify || choice.modify, replace_sheet = a.sheet_replace || choice.replace;
  const std::string name = choice.name.empty() ? "Sheet1" : choice.name;
  const bool exists = c.host.info(path).exists;
  const bool into_file = exists && !a.replace && (modify || replace_sheet || !choice.name.empty());
  if (exists && !a.replace && !into_file) {
    throw Error(602, "file " + path + " already exists", std::nullopt,
                {"option replace overwrites the file; sheet(\"name\", replace) or modify changes one worksheet of it"});
  }
  if (into_file) w = kit::load_workbook(c, path);
  data::Sheet* sheet = kit::find_sheet(w, name);
  if (sheet == nullptr) return w.sheets.emplace_back(data::Sheet{name});
  if (!modify && !replace_sheet) {
    throw Error(602, "worksheet " + name + " already exists in " + path, std::nullopt,
                {"write sheet(\"" + name + "\", replace) or sheet(\"" + name + "\", modify)"});
  }
  if (replace_sheet) *sheet = data::Sheet{sheet->name};
  return *sheet;
}

void check(const Args& a, const Context& c) {
  if (c.frame.variables.empty()) throw Error(111, "no variables defined: there is nothing to write");
  if (!a.date_format.empty() && !text::valid_format(a.date_format))
    throw Error(120, "datestring(): " + a.date_format + " is no display format");
  if (a.sheet_modify && a.sheet_replace) throw Error(198, "only one of sheetmodify and sheetreplace may be given");
}

Output run(const Args& a, const Context& c) {
  const bool with_using = !a.file.empty();
  check(a, c);
  const std::string path = kit::workbook_path(c, kit::unquoted(with_using ? a.file : a.body));
  const std::string list = with_using && !a.body.empty() ? a.body : "_all";
  const Variables names = resolve_variables(list, c);
  const std::vector<data::Row> rows = c.rows(a.sample);
  if (rows.empty() && (a.sample.condition || a.sample.range)) throw Error(2000, "no observations");
  data::Workbook w;
  data::Sheet& sheet = target(a, c, path, w);
  SheetWriter(a, c, w, sheet).write(names, rows);
  kit::store_workbook(c, w, path);
  return Output{}.line("file " + path + " saved");
}

}  // namespace

extern const Command export_excel_command =
    define<Args>("export EXCel", "Write the data to a worksheet of an .xlsx workbook")
        .anything(&Args::body)
        .if_in(&Args::sample)
        .using_file(&Args::file, false)
        .text("SHeet", &Args::sheet, "name of the worksheet, with \", replace\" or \", modify\" if it exists")
        .text("cell", &Args::cell, "upper left cell")
        .choice("FIRSTrow", &Args::first_row, {"variables", "varlabels"}, "names or labels in the first row")
        .flag("replace", &Args::replace, "overwrite the file")
        .flag("SHEETREPlace", &Args::sheet_replace, "replace the worksheet")
        .flag("SHEETMODify", &Args::sheet_modify, "write over cells of the worksheet")
        .flag("noLabel", &Args::no_label, "codes instead of value labels")
        .flag("KEEPCELLfmt", &Args::keep_format, "cells written over keep their looks")
        .text("DATEstring", &Args::date_format, "dates as text in this display format")
        .text("MISSing", &Args::missing, "text for missing values; empty cells when not given")
        .text("LOCale", &Args::locale, "accepted")
        .no_by()
        .changes(Effect::files)
        .remark(
            "Changing one worksheet reads and rewrites the whole workbook: values, formulas, formats, merged cells and "
            "widths of columns stay; charts and pictures do not.")
        .example("A new workbook",
                 "sysuse auto\ntempfile t\nexport excel make price rep78 using \"`t'.xlsx\" if foreign, "
                 "firstrow(varlabels) missing(\"none\") sheet(\"Foreign cars\")\n"
                 "import excel \"`t'.xlsx\", sheet(\"Foreign cars\") clear",
                 "_N == 23 & B[1] == \"Price\" & B[2] == \"9690\"")
        .example("A second worksheet, and cells changed in place",
                 "sysuse auto\ntempfile t\nexport excel make price using \"`t'.xlsx\", firstrow(variables)\n"
                 "export excel mpg using \"`t'.xlsx\", sheet(\"Other\") nolabel\n"
                 "export excel mpg in 1/3 using \"`t'.xlsx\", sheet(\"Sheet1\", modify) cell(B2) keepcellfmt\n"
                 "import excel \"`t'.xlsx\", firstrow clear",
                 "price[1] == 22 & price[3] == 22 & price[4] == 4816")
        .runs(run);

}  // namespace nqp::commands::export_excel_
