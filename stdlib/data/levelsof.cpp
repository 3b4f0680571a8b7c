#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::levelsof_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  std::string local, separator = " ", matrix_rows, matrix_cells;
  bool clean = false, missing = false, hexadecimal = false;
};

std::string text_of(const data::Column& column, std::size_t row, const Args& a) {
  if (!column.is_string()) {
    const double x = column.number(row);
    if (data::is_missing(x)) return data::missing_text(x);
    return a.hexadecimal ? std::string(kit::trim(text::format_number(x, "%21x"))) : text::macro_number(x);
  }
  const std::string s(column.text(row));
  return a.clean ? s : "`\"" + s + "\"'";
}

eval::Matrix column_vector(const std::vector<double>& values) {
  eval::Matrix m(values.size(), 1);
  m.values = values;
  return m;
}

Output run(const Args& a, const Context& c) {
  const data::Variable& v = c.frame.at(a.variable[0]);
  const std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  const data::Groups g = data::make_groups({&v.column, 1}, use, !a.missing);
  std::vector<double> sizes(g.count, 0), numbers;
  double n = 0;
  for (const std::uint32_t code : g.codes)
    if (code != data::Groups::none) ++sizes[code], ++n;
  std::string levels;
  for (const data::Row row : g.first) {
    levels += (levels.empty() ? "" : a.separator) + text_of(*v.column, row, a);
    if (!v.is_string()) numbers.push_back(v.column->number(row));
  }
  Output out;
  out.line(levels, report::Style::result);
  out.r = Results{}.macro("levels", levels).scalar("r", g.count).scalar("N", n);
  if (!a.local.empty()) out.locals.emplace_back(a.local, levels);
  if (!a.matrix_cells.empty()) out.matrices.emplace_back(a.matrix_cells, column_vector(sizes));
  if (!a.matrix_rows.empty()) {
    if (v.is_string()) throw Error(109, "matrow() needs a numeric variable");
    out.matrices.emplace_back(a.matrix_rows, column_vector(numbers));
  }
  return out;
}

}  // namespace

extern const Command levelsof_command =
    define<Args>("levelsof", "The distinct values of a variable as a list")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .text("Local", &Args::local, "local macro that gets the list")
        .text("Separate", &Args::separator, "what stands between the values")
        .flag("Clean", &Args::clean, "strings without quotes")
        .flag("Missing", &Args::missing, "include missing values")
        .flag("HEXadecimal", &Args::hexadecimal, "numbers in the format %21x, which loses nothing")
        .text("MATROW", &Args::matrix_rows, "matrix that gets the values")
        .text("MATCELL", &Args::matrix_cells, "matrix that gets the counts")
        .alias("glevelsof")
        .stores({{"r(levels)", "the list"}, {"r(r)", "number of values"}, {"r(N)", "number of observations"}})
        .example("Numbers", "sysuse auto\nlevelsof rep78, local(l) missing matrow(V) matcell(F)",
                 "r(r) == 6 & F[3,1] == 30")
        .example("Strings", "clear\ninput str2 s\n\"b\"\n\"a\"\nend\nlevelsof s, clean separate(,) hexadecimal",
                 "r(levels) == \"a,b\"")
        .example("Numbers as they are stored", "clear\nset obs 1\ngenerate x = 0.1\nlevelsof x, hexadecimal",
                 "r(levels) == \"+1.99999a0000000X-004\"")
        .runs(run);

}  // namespace nqp::commands::levelsof_
