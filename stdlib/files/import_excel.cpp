#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/io/sheet_frame.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/kit/workbooks.hpp"

namespace nqp::commands::import_excel_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body, file, sheet, range, date_format, name_case = "preserve", locale;
  bool describe = false, first_row = false, all_strings = false, clear = false;
};

// "A1:D10", "A2", "B3:", ":D10".
void read_range(const std::string& text, data::SheetOptions& o) {
  if (text.empty()) return;
  const std::size_t colon = text.find(':');
  const std::string first(kit::trim(std::string_view(text).substr(0, colon)));
  const std::string last(colon == std::string::npos ? "" : kit::trim(std::string_view(text).substr(colon + 1)));
  if (!first.empty()) o.first = kit::cell_range(first).first;
  if (!last.empty()) o.last = kit::cell_range(last).first;
  if (!first.empty() && !last.empty()) kit::cell_range(text);
}

// "make price": names of the first columns; "p=C": the variable p from column C. Others are left out only when
// columns are named.
data::Frame named(const data::Frame& f, const std::string& list, const data::SheetOptions& o) {
  data::Frame out = f;
  const std::vector<std::string> words = grammar::split_words(list);
  const bool by_column = list.find('=') != std::string::npos;
  if (by_column) out.variables.clear();
  if (words.size() > f.variables.size())
    throw Error(198, fmt::format("{} names are given, the sheet has {} columns", words.size(), f.variables.size()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const std::string name = words[i].substr(0, equals);
    if (!data::valid_name(name)) throw Error(198, name + " is no valid variable name");
    if (!by_column) {
      out.rename(out.variables[i].name, name);
      continue;
    }
    const auto at = data::parse_cell(equals == std::string::npos ? "" : words[i].substr(equals + 1) + "1");
    if (!at || at->column < o.first.column || at->column - o.first.column >= f.variables.size())
      throw Error(198, words[i] + ": no such column", std::nullopt, {"write name=letters, for example price=C"});
    data::Variable v = f.variables[at->column - o.first.column];
    v.name = name;
    out.add(std::move(v));
  }
  return out;
}

std::string range_text(const data::Sheet& s) {
  const auto used = data::used_range(s);
  return used ? data::cell_name({}) + ":" + data::cell_name(used->last) : std::string();
}

Output describe(const std::string& path, const Context& c) {
  const data::Workbook w = kit::load_workbook(c, path);
  Output out;
  out.r = Results{}.scalar("N_worksheet", static_cast<double>(w.sheets.size()));
  report::Table t;
  t.columns = {{32, 2, false}, {16, 1, true}};
  t.row({report::text_cell("Sheet"), report::text_cell("Range")});
  t.rule();
  for (std::size_t i = 0; i < w.sheets.size(); ++i) {
    const std::string range = range_text(w.sheets[i]), number = std::to_string(i + 1);
    t.row({report::text_cell(w.sheets[i].name), report::text_cell(range)});
    out.r->macro("worksheet_" + number, w.sheets[i].name).macro("range_" + number, range);
  }
  out.document.add(std::move(t));
  return out;
}

std::string counted(std::size_t n) { return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")); }

Output run(const Args& a, const Context& c) {
  const bool with_using = !a.file.empty();
  if (!with_using && (a.body.empty() || a.body == "using"))
    throw Error(100, "using required", std::nullopt, {"write import excel using file, clear"});
  const std::string path = kit::workbook_path(c, kit::unquoted(with_using ? a.file : a.body));
  if (a.describe) return describe(path, c);
  kit::require_saved(c, a.clear);
  data::SheetOptions o;
  o.first_row_names = a.first_row;
  using Case = data::DelimitedOptions::Case;
  o.name_case = a.name_case == "upper" ? Case::upper : a.name_case == "lower" ? Case::lower : Case::preserve;
  o.all_strings = a.all_strings || !a.date_format.empty();
  o.date_format = a.date_format;
  if (!o.date_format.empty() && !text::valid_format(o.date_format))
    throw Error(120, "allstring(): " + o.date_format + " is no display format");
  read_range(a.range, o);
  const std::string sheet = kit::unquoted(a.sheet);
  data::SheetFrame cells(o);
  const data::Workbook w = kit::load_workbook(
      c, path, sheet, [&](const data::Workbook& book, const data::Cell& cell) { cells.add(book, cell); });
  data::Frame f;
  try {
    f = cells.finish(w, sheet.empty() ? w.sheets[0].name : sheet);
  } catch (const Error& e) {
    throw Error(e.code, path + ": " + e.what(), e.span, e.notes);
  }
  if (with_using && !a.body.empty()) f = named(f, a.body, o);
  kit::mark_fresh(f, "");
  f.changed = true;
  Output out;
  out.line(fmt::format("({} {}, {} {})", counted(f.variables.size()), f.variables.size() == 1 ? "var" : "vars",
                       counted(f.rows), "obs"));
  out.r = Results{}.scalar("N", static_cast<double>(f.rows)).scalar("k", static_cast<double>(f.variables.size()));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command import_excel_command = kit::loose_body(
    define<Args>("import EXCel", "Read a worksheet of an .xlsx workbook")
        .anything(&Args::body)
        .using_file(&Args::file, false)
        .text("SHeet", &Args::sheet, "name of the worksheet; the first one when not given")
        .text("CELLRAnge", &Args::range, "upper left cell, or upper left:lower right")
        .flag("FIRSTrow", &Args::first_row, "the first row of the range holds the names of the variables")
        .choice("case", &Args::name_case, {"preserve", "lower", "upper"}, "letters of the names")
        .flag("ALLstring", &Args::all_strings, "all variables as strings")
        .text("ALLstring", &Args::date_format, "the same, with the display format of dates in them")
        .text("LOCale", &Args::locale, "accepted")
        .flag("DESCribe", &Args::describe, "list the worksheets; the data in memory stay")
        .flag("clear", &Args::clear, "even if the data in memory are not saved")
        .no_by()
        .changes(Effect::data | Effect::files | Effect::results)
        .stores({{"r(N)", "observations read"},
                 {"r(k)", "variables read"},
                 {"r(N_worksheet)", "worksheets, with describe"},
                 {"r(worksheet_1)", "name of the first worksheet, and so on"},
                 {"r(range_1)", "range of the first worksheet that holds values, and so on"}})
        .remark(
            "A column with any text becomes a string variable. A column of dates becomes %td, with times of day %tc. "
            "Headings are the labels of the variables; columns without a usable heading are called by their letters. "
            "Files of the old .xls format must be saved as .xlsx first.")
        .example("Names in the first row",
                 "sysuse auto\ntempfile t\nexport excel make price foreign using \"`t'.xlsx\", firstrow(variables)\n"
                 "import excel \"`t'.xlsx\", firstrow clear",
                 "r(N) == 74 & r(k) == 3 & price[1] == 4099 & foreign[1] == \"Domestic\"")
        .example("A range without names, and what is in the file",
                 "sysuse auto\ntempfile t\nexport excel make price mpg using \"`t'.xlsx\", firstrow(variables)\n"
                 "import excel m p using \"`t'.xlsx\", cellrange(A2:B11) sheet(\"Sheet1\") clear\n"
                 "import excel using \"`t'.xlsx\", describe",
                 "_N == 10 & p[1] == 4099 & r(N_worksheet) == 1 & r(worksheet_1) == \"Sheet1\" & "
                 "r(range_1) == \"A1:C75\"")
        .runs(run));

}  // namespace nqp::commands::import_excel_
