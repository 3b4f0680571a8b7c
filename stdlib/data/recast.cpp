#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::recast_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  bool force = false;
};

std::size_t numbers_changed(const data::Column& column, data::Storage s) {
  std::size_t changed = 0;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const double x = column.number(i);
    changed += kit::stored_value(x, s) != x ? 1u : 0u;
  }
  return changed;
}

std::size_t strings_cut(const data::Column& column, std::size_t width) {
  std::size_t cut = 0;
  for (std::size_t i = 0; i < column.size(); ++i) cut += column.text(i).size() > width ? 1u : 0u;
  return cut;
}

data::ColumnPtr retyped(const data::Column& column, data::Type type) {
  if (!type.is_string()) return data::convert(column, type.storage);
  data::StringWriter w(column.size(), column.dictionary());
  const std::size_t width = type.storage == data::Storage::strl ? std::string::npos : type.width;
  for (std::size_t i = 0; i < column.size(); ++i) w.set(i, column.text(i).substr(0, width));
  return w.finish(type);
}

Output run(const Args& a, const Context& c) {
  std::string_view rest = a.body;
  const std::string word = kit::take_word(rest);
  const auto type = data::parse_type(word);
  if (!type) throw Error(198, word + " is no storage type", std::nullopt, {"write recast type varlist"});
  Output out;
  data::Frame f = c.frame;
  for (const std::string& name : resolve_variables(rest, c)) {
    const data::Variable& v = c.frame.at(name);
    if (v.is_string() != type->is_string())
      throw Error(109, "type mismatch: " + name + " cannot be recast to " + word, std::nullopt,
                  {"destring and tostring convert between numbers and strings"});
    const bool is_strl = type->storage == data::Storage::strl;
    const std::size_t lost = type->is_string() ? (is_strl ? 0 : strings_cut(*v.column, type->width))
                                               : numbers_changed(*v.column, type->storage);
    if (lost > 0)
      out.line(fmt::format("{}: {} {}", name, kit::count_of(lost, "value would be changed", "values would be changed"),
                           a.force ? "and were" : "; not changed"));
    if (lost > 0 && !a.force) continue;
    data::Variable& target = f.variables[*f.index(name)];
    if (target.format == data::default_format(v.column->type())) target.format = data::default_format(*type);
    f.replace(*f.index(name), retyped(*v.column, *type));
  }
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command recast_command =
    define<Args>("recast", "Change the storage type of variables")
        .anything(&Args::body)
        .flag("force", &Args::force, "even if values change")
        .no_by()
        .changes(Effect::data)
        .example("More digits", "sysuse auto\nrecast double price\nreplace price = price + .1", "price[1] == 4099.1")
        .example("Refused when values would change", "clear\nset obs 1\ngenerate x = 1.5\nrecast byte x", "x[1] == 1.5")
        .example("Forced", "clear\nset obs 1\ngenerate x = 1.5\nrecast byte x, force", "x[1] == 1")
        .runs(run);

}  // namespace nqp::commands::recast_
