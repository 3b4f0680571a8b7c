#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"

namespace nqp::commands::stack_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string into;
  int group = 0;
  bool clear = false, wide = false;
};

Output run(const Args& a, const Context& c) {
  if (!a.clear) throw Error(198, "option clear required", std::nullopt, {"stack replaces the data"});
  const std::vector<std::string> into = grammar::split_words(a.into);
  std::size_t width = into.size();
  if (width == 0 && a.group > 0) width = a.variables.size() / static_cast<std::size_t>(a.group);
  if (width == 0 || a.variables.size() % width != 0)
    throw Error(198, "the variables do not fill the stacks", std::nullopt,
                {"into() names one variable for each column"});
  const std::vector<data::Row> rows = c.rows(a.sample);
  const std::size_t stacks = a.variables.size() / width;
  data::Frame f;
  f.value_labels = c.frame.value_labels;
  f.rows = rows.size() * stacks;
  std::vector<double> number(f.rows);
  for (std::size_t i = 0; i < f.rows; ++i) number[i] = static_cast<double>(i / rows.size() + 1);
  f.add({"_stack", data::make_narrowest(number), "", "", "", {}});
  for (std::size_t k = 0; k < width; ++k) {
    data::ColumnPtr column;
    for (std::size_t s = 0; s < stacks; ++s) {
      const data::ColumnPtr part = data::gather(*c.frame.at(a.variables[s * width + k]).column, rows);
      column = column ? data::append(*column, *part) : part;
    }
    data::Variable v;
    v.name = into.empty() ? a.variables[k] : into[k];
    v.column = column;
    f.add(std::move(v));
  }
  for (std::size_t k = 0; a.wide && k < a.variables.size(); ++k) {
    if (f.find(a.variables[k])) continue;
    std::vector<data::Row> from(f.rows, 0xffffffffu);
    for (std::size_t i = 0; i < rows.size(); ++i) from[k / width * rows.size() + i] = rows[i];
    data::Variable v = c.frame.at(a.variables[k]);
    v.column = data::gather(*v.column, from);
    f.add(std::move(v));
  }
  Output out;
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command stack_command =
    define<Args>("stack", "Put variables below one another")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .text("Into", &Args::into, "names of the stacked variables")
        .integer("Group", &Args::group, 1, 1 << 20, "number of stacks; names of the first are kept")
        .flag("clear", &Args::clear, "required: the data are replaced")
        .flag("wide", &Args::wide, "keep the originals too")
        .no_by()
        .changes(Effect::data)
        .example("Two pairs", "clear\ninput a b c d\n1 2 3 4\nend\nstack a b c d, into(x y) clear",
                 "_N == 2 & x[2] == 3 & _stack[2] == 2")
        .example("By number", "clear\ninput a b c d\n1 2 3 4\nend\nstack a b c d, group(2) clear wide",
                 "a[2] == 3 & c[2] == 3")
        .runs(run);

}  // namespace nqp::commands::stack_
