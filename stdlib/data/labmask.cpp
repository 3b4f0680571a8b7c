// labmask: the values of another variable as value labels.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/labels.hpp"

namespace nqp::commands::labmask_ {
namespace {

using namespace command;

struct Args {
  Variables list;
  std::string values, label;
  Sample sample;
  bool decode = false;
};

std::string text_of(const data::Variable& v, const data::Frame& f, bool decode, data::Row i) {
  if (v.is_string()) return std::string(v.column->text(i));
  const double x = v.column->number(i);
  const data::ValueLabel* labels = decode ? f.labels_of(v) : nullptr;
  if (labels && labels->count(x)) return labels->at(x);
  return data::is_missing(x) ? "" : kit::code_text(x);
}

Output run(const Args& a, const Context& c) {
  const std::string& variable = a.list[0];
  const data::Variable &codes = c.frame.at(variable), &texts = c.frame.at(a.values);
  if (codes.is_string()) throw Error(109, "variable " + variable + " is a string: labels belong to numbers");
  data::ValueLabel label;
  const std::vector<std::uint8_t> use = c.select(a.sample);
  for (data::Row i = 0; i < c.frame.rows; ++i) {
    if (!use[i]) continue;
    const double code = codes.column->number(i);
    if (data::is_missing(code)) continue;
    if (code != static_cast<double>(static_cast<long long>(code)))
      throw Error(459, "variable " + variable + " has values that are not integers: no labels are possible");
    const std::string text = text_of(texts, c.frame, a.decode, i);
    const auto [at, fresh] = label.emplace(code, text);
    if (!fresh && at->second != text)
      throw Error(198, a.values + " is not constant where " + variable + " is " + kit::code_text(code));
  }
  Output out;
  data::Frame f = c.frame;
  const std::string name = a.label.empty() ? variable : a.label;
  kit::set_label(f, name, std::move(label));
  f.variables[*f.index(variable)].value_label = name;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command labmask_command =
    define<Args>("labmask", "Values of another variable as value labels")
        .varlist(&Args::list, {1, 1})
        .if_in(&Args::sample)
        .variable("VALues", &Args::values, "the variable whose values become labels")
        .required("VALues")
        .text("LBLname", &Args::label, "name of the value label; that of the variable when not given")
        .flag("decode", &Args::decode, "use the value labels of values()")
        .changes(Effect::data)
        .remark("The variable must be constant within the values that it labels.")
        .example("Names for codes",
                 "clear\ninput id str6 city\n1 \"Beijing\"\n2 \"Hunan\"\nend\nlabmask id, values(city)\n"
                 "decode id, generate(name)",
                 "name[2] == \"Hunan\"")
        .example("Numbers as labels",
                 "sysuse auto\nkeep in 1/3\ngenerate i = _n\nlabmask i, values(mpg) lblname(miles)\n"
                 "decode i, generate(text)",
                 "text == string(mpg)")
        .runs(run);

}  // namespace nqp::commands::labmask_
