// matlist: shows a matrix as a table.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/results_listing.hpp"

namespace nqp::commands::matlist_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string matrix, format = "%9.0g", title, row_title, border, lines, names, cspec, rspec;
  int twidth = 12;
  bool no_half = false, half = false, no_dotz = false, no_blank = false, border_all = false;
};

bool symmetric_half(const Args& a, const eval::Matrix& m) {
  return a.half && !a.no_half && m.row_names == m.column_names && eval::is_symmetric(m);
}

void act(const Args& a, runtime::Session& s) {
  const eval::Matrix m = kit::matrix_value(a.matrix, s);
  const auto format = text::parse_format(a.format);
  if (!format || format->kind == text::Format::Kind::string) throw Error(120, "invalid %format " + a.format);
  if (!a.names.empty() && a.names != "all" && a.names != "rows" && a.names != "columns" && a.names != "none")
    throw Error(198, "names() takes all, rows, columns or none");
  const bool rows = a.names.empty() || a.names == "all" || a.names == "rows";
  const bool heads = a.names.empty() || a.names == "all" || a.names == "columns";
  const auto stub = static_cast<std::size_t>(a.twidth);
  const auto cell = static_cast<std::size_t>(std::max(format->width, 1));
  const auto width = static_cast<std::size_t>(s.settings().linesize);
  const std::size_t per_block = std::max<std::size_t>(1, (width - std::min(width, rows ? stub + 3 : 0)) / (cell + 2));
  report::Document d;
  if (!a.no_blank) d.blank();
  if (!a.title.empty()) d.line(a.title).blank();
  const auto left = [&](const std::string& name) {
    return rows ? text::pad_left(text::abbreviate(name, stub), stub) + " |" : std::string();
  };
  for (std::size_t first = 0; first < m.columns; first += per_block) {
    const std::size_t last = std::min(m.columns, first + per_block);
    if (first > 0) d.blank();
    if (heads) {
      std::string names = left(a.row_title);
      for (std::size_t j = first; j < last; ++j)
        names += " " + text::pad_left(text::abbreviate(m.column_names[j], cell), cell) + " ";
      d.line(names);
      d.line((rows ? std::string(stub + 1, '-') + "+" : "") + std::string((last - first) * (cell + 2), '-'));
    }
    for (std::size_t i = 0; i < m.rows; ++i) {
      std::string line = left(m.row_names[i]);
      for (std::size_t j = first; j < last && !(symmetric_half(a, m) && j > i); ++j) {
        const bool blank = a.no_dotz && m(i, j) == data::missing_code(26);
        line += " " + text::pad_left(blank ? "" : text::trimmed(text::format_number(m(i, j), *format)), cell) + " ";
      }
      d.line(line);
    }
  }
  s.show(d);
}

}  // namespace

extern const Command matlist_command =
    define<Args>("MATLIst", "Show a matrix as a table")
        .anything(&Args::matrix)
        .text("Format", &Args::format, "format of the numbers, %9.0g by default")
        .text("TItle", &Args::title, "line above the table")
        .text("ROWtitle", &Args::row_title, "heading of the row names")
        .integer("TWidth", &Args::twidth, 5, 32, "width of the row names")
        .text("NAMes", &Args::names, "all, rows, columns or none")
        .flag("HAlf", &Args::half, "the lower triangle of a symmetric matrix")
        .flag("noHAlf", &Args::no_half, "all of it (the default)")
        .flag("NODOTz", &Args::no_dotz, "leave .z blank")
        .flag("noBlank", &Args::no_blank, "no blank line above")
        .flag("BORder", &Args::border_all, "accepted: tables have no borders")
        .text("BORder", &Args::border, "accepted: tables have no borders")
        .text("LINes", &Args::lines, "accepted: one line stands below the names")
        .text("CSPec", &Args::cspec, "accepted: format() sets the columns")
        .text("RSPec", &Args::rspec, "accepted")
        .no_by()
        .example("A matrix", "matrix A = (1, 2 \\ 3, 4)\nmatlist A, format(%8.2f) title(Numbers)\nscalar ok = 1",
                 "ok == 1")
        .example("An expression", "matrix A = (1, 2 \\ 3, 4)\nmatlist A'*A, names(rows)\nscalar ok = 1", "ok == 1")
        .example("No matrix", "capture matlist nothere\nscalar rc = _rc", "rc == 111")
        .acts(act);

}  // namespace nqp::commands::matlist_
