#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::separate_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  std::string by, generate;
  bool sequential = false, missing = false, short_label = false, very_short_label = false;
};

// The groups of by(): a variable, or an expression that splits in two.
data::ColumnPtr key_of(const Args& a, const Context& c) {
  if (const data::Variable* v = c.frame.find(a.by)) return v->column;
  return data::make_narrowest(kit::values_of(*grammar::parse_expression(a.by), c, {}, kit::select(c, {})));
}

Output run(const Args& a, const Context& c) {
  const data::Variable& y = c.frame.at(a.variable[0]);
  const kit::Selection s = kit::select(c, a.sample);
  const data::ColumnPtr key = key_of(a, c);
  const data::Groups g = data::make_groups({&key, 1}, s.flags(c.frame.rows), !a.missing);
  const data::Variable* by = c.frame.find(a.by);
  data::Frame f = c.frame;
  Output out;
  std::string names;
  for (std::uint32_t k = 0; k < g.count; ++k) {
    std::vector<data::Row> rows(c.frame.rows, 0xffffffffu);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (g.codes[i] == k) rows[i] = static_cast<data::Row>(i);
    const bool number = !a.sequential && !key->is_string() && !data::is_missing(key->number(g.first[k]));
    const std::string suffix = number ? text::macro_number(key->number(g.first[k])) : std::to_string(k + 1);
    const std::string value = by ? kit::value_text(c.frame, *by, g.first[k]) : suffix;
    data::Variable v = y;
    v.name = (a.generate.empty() ? y.name : a.generate) + suffix;
    if (!data::valid_name(v.name))
      throw Error(198, v.name + " invalid name", std::nullopt, {"option sequential numbers the variables"});
    v.column = data::gather(*y.column, rows);
    const std::string head = a.very_short_label ? "" : (a.short_label ? "" : y.name + ", ");
    v.label = head + (a.very_short_label ? value : a.by + " == " + value);
    names += (names.empty() ? "" : " ") + v.name;
    f.add(std::move(v));
  }
  out.r = Results{}.macro("varlist", names);
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command separate_command =
    define<Args>("separate", "Make one variable for each group")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .text("by", &Args::by, "variable or expression that makes the groups")
        .text("Generate", &Args::generate, "stub of the new names, default the variable's name")
        .flag("SEQuential", &Args::sequential, "number the variables 1, 2, ...")
        .flag("Missing", &Args::missing, "a group for missing values")
        .flag("SHORTlabel", &Args::short_label, "shorter labels")
        .flag("VERYshortlabel", &Args::very_short_label, "the value only as label")
        .required("by")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(varlist)", "the new variables"}})
        .example("By a variable", "sysuse auto\nseparate price, by(foreign) veryshortlabel",
                 "price0[1] == 4099 & missing(price1[1])")
        .example("By a condition",
                 "sysuse auto\nseparate price, by(mpg > 20) generate(p) shortlabel sequential missing", "p2[1] == 4099")
        .runs(run);

}  // namespace nqp::commands::separate_
