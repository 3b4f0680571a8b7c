#include "interpreter/command/definition.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::xpose_ {
using namespace nqp::command;
namespace {

struct Args {
  bool clear = false, names = false, promote = false;
  std::string format;
};

Output run(const Args& a, const Context& c) {
  if (!a.clear) throw Error(198, "option clear required", std::nullopt, {"xpose replaces the data"});
  data::Frame f;
  const std::size_t variables = c.frame.variables.size();
  f.rows = variables;
  std::vector<std::vector<double>> columns;
  std::vector<std::string> names;
  for (const data::Variable& v : c.frame.variables) {
    columns.push_back(v.is_string() ? std::vector<double>(c.frame.rows, data::missing) : kit::numbers_of(*v.column));
    names.push_back(v.name);
  }
  // A variable _varname gives back the names that varname saved.
  const data::Variable* named = c.frame.find("_varname");
  std::vector<double> row;
  for (std::size_t i = 0; i < c.frame.rows; ++i) {
    row.clear();
    for (std::size_t k = 0; k < variables; ++k)
      if (names[k] != "_varname") row.push_back(columns[k][i]);
    data::Variable v;
    v.name = named && named->is_string() ? std::string(named->column->text(i)) : "v" + std::to_string(i + 1);
    v.column = a.promote ? data::make_narrowest(row) : data::make_numeric(data::Storage::float_, row);
    v.format = a.format;
    f.rows = row.size();
    f.add(std::move(v));
  }
  if (a.names) {
    std::erase(names, "_varname");
    f.add({"_varname", data::make_strings(names), "", "", "", {}});
  }
  f.changed = true;
  Output out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command xpose_command =
    define<Args>("xpose", "Turn observations into variables")
        .flag("clear", &Args::clear, "required: the data are replaced")
        .flag("Varname", &Args::names, "keep the names in _varname")
        .flag("promote", &Args::promote, "the least type that loses nothing, instead of float")
        .text("Format", &Args::format, "display format of the new variables")
        .no_by()
        .changes(Effect::data)
        .example("Transpose", "clear\ninput a b\n1 2\n3 4\nend\nxpose, clear varname",
                 "v2[1] == 3 & _varname[2] == \"b\"")
        .example("And back",
                 "clear\ninput a b\n1 2\n3 4\nend\nxpose, clear varname promote format(%9.0g)\nxpose, clear",
                 "b[1] == 2")
        .runs(run);

}  // namespace nqp::commands::xpose_
